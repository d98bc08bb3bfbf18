"""What can stand on a form: known of the case, typed once. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

#: Kinds of fields with their names, and what the sample print shows.
FIELDS: Mapping[str, tuple[str, str]] = {
    "deceased_name": ("亡くなった方の氏名", "見本　太郎"),
    "deceased_registry": ("亡くなった方の氏名（住民記録の字）", "髙邉　﨑子"),
    "deceased_kana": ("亡くなった方のふりがな", "みほん　たろう"),
    "deceased_birth": ("亡くなった方の生年月日", "昭和10年3月5日"),
    "died_on": ("亡くなった日", "令和8年11月1日"),
    "deceased_address": ("亡くなった方の住所", "みほん市さくら町一丁目2番3号"),
    "visitor_name": ("届け出る方の氏名", "見本　花子"),
    "visitor_birth": ("届け出る方の生年月日", "昭和15年5月1日"),
    "visitor_address": ("届け出る方の住所", "みほん市さくら町一丁目2番3号"),
    "visitor_phone": ("届け出る方の電話番号", "000-0000-0000"),
    "visitor_relation": ("亡くなった方との関係", "妻"),
    "today": ("届け出の日", "令和8年12月3日"),
    "number": ("受付番号", "12"),
}
#: The field that is a ✓, where an answer, the applicant's role or an outcome is a certain one.
CHECK, TICK = "check", "✓"
#: What a ✓ hangs on that is no question of the catalogue and no procedure: the applicant's role.
ROLE = "role"
SIZES = (6, 24)


@dataclass(frozen=True)
class Place:
    """Where a field stands: page from 0; ``x`` of its beginning and ``y`` of the line that it stands on, in millimetres from the
    upper left corner; it is made smaller where it is wider than ``width`` (mm); ``size`` in points. A ✓ stands there only where
    ``what`` (a question of the catalogue, «role», a procedure) is ``value``."""

    field: str
    page: int
    x: float
    y: float
    width: float
    size: float
    what: str = ""
    value: str = ""

    def as_json(self) -> dict[str, object]:
        """For the database."""
        return {
            "field": self.field,
            "page": self.page,
            "x": self.x,
            "y": self.y,
            "width": self.width,
            "size": self.size,
            **({"what": self.what, "value": self.value} if self.what else {}),
        }


def place(said: Mapping[str, object]) -> Place:
    """A place from the database."""
    x, y, width, size = (float(str(said[name])) for name in ("x", "y", "width", "size"))
    hangs = (str(said.get("what", "")), str(said.get("value", "")))
    return Place(str(said["field"]), int(str(said["page"])), x, y, width, size, *hangs)


def sample() -> dict[str, str]:
    """The sample print's values."""
    return {name: shown for name, (_, shown) in FIELDS.items()}
