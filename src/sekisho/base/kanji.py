"""Variant kanji (異体字): the same name written 髙橋 on paper and 高橋 in the ledger.

Groups follow the habits of Japanese family registers (戸籍統一文字) for the characters that occur in names;
the first character of each group is the form in common use.
"""

import unicodedata

#: One group between spaces; its first character is the common form.
GROUPS = [
    "高髙",
    "崎﨑嵜碕𥔎",
    "辺邊邉",
    "斎齋齊斉",
    "浜濱濵",
    "桜櫻",
    "沢澤",
    "広廣",
    "国國圀",
    "島嶋嶌",
    "富冨",
    "徳德",
    "恵惠",
    "真眞",
    "吉𠮷",
    "柳栁桺",
    "渕淵渊",
    "槙槇",
    "秋穐龝",
    "曽曾",
    "実實",
    "栄榮",
    "円圓",
    "関關",
    "竜龍",
    "滝瀧",
    "桑桒",
    "来來",
    "万萬",
    "与與",
    "豊豐",
    "静靜",
    "寿壽",
    "条條",
    "桧檜",
    "巌巖",
    "遥遙",
    "亜亞",
    "頼賴",
    "礼禮",
    "薮藪",
    "籠篭",
    "梅楳",
    "峰峯",
    "館舘",
    "土圡",
    "緑綠",
    "黄黃",
    "黒黑",
    "薫薰",
    "勲勳",
    "蔵藏",
    "薗園",
    "鉄鐵",
    "弥彌",
    "聡聰",
    "総總",
    "穂穗",
    "将將",
    "顕顯",
    "学學",
    "会會",
    "宝寶",
    "横橫",
    "角⻆",
    "戸戶",
    "青靑",
    "清淸",
    "奥奧",
    "為爲",
    "内內",
    "隠隱",
    "野埜",
    "葛𦹀",
    "芦蘆",
    "鷗鴎",
    "稲稻",
    "仏佛",
    "昻昂",
    "凛凜",
    "瑶瑤",
    "尭堯",
    "灯燈",
    "粋粹",
    "児兒",
    "雑雜",
    "鉱鑛",
    "売賣",
    "庁廳",
    "気氣",
    "霊靈",
    "権權",
    "検檢",
    "県縣",
    "諌諫",
    "涼凉",
    "彦彥",
    "穣穰",
    "瀬瀨",
    "増增",
    "徴徵",
    "髪髮",
    "荘莊",
    "剣劍劔",
    "壱壹",
    "弐貳",
    "双雙",
    "桝枡",
    "杉杦",
    "松枩",
    "船舩",
    "裏裡",
]

_COMMON = str.maketrans({variant: group[0] for group in GROUPS for variant in group[1:]})
_WRITINGS = {
    character: character + group.replace(character, "") for group in reversed(GROUPS) for character in group
}
_DROPPED = dict.fromkeys(
    code
    for first, last in ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF), (0x200B, 0x200D), (0xFEFF, 0xFEFF))
    for code in range(first, last + 1)
)


def bare(text: str) -> str:
    """Without variation selectors (IVS), which choose a shape that few fonts have; the kanji itself stays."""
    return text.translate(_DROPPED)


def plain(text: str) -> str:
    """Half and full width made one (NFKC), variation selectors (IVS) and every space dropped."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_DROPPED).split())


def fold(text: str) -> str:
    """``plain`` with every variant kanji in its common form: 髙橋　恵 and 高橋惠 become the same."""
    return plain(text).translate(_COMMON)


def variants(character: str) -> str:
    """All writings of ``character``, itself first; just itself when it has no other."""
    return _WRITINGS.get(character, character)
