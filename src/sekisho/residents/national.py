"""A person as a line of the registry's extract, under the item names of the national standard for resident records.

The names stand here once. They are to be held against the city's own extract (要確認): an edition of the standard may word
them otherwise.
"""

import datetime
from collections.abc import Mapping

from sekisho.base.errors import UserError
from sekisho.base.wareki import parse_date
from sekisho.residents.birth import Birth, parse_birth
from sekisho.residents.port import Person

ITEMS = (
    "宛名番号", "世帯番号", "氏名", "氏名_フリガナ", "通称", "生年月日", "性別", "続柄", "住所", "行政区",
    "外国人住民区分", "死亡年月日", "転出年月日", "支援措置対象者",
)  # fmt: skip
_YES, _NO = ("1", "有", "対象"), ("", "0", "無", "非対象")
_LONGEST = {"宛名番号": 15, "世帯番号": 15, "氏名": 120, "氏名_フリガナ": 160, "通称": 120, "性別": 10, "続柄": 30,
            "住所": 200, "行政区": 60}  # fmt: skip


def person(line: Mapping[str, str], where: str) -> Person:
    """The person of a line; UserError says what is wrong, at ``where``."""
    said = {name: (line.get(name) or "").strip() for name in ITEMS}
    for name, most in _LONGEST.items():
        if len(said[name]) > most:
            raise _wrong(where, name, f"長すぎます（{most} 文字まで）")
    for name in ("宛名番号", "世帯番号", "氏名"):
        if not said[name]:
            raise _wrong(where, name, "書かれていません")
    birth = parse_birth(said["生年月日"]) if said["生年月日"] else Birth()
    if birth is None:
        raise _wrong(where, "生年月日", "日付として読めません")
    return Person(
        said["宛名番号"], said["世帯番号"], said["氏名"], said["氏名_フリガナ"], said["通称"], birth, said["性別"], said["続柄"],
        said["住所"], said["行政区"], _flag(said, "外国人住民区分", where), _day(said, "死亡年月日", where),
        _day(said, "転出年月日", where), _flag(said, "支援措置対象者", where),
    )  # fmt: skip


def _flag(said: Mapping[str, str], name: str, where: str) -> bool:
    if said[name] not in (*_YES, *_NO):
        raise _wrong(where, name, "1 か 0 ではありません")
    return said[name] in _YES


def _day(said: Mapping[str, str], name: str, where: str) -> datetime.date | None:
    day = parse_date(_dashed(said[name]))
    if said[name] and day is None:
        raise _wrong(where, name, "日付として読めません")
    return day


def _dashed(text: str) -> str:
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if len(text) == 8 and text.isdecimal() else text


def _wrong(where: str, name: str, what: str) -> UserError:
    # The value itself isn't told: messages end in logs.
    return UserError(f"{where}の「{name}」が{what}。", "住民記録システムの抽出の設定を確かめてください。")
