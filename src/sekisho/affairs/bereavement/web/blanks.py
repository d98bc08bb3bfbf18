"""The city's blank forms and the places on them (purpose «bereavement.blanks»). A place is set by pressing the paper's picture, or
typed as millimetres; neither needs a script."""

from dataclasses import replace
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
from sekisho.affairs.bereavement.papers.fields import FIELDS, sample
from sekisho.base.errors import UserError
from sekisho.site import menu
from sekisho.site.downloads import PDF, download

BLANKS = "bereavement.blanks"
_DOT = 25.4 / fill.DPI


class BlankForm(forms.Form):
    """A form that is new to the city."""

    name = forms.CharField(label="書式の名称", max_length=80)
    procedures = forms.CharField(
        label="使う手続きの番号", max_length=80, help_text="K03 H07 のように、空白で区切ります。"
    )
    file = forms.FileField(label="空欄の PDF")


@menu.page("書式の原本と記入欄")
@gate.purpose(BLANKS)
def blanks(request: HttpRequest) -> HttpResponse:
    """All of them with their versions, and a new one."""
    form = BlankForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        said = form.cleaned_data
        ids = papers.procedures_in(said["procedures"])
        made = papers.bring(said["name"], ids, said["file"].read())
        return redirect("bereavement:blank", made.pk)
    words = {"form": form, "blanks": papers.listed()}
    return render(request, "bereavement/blanks.html", words, status=400 if form.errors else 200)


@gate.purpose(BLANKS)
def blank(request: HttpRequest, blank: int) -> HttpResponse:
    """The pages of a version with sample text in its places."""
    one = get_object_or_404(Blank, pk=blank)
    places, known = papers.places_of(one), versions.in_force()
    what = request.GET.get("what", "")
    values = papers.choices(what, known)
    words = {
        "blank": one, "fields": [(name, label) for name, (label, _) in FIELDS.items()],
        "pages": [
            (number, [(place, papers.words(place, known), row) for row, place in enumerate(places) if place.page == number])
            for number in range(len(fill.sizes(bytes(one.pdf))))
        ],
        "draft": one.in_use_since is None, "hangs": papers.hangs_on(known).items(), "what": what if values else "",
        "values": values.items(),
    }  # fmt: skip
    return render(request, "bereavement/blank.html", words)


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
    """The picture was pressed: the field begins there, on that line. A field that stands on the page already is moved."""
    one = get_object_or_404(Blank, pk=blank)
    field, what, value = (request.POST.get(name, "") for name in ("field", "what", "value"))
    page, x, y = (_number(request.POST.get(name, "")) for name in ("page", "at.x", "at.y"))
    papers.press(one, field, int(page), x * _DOT, y * _DOT, what, value)
    # The other boxes of the same question are placed next.
    asked = f"?{urlencode({'what': what})}" if what else ""
    return redirect(reverse("bereavement:blank", args=(blank,)) + asked)


@require_POST
@gate.purpose(BLANKS)
def put_places(request: HttpRequest, blank: int) -> HttpResponse:
    """The table of places, as typed; ticked ones are taken away."""
    one = get_object_or_404(Blank, pk=blank)
    kept = []
    for row, place in enumerate(papers.places_of(one)):
        if request.POST.get(f"gone-{row}"):
            continue
        x, y, width, size = (
            _number(request.POST.get(f"{name}-{row}", "")) for name in ("x", "y", "width", "size")
        )
        kept.append(replace(place, x=x, y=y, width=width, size=size))
    papers.put(one, kept)
    messages.success(request, "記入欄を直しました。")
    return redirect("bereavement:blank", blank)


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1
    if not 0 <= number < 10_000:
        raise UserError("位置や大きさが数字ではありません。", "ミリメートルの数字を書いてください。")
    return number


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
