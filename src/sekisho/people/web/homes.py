"""The page on which heads and the privacy officer keep the blocks that staff live in."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from sekisho import gate
from sekisho.base.errors import UserError
from sekisho.people import homes
from sekisho.people.models import HomeBlock

PURPOSE = "people.homes"


class HomeForm(forms.Form):
    """Whose home, and the address as somebody would write it."""

    person = forms.ChoiceField(label="職員")
    address = forms.CharField(
        label="住所", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="例：さくら町3丁目12番5号。町名と番だけを残し、号・建物・部屋番号は残しません。",
    )  # fmt: skip

    def __init__(self, *args: object, people: dict[str, homes.Home], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        named = [(key, f"{one.staff.name}（{one.office}）") for key, one in people.items()]
        self.fields["person"].choices = [("", "選んでください"), *named]  # type: ignore[attr-defined]


@gate.purpose(PURPOSE)
def home_list(request: HttpRequest) -> HttpResponse:
    """Everybody in reach with what is kept; a form for one of them."""
    people = homes.homes()
    # Nobody keeps their own.
    others = {f"{one.staff.pk}-{one.office.pk}": one for one in people if one.staff.pk != request.user.pk}
    form = HomeForm(request.POST or None, people=others)
    if form.is_valid():
        try:
            kept = homes.keep(others[form.cleaned_data["person"]], form.cleaned_data["address"], request.user)  # type: ignore[arg-type]
        except UserError as error:
            form.add_error("address", str(error))
        else:
            messages.success(request, f"{kept.staff.name}さんの住まいを「{kept.block}」として残しました。")
            return redirect("homes")
    words = {"people": people, "form": form, "mine": request.user.pk}
    return render(request, "people/homes.html", words, status=400 if request.method == "POST" else 200)


@require_POST
@gate.purpose(PURPOSE)
def forget(request: HttpRequest, home: int) -> HttpResponse:
    """Keep somebody's block no longer."""
    found = HomeBlock.objects.filter(pk=home).select_related("staff").first()
    if found is None:
        raise Http404
    try:
        homes.forget(found, request.user)  # type: ignore[arg-type]
        messages.success(request, f"{found.staff.name}さんの住まいを消しました。")
    except UserError as error:
        messages.error(request, str(error))
    return redirect("homes")
