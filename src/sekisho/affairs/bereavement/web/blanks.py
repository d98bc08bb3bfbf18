"""The city's blank forms and the places on them (purpose «bereavement.blanks»). A place is set by pressing the paper's picture, or
typed as millimetres; neither needs a script."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from sekisho import gate
from sekisho.affairs.bereavement.editor import versions
from sekisho.affairs.bereavement.models import Blank
from sekisho.affairs.bereavement.papers import blanks as papers
from sekisho.affairs.bereavement.papers import fill
from sekisho.affairs.bereavement.papers.fields import FIELDS, Place, sample
from sekisho.affairs.bereavement.procedures import Catalogue
from sekisho.base.errors import UserError
from sekisho.site import menu
from sekisho.site.downloads import PDF, download

BLANKS = "bereavement.blanks"
_DOT = 25.4 / fill.DPI
#: A place's numbers, as the table has them.
_NUMBERS = ("x", "y", "width", "size")


class BlankForm(forms.Form):
    """A form that is new to the city."""

    name = forms.CharField(label="書式の名称", max_length=80)
    procedures = forms.CharField(
        label="使う手続きの番号", max_length=80, help_text="K03 H07 のように、空白で区切ります。"
    )
    file = forms.FileField(label="空欄の PDF")

    def clean_procedures(self) -> list[str]:
        """Ids of the catalogue."""
        try:
            return papers.procedures_in(self.cleaned_data["procedures"])
        except UserError as error:
            raise forms.ValidationError(str(error), "unknown") from error

    def clean_file(self) -> bytes:
        """A PDF that can be filled."""
        try:
            return fill.checked(self.cleaned_data["file"].read())
        except UserError as error:
            raise forms.ValidationError(str(error), "blank") from error


@menu.page("書式の原本と記入欄")
@gate.purpose(BLANKS)
def blanks(request: HttpRequest) -> HttpResponse:
    """All of them with their versions, and a new one."""
    form = BlankForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        said = form.cleaned_data
        made = papers.bring(said["name"], said["procedures"], said["file"])
        return redirect("bereavement:blank", made.pk)
    words = {"form": form, "blanks": papers.listed()}
    return render(request, "bereavement/blanks.html", words, status=400 if form.errors else 200)


@gate.purpose(BLANKS)
def blank(request: HttpRequest, blank: int) -> HttpResponse:
    """The pages of a version with sample text in its places."""
    one = get_object_or_404(Blank, pk=blank)
    known = versions.in_force()
    lines = [_line(place, row, known) for row, place in enumerate(papers.places_of(one))]
    return _blank_page(request, one, lines)


@dataclass(frozen=True)
class Line:
    """A place in the table: ``typed`` its numbers as they stand in the fields, ``error`` what is wrong with them."""

    place: Place
    row: int
    label: str
    typed: Mapping[str, str]
    error: str = ""
    gone: bool = False


def _line(place: Place, row: int, known: Catalogue) -> Line:
    typed = {name: str(getattr(place, name)) for name in _NUMBERS}
    return Line(place, row, papers.words(place, known), typed)


def _blank_page(request: HttpRequest, one: Blank, lines: list[Line]) -> HttpResponse:
    known, wrong = versions.in_force(), [line for line in lines if line.error]
    what = request.GET.get("what", "")
    values = papers.choices(what, known)
    words = {
        "blank": one, "fields": [(name, label) for name, (label, _) in FIELDS.items()],
        "pages": [
            (number, [line for line in lines if line.place.page == number])
            for number in range(len(fill.sizes(bytes(one.pdf))))
        ],
        "draft": one.in_use_since is None, "hangs": papers.hangs_on(known).items(), "what": what if values else "",
        "values": values.items(), "wrong": wrong,
    }  # fmt: skip
    return render(request, "bereavement/blank.html", words, status=400 if wrong else 200)


@require_GET
@gate.purpose(BLANKS)
def blank_picture(request: HttpRequest, blank: int, page: int) -> HttpResponse:
    """A page with the sample's text."""
    one = get_object_or_404(Blank, pk=blank)
    if page >= len(fill.sizes(bytes(one.pdf))):
        raise Http404
    answer = HttpResponse(fill.picture(_sample(one), page), content_type="image/png")
    answer["Cache-Control"] = "no-store"
    return answer


