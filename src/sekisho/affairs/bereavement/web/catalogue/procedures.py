"""A procedure of a version: looked at, tried on the families, kept, taken out."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from sekisho import gate
from sekisho.affairs.bereavement.editor import actions, checking, document
from sekisho.affairs.bereavement.editor.trial import tried
from sekisho.affairs.bereavement.models import CatalogueVersion
from sekisho.affairs.bereavement.procedures import build
from sekisho.affairs.bereavement.web.catalogue.forms import ProcedureForm, initial
from sekisho.affairs.bereavement.web.catalogue.shared import CATALOGUE, by, revision, version_of

#: Stands in the address for a procedure that isn't there yet.
NEW = "new"
_EMPTY: dict[str, Any] = {
    "id": "", "name": "", "when": "True", "counter": "", "channel": "desk", "bring": [], "form": [], "who": ["遺族"], "unsure": True,
    "roles": ["relative"], "roles_unsure": True, "deadline": {"kind": "notify"},
}  # fmt: skip


@gate.purpose(CATALOGUE)
def procedure(request: HttpRequest, version: int, procedure: str) -> HttpResponse:
    """Its form; with an answer, tried, kept or taken out."""
    one = version_of(version)
    row = document.row(one.content, procedure)
    if row is None and procedure != NEW:
        raise Http404
    attributes = {said["name"]: said for said in one.content["attributes"]}
    form = ProcedureForm(attributes, request.POST or None, initial=initial(row or _EMPTY))
    if row:
        form.fields["id"].disabled = True
    do = request.POST.get("do", "")
    if request.method == "POST" and do == "remove" and row:
        actions.change(
            version, revision(request), by(request), lambda said: document.without_row(said, procedure)
        )
        messages.success(request, f"「{row['name']}」をこの版から外しました。")
        return redirect("bereavement:catalogue_version", version)
    if request.method == "POST" and form.is_valid():
        made = form.row(row or {})
        if row is None and document.row(one.content, made["id"]):
            form.add_error("id", "この番号の手続きは、もうあります。")
        elif do == "try":
            return _page(request, one, form, row, made)
        else:
            actions.change(
                version, revision(request), by(request), lambda said: document.with_row(said, made)
            )
            messages.success(request, f"「{made['name']}」を書きました。")
            return redirect("bereavement:catalogue_version", version)
    return _page(request, one, form, row, None)


def _page(
    request: HttpRequest,
    one: CatalogueVersion,
    form: ProcedureForm,
    row: Mapping[str, Any] | None,
    made: Mapping[str, Any] | None,
) -> HttpResponse:
    words: dict[str, object] = {
        "version": one, "form": form, "row": row, "draft": one.state == CatalogueVersion.DRAFT, "tried": None,
        "attributes": build(one.content).attributes.values(),
    }  # fmt: skip
    if made is not None:
        after = document.with_row(one.content, made)
        families = tried(build(one.content), build(after), one.content["families"])
        words |= {
            "tried": [family for family in families if family.changes], "count": len(families),
            "findings": [found for found in checking.findings(after) if found.where == made["id"]],
        }  # fmt: skip
    return render(request, "bereavement/catalogue/procedure.html", words, status=400 if form.errors else 200)
