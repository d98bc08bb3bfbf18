"""The made-up families beside a version."""

import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from sekisho import gate
from sekisho.affairs.bereavement.editor import actions, document
from sekisho.affairs.bereavement.models import CatalogueVersion
from sekisho.affairs.bereavement.procedures import Catalogue, build
from sekisho.affairs.bereavement.rules import plan, read_facts, stored_facts
from sekisho.affairs.bereavement.web.catalogue.shared import CATALOGUE, by, revision, version_of
from sekisho.affairs.bereavement.web.forms import AnswerForm
from sekisho.base.errors import UserError

MOST = 60


@gate.purpose(CATALOGUE)
def families(request: HttpRequest, version: int) -> HttpResponse:
    """All of them with their answers and what they need; a new one, or one less."""
    one = version_of(version)
    known = build(one.content)
    if request.method == "POST":
        _changed(request, one, known)
        return redirect("bereavement:catalogue_families", version)
    shown = []
    for family in one.content["families"]:
        facts = stored_facts(family["facts"], known)
        words = [
            f"{known.attributes[name].label}：{known.attributes[name].words(value)}"
            for name, value in facts.items()
        ]
        needed = [planned.procedure.name for planned in plan(facts, known) if planned.state == "yes"]
        shown.append((family["name"], words, needed))
    told = {
        "version": one, "families": shown, "draft": one.state == CatalogueVersion.DRAFT,
        "form": AnswerForm(list(known.attributes.values())),
    }  # fmt: skip
    return render(request, "bereavement/catalogue/families.html", told)


def _changed(request: HttpRequest, one: CatalogueVersion, known: Catalogue) -> None:
    listed = list(one.content["families"])
    name = request.POST.get("name", "").strip()[:60]
    if not name:
        raise UserError(
            "家族の名前が書かれていません。",
            "「自営業の父、妻と小学生」のように、架空の名前を付けてください。",
        )
    left = [family for family in listed if family["name"] != name]
    if request.POST.get("do") != "remove":
        said = {key: value for key in known.attributes if (value := request.POST.get(key, "").strip())}
        facts = {
            key: value.isoformat() if isinstance(value, datetime.date) else value
            for key, value in read_facts(said, known).items()
        }
        left.append({"name": name, "facts": facts})
    if len(left) > MOST:
        raise UserError(f"試しの家族は {MOST} までです。", "要らない家族を外してから加えてください。")
    actions.change(one.pk, revision(request), by(request), lambda said: document.with_families(said, left))
    messages.success(
        request, f"試しの家族「{name}」を{'外しました' if len(left) < len(listed) else '書きました'}。"
    )
