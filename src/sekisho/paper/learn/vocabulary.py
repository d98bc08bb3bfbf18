"""Header words and labels of Japanese sheets, and the kind of region each of them announces."""

import difflib
from dataclasses import dataclass
from functools import lru_cache

from sekisho.base.kanji import plain
from sekisho.paper.form import Kind

#: Words by kind; each is compared without spaces, punctuation and brackets.
WORDS: dict[Kind, str] = {
    "name": "氏名 お名前 名前 なまえ 姓名 受検者 受検者氏名 受検者名 受診者氏名 被検者 被検者氏名 被検者名 職員名 "
    "職員氏名 従事者名 従事者氏名 調理従事者氏名 対象者 対象者氏名 対象者名 検査対象者 児童名 児童氏名 園児名 園児氏名 "
    "子どもの氏名 保護者氏名 保護者名 申請者氏名 利用者氏名 利用者名 生徒名 生徒氏名 提出者氏名 提出者名 提出者",
    "kana": "フリガナ ふりがな カナ カナ氏名 氏名カナ ヨミガナ よみがな ヨミ 読み",
    "date": "検査日 採便日 採取日 受付日 提出日 月日 日付 年月日 検査年月日 採便年月日 採取年月日 受付年月日 "
    "提出年月日 実施日 報告日 報告年月日 記入日 回収日 受領日 検体採取日 作成日 申請日 申請年月日 受検日 検便日 検査月日 "
    "採便月日 採取月日 提出月日 受付月日 生年月日 入所日 入園日 実施年月日 記入年月日",
    "mark": "結果 判定 検査結果 検便結果 判定結果 総合判定 陰性 陽性 陰性陽性 赤痢 赤痢菌 サルモネラ サルモネラ菌 "
    "サルモネラ属菌 O157 O26 O111 腸管出血性大腸菌 大腸菌 ノロ ノロウイルス チフス菌 腸チフス パラチフス パラチフスA菌 "
    "受付 確認 確認欄 チェック 提出確認 提出 提出有無 受付印 印 検印 有無 該当 要再検 再検査",
    "number": "No NO 番号 整理番号 検体番号 検体No 容器番号 職員番号 受付番号 登録番号 通番 連番 項番 年齢 歳 人数 "
    "電話番号 郵便番号 順番 宛名番号 受検者数 検体数",
    "text": "備考 摘要 住所 現住所 職種 職名 所属 役職 クラス クラス名 組 部署 電話 連絡先 勤務先 担当 担当者 理由 "
    "特記事項 メールアドレス 国籍 区分 続柄 症状 アレルギー 勤務時間 希望する施設 緊急連絡先 検査項目 "
    "検査機関 責任者 提出先 その他",
    "choice": "性別 男女 男女別",
    "facility": "施設名 施設名称 施設 園名 園所名 保育所名 保育園名 こども園名 幼稚園名 学校名 事業所名 事業所 "
    "送付先 送付先名 宛先 提出施設 事業所名称 団体名 所属施設 所属施設名 法人名 給食施設名 勤務先施設名 機関名 店舗名",
}

#: What the stock recogniser, raised on Chinese, writes for Japanese forms of the same characters.
_HABITS = str.maketrans(
    "检檢险查结设园园备龄职员员号报陰阴阳体体话历连络齡団团实樣样様便採採个別别區区欄栏電电郵邮歲岁曰內",
    "検検険査結設園園備齢職員員号報陰陰陽体体話歴連絡齢団団実様様様便採採個別別区区欄欄電電郵郵歳歳日内",
)
_NOISE = str.maketrans(
    "", "", "・:：.．,，、。()（）[]［］【】〔〕「」『』*※＊_＿-－―ー~〜|｜/／'’\"“”;；!！"
)


@dataclass(frozen=True)
class Match:
    """A word of the vocabulary in a text: its ``kind``, the ``word``, and ``score`` 0..1."""

    kind: Kind
    word: str
    score: float


def tidy(text: str) -> str:
    """Text of a header as the vocabulary writes it: one width, no spaces, the recogniser's habits undone."""
    # 項日 is no word, and one dash less makes a date of 項目.
    return plain(text).translate(_HABITS).replace("項日", "項目")


def _key(text: str) -> str:
    return tidy(text).translate(_NOISE).replace("ー", "").upper()


@lru_cache(maxsize=1)
def _entries() -> tuple[tuple[str, str, Kind], ...]:
    return tuple((_key(word), word, kind) for kind, words in WORDS.items() for word in words.split())


@lru_cache(maxsize=4096)
def match(text: str) -> Match | None:
    """The vocabulary's word that a header most likely says, None when none comes near.

    Whole words count most; a word at the end of a longer header («職員の氏名») nearly as much; one wrong
    character in three is forgiven.
    """
    key = _key(text)
    if not key:
        return None
    best: Match | None = None
    for entry, word, kind in _entries():
        if key == entry:
            score = 1.0
        elif len(entry) >= 2 and key.endswith(entry):
            score = 0.75 + 0.2 * len(entry) / len(key)
        elif len(entry) >= 2 and entry in key:
            score = 0.6 + 0.25 * len(entry) / len(key)
        elif len(entry) >= 3 and abs(len(entry) - len(key)) <= 1:
            score = 0.9 * difflib.SequenceMatcher(None, entry, key, autojunk=False).ratio()
        else:
            continue
        if best is None or score > best.score:
            best = Match(kind, word, score)
    return best if best and best.score >= 0.6 else None


def leading_label(text: str) -> Match | None:
    """A label with which a longer text begins («施設名 みどり保育園»): facility and date labels only."""
    key = _key(text)
    found = [
        Match(kind, word, 1.0)
        for entry, word, kind in _entries()
        if kind in ("facility", "date") and len(entry) >= 2 and key.startswith(entry)
    ]
    return max(found, key=lambda item: len(item.word), default=None)


def choices_in(text: str) -> tuple[str, ...]:
    """The choices that a box offers, «男・女» or «□有 □無»; empty when it offers none."""
    parts = [tidy(part) for part in _split(plain_keep(text))]
    parts = [part for part in parts if part]
    return tuple(parts) if 2 <= len(parts) <= 8 and all(len(part) <= 6 for part in parts) else ()


def plain_keep(text: str) -> str:
    """Separators that recognisers confuse, made one."""
    for mark in "□■☐口◯○/／、，,・･·|｜":
        text = text.replace(mark, "・")
    return text


def _split(text: str) -> list[str]:
    return [part for part in text.split("・") if part.strip()] if "・" in text else []
