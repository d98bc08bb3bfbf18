"""The list of what the sections have still to confirm (要確認), worked off one by one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from sekisho import gate
from sekisho.affairs.bereavement.editor import actions, document
from sekisho.affairs.bereavement.models import CatalogueVersion
from sekisho.affairs.bereavement.procedures import roles_unsure
from sekisho.affairs.bereavement.web.catalogue.shared import CATALOGUE, by, revision, version_of
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.people.models import Staff


@gate.purpose(CATALOGUE)
def unsure(request: HttpRequest, version: int) -> HttpResponse:
    """What the sections have still to confirm, and what they have: who asked, when, and what they were told by."""
    one = version_of(version)
    if request.method == "POST":
        key, source = request.POST.get("procedure", ""), request.POST.get("source", "").strip()[:200]
        if document.row(one.content, key) is None:
            raise Http404
        if not source:
            raise UserError(
                "何で確かめたかが書かれていません。",
                "「国保係 内線」「市国保条例 第6条」のように書いてください。",
            )
        day = clock.today().isoformat()
        actions.change(
            version, revision(request), by(request),
            lambda said: document.confirmed(said, key, by(request), day, source),
        )  # fmt: skip
        return redirect("bereavement:catalogue_unsure", version)
    rows = one.content["procedures"]
    names = dict(Staff.objects.values_list("pk", "name"))
    done = [
        (row, names.get(row["confirmed"].get("by"), "（取り込み）"), row["confirmed"])
        for row in rows
        if row.get("confirmed")
    ]
    words = {
        "version": one, "rows": [row for row in rows if row.get("unsure") or roles_unsure(row)], "done": done,
        "draft": one.state == CatalogueVersion.DRAFT,
    }  # fmt: skip
    return render(request, "bereavement/catalogue/unsure.html", words)
