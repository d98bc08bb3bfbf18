"""The questions of a version: looked at, kept, taken out."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from sekisho import gate
from sekisho.affairs.bereavement.editor import actions, document
from sekisho.affairs.bereavement.models import CatalogueVersion
from sekisho.affairs.bereavement.procedures import BY_PROGRAM, KINDS, SOURCES, build
from sekisho.affairs.bereavement.web.catalogue.forms import QuestionForm, asked
from sekisho.affairs.bereavement.web.catalogue.shared import CATALOGUE, by, revision, version_of
from sekisho.base.errors import UserError

#: Stands in the address for a question that isn't there yet.
NEW = "new"


@gate.purpose(CATALOGUE)
def questions(request: HttpRequest, version: int) -> HttpResponse:
    """All of them, with the procedures that hang on each."""
    one = version_of(version)
    known = build(one.content)
    rows = [
        (row, KINDS[row.kind], SOURCES[row.source], known.about[row.name])
        for row in known.attributes.values()
    ]
    told = {"version": one, "rows": rows, "draft": one.state == CatalogueVersion.DRAFT}
    return render(request, "bereavement/catalogue/questions.html", told)


@gate.purpose(CATALOGUE)
def question(request: HttpRequest, version: int, question: str) -> HttpResponse:
    """Its form; with an answer, kept or taken out."""
    one = version_of(version)
    row = document.question(one.content, question)
    if row is None and question != NEW:
        raise Http404
    form = QuestionForm(request.POST or None, initial=asked(row) if row else {"source": "family"})
    if row:
        form.fields["name"].disabled = True
    hangs = build(one.content).about[question] if row else ()
    if request.method == "POST" and request.POST.get("do") == "remove" and row:
        _remove(request, version, question, [procedure.id for procedure in hangs])
        messages.success(request, f"質問「{row['label']}」をこの版から外しました。")
        return redirect("bereavement:catalogue_questions", version)
    if request.method == "POST" and form.is_valid():
        made = form.row(row or {})
        if row is None and document.question(one.content, made["name"]):
            form.add_error("name", "この項目名の質問は、もうあります。")
        else:
            actions.change(
                version, revision(request), by(request), lambda said: document.with_question(said, made)
            )
            messages.success(request, f"質問「{made['label']}」を書きました。")
            return redirect("bereavement:catalogue_questions", version)
    told: dict[str, Any] = {
        "version": one, "row": row, "form": form, "hangs": hangs, "draft": one.state == CatalogueVersion.DRAFT,
        "by_program": question in BY_PROGRAM,
    }  # fmt: skip
    return render(request, "bereavement/catalogue/question.html", told, status=400 if form.errors else 200)


def _remove(request: HttpRequest, version: int, question: str, hangs: list[str]) -> None:
    if question in BY_PROGRAM:
        raise UserError("この質問は仕組みが使うので、外せません。", "質問の文は直せます。")
    if hangs:
        raise UserError(
            f"この質問は、{'、'.join(hangs)} の条件で使われています。",
            "先に、その手続きの条件から外してください。",
        )
    actions.change(
        version, revision(request), by(request), lambda said: document.without_question(said, question)
    )
