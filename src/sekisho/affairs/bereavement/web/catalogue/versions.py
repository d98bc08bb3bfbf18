"""All versions, one of them, and its way: draft, checked by the program, checked by somebody else, in force from a day on."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from sekisho import gate
from sekisho.affairs.bereavement.editor import actions, checking, versions
from sekisho.affairs.bereavement.editor.trial import tried
from sekisho.affairs.bereavement.models import CatalogueVersion
from sekisho.affairs.bereavement.procedures import CHANNELS, Catalogue, build
from sekisho.affairs.bereavement.web.catalogue.forms import DecisionForm
from sekisho.affairs.bereavement.web.catalogue.shared import APPROVAL, CATALOGUE, before, by, version_of
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.people.models import Staff
from sekisho.site import menu
from sekisho.site.offered import opens


@menu.page("手続きの一覧の整備")
@gate.purpose(CATALOGUE)
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every version, and the beginning of a new one."""
    if request.method == "POST":
        title = request.POST.get("title", "").strip()[:100]
        if not title:
            raise UserError(
                "何を変えるのかが書かれていません。", "「国保の持ち物を直す」のように書いてください。"
            )
        return redirect("bereavement:catalogue_version", actions.begin(title, by(request)).pk)
    listed = CatalogueVersion.objects.exclude(state=CatalogueVersion.DROPPED).defer("content")
    return render(
        request, "bereavement/catalogue/versions.html",
        {"versions": listed, "in_force": versions.in_force(), "today": clock.today()},
    )  # fmt: skip


@gate.purpose(CATALOGUE)
def version(request: HttpRequest, version: int) -> HttpResponse:
    """What is in it, what is wrong with it, and which families it changes."""
    return render(request, "bereavement/catalogue/version.html", _words(request, version_of(version)))


def _words(request: HttpRequest, one: CatalogueVersion) -> dict[str, object]:
    old, new = before(one), build(one.content)
    there = {row.id: row for row in old.procedures}
    rows = [
        (
            row,
            CHANNELS[row.channel],
            row.deadline.words(None),
            row.id not in there,
            there.get(row.id, row) != row,
        )
        for row in new.procedures
    ]
    editors = Staff.objects.filter(pk__in=one.editors).values_list("name", flat=True)
    families = tried(old, new, one.content["families"])
    return {
        "version": one, "rows": rows, "findings": checking.findings(one.content), "families": families,
        "touched": [family for family in families if family.changes or family.lost],
        "asked_otherwise": _asked_otherwise(old, new),
        "gone": [row for key, row in there.items() if new.procedure(key) is None], "editors": list(editors),
        "unsure": sum(row.unsure or row.roles_unsure for row in new.procedures), "draft": one.state == CatalogueVersion.DRAFT,
        "decides": opens(request, APPROVAL) and one.state == CatalogueVersion.CHECKING, "edits": opens(request, CATALOGUE),
        "mine": by(request) in one.editors, "decision": DecisionForm(), "decided_by": Staff.objects.filter(pk=one.set_by).first(),
    }  # fmt: skip


def _asked_otherwise(old: Catalogue, new: Catalogue) -> list[tuple[str, str]]:
    """Questions that are new, gone, or asked in other words or with other answers."""
    names = dict.fromkeys((*old.attributes, *new.attributes))
    found = []
    for name in names:
        before, after = old.attributes.get(name), new.attributes.get(name)
        if before != after:
            word = "加えた" if before is None else "外した" if after is None else "直した"
            found.append((word, (after or before).label))  # type: ignore[union-attr]
    return found


@require_POST
@gate.purpose(CATALOGUE)
def move(request: HttpRequest, version: int) -> HttpResponse:
    """To be checked by somebody else, back to the draft, or given up."""
    version_of(version)
    do = request.POST.get("do", "")
    if do == "send":
        actions.send(version)
        messages.success(request, "確かめに回しました。直した人とは別の人が、内容を見て決めます。")
    elif do == "back":
        actions.take_back(version)
        messages.success(request, "下書きに戻しました。")
    elif do == "drop":
        actions.drop(version)
        messages.success(request, "この下書きをやめました。")
        return redirect("bereavement:catalogue")
    return redirect("bereavement:catalogue_version", version)


@gate.purpose(APPROVAL)
def decide(request: HttpRequest, version: int) -> HttpResponse:
    """The same page for who decides and doesn't edit; with a form, in force from a day on."""
    one = version_of(version)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.decide(version, form.cleaned_data["valid_from"], by(request))
        messages.success(request, "決定しました。その日から、新しい受付と公開の案内に使います。")
        return redirect("bereavement:catalogue_decision", version)
    words = {**_words(request, one), "decision": form}
    return render(request, "bereavement/catalogue/version.html", words, status=400 if form.errors else 200)


@menu.page("手続きの一覧の決定")
@gate.purpose(APPROVAL)
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for a second person."""
    listed = CatalogueVersion.objects.filter(state=CatalogueVersion.CHECKING).defer("content")
    return render(request, "bereavement/catalogue/waiting.html", {"versions": listed})
