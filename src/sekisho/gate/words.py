"""The closed lists that registers choose from, with the words that people see."""

from typing import Final

#: 職位: what a person may act as. Cities name them otherwise; the roles are these.
POSTS: Final = {
    "clerk": "担当者",
    "section_chief": "係長",
    "section_head": "課長",
    "facility_head": "園長・施設長",
    "facility_staff": "園・施設の職員",
    "privacy_officer": "個人情報保護担当",
    "auditor": "監査担当",
    "personnel": "人事担当",
    "administrator": "システム管理者",
}

#: 系: the three layers of the security policy guideline of the ministry (三層の対策).
ZONES: Final = {"internet": "インターネット接続系", "lgwan": "LGWAN接続系", "core": "マイナンバー利用事務系"}

TERMINALS: Final = {
    "desk": "登録された事務用端末",
    "tablet": "登録された共用タブレット",
    "any": "登録のない端末",
}

#: How far a post sees: everything, the offices named, its own office, or the one case it works on.
SCOPES: Final = {"all": "全件", "offices": "名指しの課・園", "office": "自分の課・園", "case": "担当する案件"}

#: What a purpose may do with an item.
VERBS: Final = {"read": "閲覧", "write": "記入・訂正", "erase": "消去"}

#: Grounds of exceptional use: art. 69 of the Act on the Protection of Personal Information, a closed list. None of (2)
#: serves where it may unjustly harm the person or somebody else.
EXCEPTIONS: Final = {
    "69-1": "法令に基づく場合（法第69条第1項）",
    "69-2-1": "本人の同意があるとき、又は本人に提供するとき（同条第2項第1号）",
    "69-2-2": "法令の定める事務に必要な限度で内部で利用し、相当の理由があるとき（同項第2号）",
    "69-2-3": "他の行政機関等に、その法令の定める事務に必要な限度で提供し、相当の理由があるとき（同項第3号）",
    "69-2-4": "統計・学術研究のためのとき、明らかに本人の利益になるとき、その他特別の理由があるとき（同項第4号）",
}

#: What an emergency must protect.
EMERGENCIES: Final = {"life": "生命", "body": "身体", "property": "財産"}