@require_GET
@gate.purpose(BLANKS)
def blank_sample(request: HttpRequest, blank: int) -> HttpResponse:
    """The sample as PDF, to try on paper."""
    return download(_sample(get_object_or_404(Blank, pk=blank)), "試し刷り.pdf", PDF)


def _sample(one: Blank) -> bytes:
    places = papers.places_of(one)
    sheet = fill.Sheet(bytes(one.pdf), places, sample(), {(place.what, place.value) for place in places})
    return fill.filled([sheet], f"{one} 試し刷り", "", "試し刷り")


@require_POST
@gate.purpose(BLANKS)
def put_place(request: HttpRequest, blank: int) -> HttpResponse:
    """The picture was pressed: the field begins there, on that line; one that stands on the page already is moved. Without a point
    (the button, or the return key on the picture, which says 0, 0) it is added in the middle."""
    one = get_object_or_404(Blank, pk=blank)
    field, what, value = (request.POST.get(name, "") for name in ("field", "what", "value"))
    page, x, y = (_dots(request.POST.get(name, "0")) for name in ("page", "at.x", "at.y"))
    if x or y:
        papers.press(one, field, page, x * _DOT, y * _DOT, what, value)
    elif papers.add(one, field, page, what, value):
        messages.success(request, "ページの中ほどに加えました。下の表の数字で動かしてください。")
    else:
        messages.info(request, "その欄は、もうこのページにあります。下の表の数字で動かしてください。")
    # The other boxes of the same question are placed next.
    asked = f"?{urlencode({'what': what})}" if what else ""
    return redirect(reverse("bereavement:blank", args=(blank,)) + asked)


@require_POST
@gate.purpose(BLANKS)
def put_places(request: HttpRequest, blank: int) -> HttpResponse:
    """The table of places, as typed; ticked ones are taken away."""
    one = get_object_or_404(Blank, pk=blank)
    sizes, known = fill.sizes(bytes(one.pdf)), versions.in_force()
    lines = [
        _typed(request, place, row, sizes[place.page], known)
        for row, place in enumerate(papers.places_of(one))
    ]
    if any(line.error for line in lines):
        return _blank_page(request, one, lines)
    papers.put(one, [line.place for line in lines if not line.gone])
    messages.success(request, "記入欄を直しました。")
    return redirect("bereavement:blank", blank)


def _typed(request: HttpRequest, place: Place, row: int, size: tuple[float, float], known: Catalogue) -> Line:
    """A line of the table as it was typed."""
    typed = {name: request.POST.get(f"{name}-{row}", "")[:20] for name in _NUMBERS}
    numbers = {name: number for name, text in typed.items() if (number := _number(text)) is not None}
    moved, gone = replace(place, **numbers), bool(request.POST.get(f"gone-{row}"))
    error = "数字で書いてください。" if len(numbers) < len(typed) else papers.beside(moved, size)
    return Line(moved, row, papers.words(place, known), typed, "" if gone else error, gone)


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _dots(text: str) -> int:
    number = _number(text)
    if number is None or not 0 <= number < 10_000:
        raise UserError("紙の上の場所が読めません。", "紙の上を押し直してください。")
    return int(number)


@require_POST
@gate.purpose(BLANKS)
def use_blank(request: HttpRequest, blank: int) -> HttpResponse:
    """From now on this version is printed."""
    papers.use(get_object_or_404(Blank, pk=blank))
    messages.success(request, "この版を使い始めました。前の版で刷った件は、前の版のままです。")
    return redirect("bereavement:blanks")


@require_POST
@gate.purpose(BLANKS)
def replace_blank(request: HttpRequest, blank: int) -> HttpResponse:
    """The section has a new version of the form."""
    file = request.FILES.get("file")
    if file is None:
        raise UserError("PDF が選ばれていません。", "新しい版の PDF を選んでください。")
    made = papers.replace(get_object_or_404(Blank, pk=blank), file.read())
    return redirect("bereavement:blank", made.pk)
