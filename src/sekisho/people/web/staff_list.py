"""A staff list handed in: what it would do is shown first, and it is handed in once more to do it."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sekisho import gate
from sekisho.base.errors import UserError
from sekisho.people import staff_list as lists
from sekisho.site import menu

#: Bytes: a list of five thousand people has a tenth of it.
_LIMIT = 2_000_000


class ListForm(forms.Form):
    """The file; ``enter``: do it, not only look."""

    list = forms.FileField(
        label="職員名簿の CSV", widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        help_text="UTF-8 か Shift_JIS。1 行に一人の一つの職位。氏名は姓と名の間を空けます。",
        error_messages={"required": "CSV を選んでください。", "empty": "ファイルが空です。"},
    )  # fmt: skip
    enter = forms.BooleanField(
        label="確かめたので、加える",
        required=False,
        help_text="印を付けなければ、何が加わるかだけを示します。",
    )


@menu.page("職員名簿の取り込み")
@gate.purpose("people.upkeep")
def staff_list(request: HttpRequest) -> HttpResponse:
    """Look, or enter; codes of new people are shown on the answer alone."""
    form = ListForm(request.POST or None, request.FILES or None)
    words: dict[str, object] = {"form": form, "columns": ",".join(lists.COLUMNS)}
    status = 200
    if request.method == "POST":
        try:
            words |= _done(form, request)
        except UserError as error:
            words["error"], status = error, 400
        if not form.is_valid():
            status = 400
    return render(request, "people/staff_list.html", words, status=status)


def _done(form: ListForm, request: HttpRequest) -> dict[str, object]:
    if not form.is_valid():
        return {}
    file = form.cleaned_data["list"]
    if file.size > _LIMIT:
        raise UserError("ファイルが大きすぎます。", "2 MB までの CSV を出してください。")
    lines = lists.read(file.read(), file.name, request.user)  # type: ignore[arg-type]
    if form.cleaned_data["enter"]:
        return {"entered": lists.enter(lines, request.user)}  # type: ignore[arg-type]
    return {"lines": lines, "new": len({one.number for one in lines if one.new})}
