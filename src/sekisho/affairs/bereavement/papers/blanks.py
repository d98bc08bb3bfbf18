"""Versions of the city's blanks (purpose «bereavement.blanks»; no personal data)."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max

from sekisho.affairs.bereavement.editor import versions
from sekisho.affairs.bereavement.models import Blank, FormPrint
from sekisho.affairs.bereavement.models.step import OUTCOMES
from sekisho.affairs.bereavement.papers import fill
from sekisho.affairs.bereavement.papers.fields import CHECK, FIELDS, ROLE, SIZES, Place, place
from sekisho.affairs.bereavement.procedures import Catalogue
from sekisho.affairs.bereavement.roles import of_family, roles
from sekisho.base import clock
from sekisho.base.errors import UserError

#: A new place is so wide (mm) and its text so large (points), until somebody says otherwise.
WIDTH, SIZE = 80.0, 11.0
#: A ✓ is as wide as its box.
_TICK_WIDTH = 5.0
#: Where a ✓'s middle lies from the beginning of its line, in parts of its size: measured on the ink of BIZ UDGothic's.
_TICK_MIDDLE = (0.55, 0.39)


def current() -> list[Blank]:
    """The version in use of each blank, without its bytes."""
    found: dict[str, Blank] = {}
    for one in (
        Blank.objects.filter(in_use_since__isnull=False).defer("pdf").order_by("name", "key", "version")
    ):
        found[one.key] = one
    return list(found.values())


def listed() -> list[tuple[Blank, bool, int]]:
    """Every version with whether it is the one in use, and how many prints were made from it; newest of each first."""
    used = {one.pk for one in current()}
    prints = Counter(blank for _, blank in FormPrint.objects.values_list("visit_id", "blank_id"))
    return [(one, one.pk in used, prints[one.pk]) for one in Blank.objects.defer("pdf")]


def procedures_in(text: str) -> list[str]:
    """Ids of procedures in a text («K03 H07»); UserError names one that isn't in the catalogue."""
    ids = [one for one in re.split(r"[\s,、，]+", unicodedata.normalize("NFKC", text).upper()) if one]
    wrong = [one for one in ids if versions.in_force().procedure(one) is None]
    if wrong or not ids:
        raise UserError(
            f"手続きの番号「{wrong[0]}」は一覧にありません。" if wrong else "手続きの番号が要ります。",
            "K03 H07 のように、手続きの一覧の番号を空白で区切って書いてください。",
        )
    return ids


def bring(name: str, procedures: list[str], data: bytes) -> Blank:
    """A form that is new to the city, as a draft."""
    checked = fill.checked(data)
    key = f"form-{(Blank.objects.aggregate(Max('pk'))['pk__max'] or 0) + 1}"
    return Blank.objects.create(
        key=key, version=1, name=name, procedures=procedures, pdf=checked, made_at=clock.now()
    )


def replace(before: Blank, data: bytes) -> Blank:
    """A new version of a form, as a draft with the places of the one before; prints and cases keep theirs."""
    checked = fill.checked(data)
    pages = len(fill.sizes(checked))
    with transaction.atomic():
        newest = Blank.objects.select_for_update().filter(key=before.key).order_by("-version").first()
        if newest is None or newest.in_use_since is None:
            raise UserError(
                "この書式には、まだ使い始めていない版があります。", "その版を直すか、使い始めてください。"
            )
        kept = [one for one in newest.places if one["page"] < pages]
        return Blank.objects.create(
            key=newest.key, version=newest.version + 1, name=newest.name, procedures=newest.procedures, pdf=checked, places=kept,
            made_at=clock.now(),
        )  # fmt: skip


def places_of(blank: Blank) -> list[Place]:
    """Where its fields stand."""
    return [place(one) for one in blank.places]


def hangs_on(known: Catalogue) -> dict[str, list[tuple[str, str]]]:
    """What a ✓ can hang on, in groups, with words: questions with a choice of answers, the applicant's role, procedures' outcomes."""
    asked = [(one.name, one.label) for one in known.attributes.values() if one.kind in ("bool", "enum")]
    return {
        "届け出る方": [(ROLE, "届け出る方の役")],
        "答え": asked,
        "手続きの結果": [(one.id, f"{one.id} {one.name}") for one in known.procedures],
    }


def choices(what: str, known: Catalogue) -> dict[str, str]:
    """The values of it with their words; none where a ✓ can't hang on it."""
    if what == ROLE:
        return {one.key: one.label for one in of_family()}
    if known.procedure(what):
        return OUTCOMES
    attribute = known.attributes.get(what)
    if attribute is None or attribute.kind not in ("bool", "enum"):
        return {}
    return dict(attribute.values) or {"true": "はい", "false": "いいえ"}


