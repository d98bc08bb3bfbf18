"""The offices (課・園) at which posts are held: the personnel section adds them and words them anew; none is taken away."""

from typing import ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from sekisho import gate
from sekisho.gate.register.load import registers
from sekisho.people.models import Office

PURPOSE = "people.offices"


class OfficeForm(forms.ModelForm):
    """A new office. Its code is what registers name it by, and stays."""

    class Meta:
        model = Office
        fields = ("code", "name", "kind")
        help_texts: ClassVar = {
            "code": "半角英数字。登録簿にある課は、登録簿の符号（右）を使います。あとから変えられません。"
        }
        error_messages: ClassVar = {
            "code": {
                "unique": "この符号は、もう使われています。",
                "invalid": "符号は半角の英数字とハイフンで書いてください。",
            }
        }


@gate.purpose(PURPOSE)
def offices(request: HttpRequest) -> HttpResponse:
    """All offices, a form for a new one, and the codes that registers wait for."""
    form = OfficeForm(request.POST or None)
    if form.is_valid():
        office = form.save()
        messages.success(request, f"「{office}」を加えました。「職員と端末」で、職位を置けます。")
        return redirect("offices")
    # Sections first, then the nurseries.
    found = list(Office.objects.order_by("-kind", "code"))
    there = {one.code for one in found}
    missing = [
        (one.entry.affair.office_code, one.entry.affair.office, one.entry.affair.name)
        for one in registers().values()
        if one.entry.affair.office_code not in there
    ]
    words = {"form": form, "offices": found, "missing": missing}
    return render(request, "people/offices.html", words, status=400 if request.method == "POST" else 200)


@require_POST
@gate.purpose(PURPOSE)
def rename(request: HttpRequest) -> HttpResponse:
    """Another name for the same office."""
    found = next((one for one in Office.objects.all() if str(one.pk) == request.POST.get("office")), None)
    name = request.POST.get("name", "").strip()
    if found is None or not name or len(name) > 60:
        messages.error(request, "課か園を選び、名称を 60 字までで書いてください。")
    else:
        found.name = name
        found.save(update_fields=["name"])
        messages.success(request, f"名称を「{name}」に改めました。")
    return redirect("offices")
