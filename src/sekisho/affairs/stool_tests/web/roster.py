"""The roster's page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sekisho import gate
from sekisho.affairs.stool_tests.queries import facilities_on, people_on
from sekisho.base import clock
from sekisho.site import menu
from sekisho.site.tables import Column, table

_COLUMNS = (
    Column("name", "氏名", ("kana_key",)),
    Column("kana", "ふりがな"),
    Column("facility", "施設", ("facility", "kana_key")),
    Column("number", "番号", ("number",)),
    Column("joined_on", "入職日", ("joined_on",)),
)


@menu.page("受検者名簿")
@gate.purpose("stool_tests.roster")
def roster(request: HttpRequest) -> HttpResponse:
    """Who is tested at which nursery today; ``facility`` of the address shows one nursery."""
    today = clock.today()
    people = people_on(today)
    wanted = request.GET.get("facility", "")
    facilities = facilities_on(today)
    chosen = next((one for one in facilities if str(one.pk) == wanted), None)
    if chosen:
        people = people.filter(facility=chosen)
    words = {
        "table": table(request, people, _COLUMNS),
        "facilities": facilities,
        "chosen": chosen,
        "today": today,
    }
    return render(request, "stool_tests/roster.html", words)
