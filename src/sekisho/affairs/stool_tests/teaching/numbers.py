"""What people type into the fields of a region. Pure."""

import unicodedata

from sekisho.base.errors import UserError

#: A name becomes the heading of a column of a CSV.
LONGEST_NAME, LONGEST_CHOICE, MOST_CHOICES, MOST_ROWS = 40, 20, 20, 120


def millimetres(text: str, label: str) -> float:
    """A length in mm; full-width figures too."""
    plain = unicodedata.normalize("NFKC", text).strip().removesuffix("mm").strip()
    digits = plain.removeprefix("-").replace(".", "", 1)
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 8) or abs(float(plain)) > 2000:
        raise UserError(
            f"「{label}」が数字ではありません。",
            "用紙の左上からの長さをミリメートルで入れてください（例：45.5）。",
        )
    return round(float(plain), 1) + 0.0


def rows(text: str) -> int:
    """A number of rows."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not (plain.isascii() and plain.isdecimal() and len(plain) <= 3) or not 1 <= int(plain) <= MOST_ROWS:
        raise UserError("行の数が正しくありません。", f"1 から {MOST_ROWS} までの数を入れてください。")
    return int(plain)


def edges(text: str) -> tuple[float, ...]:
    """The borders of rows, from the top, with anything between them."""
    parts = unicodedata.normalize("NFKC", text).replace(",", " ").replace("、", " ").split()
    if not 2 <= len(parts) <= MOST_ROWS + 1:
        raise UserError(
            "行の境目が足りないか、多すぎます。",
            f"上から順に、空白で区切って 2 個から {MOST_ROWS + 1} 個まで入れてください。",
        )
    return tuple(sorted(millimetres(part, "行の境目") for part in parts))


def name(text: str) -> str:
    """The name of a region or form."""
    plain = " ".join(_visible(text).split())
    if not plain or len(plain) > LONGEST_NAME:
        raise UserError("名前が空か、長すぎます。", f"{LONGEST_NAME} 文字までの名前を入れてください。")
    return plain


def choices(text: str) -> tuple[str, ...]:
    """What may stand in a column of choices, between «、» or «,» or «/»."""
    plain = _visible(text)
    for mark in "，,/／・":
        plain = plain.replace(mark, "、")
    found = tuple(dict.fromkeys(part.strip() for part in plain.split("、") if part.strip()))
    if len(found) > MOST_CHOICES or any(len(one) > LONGEST_CHOICE for one in found):
        raise UserError(
            "選択肢が多すぎるか、長すぎます。",
            f"{LONGEST_CHOICE} 文字までの選択肢を、{MOST_CHOICES} 個まで「、」で区切って入れてください。",
        )
    return found


def _visible(text: str) -> str:
    """Without signs that can't be seen or turn the reading direction."""
    return "".join(sign for sign in text if sign in " \u3000" or unicodedata.category(sign)[0] not in "CZ")