def words(one: Place, known: Catalogue) -> str:
    """A place's name; of a ✓ with what it hangs on, as far as this catalogue knows it."""
    if one.field != CHECK:
        return FIELDS[one.field][0]
    if one.what == ROLE:
        return f"✓ 届け出る方が{roles()[one.value].label if one.value in roles() else one.value}"
    attribute, procedure = known.attributes.get(one.what), known.procedure(one.what)
    name = attribute.label if attribute else procedure.name if procedure else one.what
    return f"✓ {name}：{choices(one.what, known).get(one.value, one.value)}"


def put(blank: Blank, places: Iterable[Place]) -> None:
    """Keep these places on a draft; UserError where one lies beside the paper or is of no known field."""
    _draft(blank)
    sizes = fill.sizes(bytes(blank.pdf))
    kept, known = list(places), versions.in_force()
    for one in kept:
        hangs = one.field == CHECK and one.value in choices(one.what, known)
        if not (hangs or one.field in FIELDS) or not 0 <= one.page < len(sizes):
            raise UserError("その記入欄は置けません。", "画面を開き直して、もう一度置いてください。")
        if says := beside(one, sizes[one.page]):
            raise UserError(f"「{words(one, known)}」の位置か大きさが、紙の外です。", says)
    blank.places = [one.as_json() for one in kept]
    blank.save(update_fields=("places",))


def beside(one: Place, size: tuple[float, float]) -> str:
    """What can be written instead, where a place lies beside a paper of this width and height (mm); "" where it lies on it."""
    width, height = size
    inside = 0 <= one.x < width and 0 < one.y <= height and 5 <= one.width <= width
    if inside and SIZES[0] <= one.size <= SIZES[1]:
        return ""
    return f"左上から、横 0〜{width:.0f} mm、縦 0〜{height:.0f} mm、幅 5〜{width:.0f} mm、文字は {SIZES[0]}〜{SIZES[1]} ポイントで書いてください。"


def add(blank: Blank, field: str, page: int, what: str = "", value: str = "") -> bool:
    """The field begins in the middle of the page, to be moved by its numbers; False where it stands on the page already."""
    what, value = (what, value) if field == CHECK else ("", "")
    if any(
        (one.field, one.page, one.what, one.value) == (field, page, what, value) for one in places_of(blank)
    ):
        return False
    sizes = fill.sizes(bytes(blank.pdf))
    width, height = sizes[page] if page < len(sizes) else (0.0, 0.0)
    press(blank, field, page, width / 3, height / 2, what, value)
    return True


def press(blank: Blank, field: str, page: int, x: float, y: float, what: str = "", value: str = "") -> None:
    """The field begins at this point of the paper (mm), on the line there; a ✓ has its middle there. One that stands on the page
    already is moved; a ✓ that hangs on the same value of ``what`` is the same."""
    sizes = fill.sizes(bytes(blank.pdf))
    places = places_of(blank)
    what, value = (what, value) if field == CHECK else ("", "")
    named = (field, page, what, value)
    there = next((one for one in places if (one.field, one.page, one.what, one.value) == named), None)
    fresh = _TICK_WIDTH if field == CHECK else WIDTH
    width, size = (there.width, there.size) if there else (fresh, SIZE)
    if page < len(sizes):
        # To the paper's edge at most.
        width = max(5.0, min(width, round(sizes[page][0] - x - 1, 1)))
        if field == CHECK:
            em = min(size * fill.POINT, width)
            x, y = max(0.0, x - _TICK_MIDDLE[0] * em), y + _TICK_MIDDLE[1] * em
    put(
        blank,
        [
            *(one for one in places if one is not there),
            Place(field, page, round(x, 1), round(y, 1), width, size, what, value),
        ],
    )


def use(blank: Blank) -> None:
    """From now on new prints are made from this version."""
    _draft(blank)
    if not blank.places:
        raise UserError("記入欄がまだ一つも置かれていません。", "欄を選び、紙の上の場所を押してください。")
    blank.in_use_since = clock.now()
    blank.save(update_fields=("in_use_since",))


def _draft(blank: Blank) -> None:
    if blank.in_use_since is not None:
        raise UserError(
            "使い始めた版は変えられません。この版で印刷した件があるかもしれないからです。",
            "「新しい版に替える」から、次の版を入れてください。",
        )
