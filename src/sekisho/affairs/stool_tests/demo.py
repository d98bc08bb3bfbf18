"""The demo city's rosters, form and scans; made-up people."""

from django.db import transaction

from sekisho import gate
from sekisho.affairs.stool_tests import months
from sekisho.affairs.stool_tests.actions import add_people
from sekisho.affairs.stool_tests.actions.forms import publish_form
from sekisho.affairs.stool_tests.actions.intake import receive_file
from sekisho.affairs.stool_tests.actions.ledgers import keep_ledger, set_rule
from sekisho.affairs.stool_tests.jobs import demo_month, read_scan
from sekisho.affairs.stool_tests.models import Person
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.base.wareki import fiscal_year
from sekisho.books.rule_file import rule_from_text
from sekisho.paper.synth.city import City
from sekisho.people.models import Office

FORM = "腸内細菌検査結果報告書"
#: The demo's ledger has a sheet a nursery, names in column B, months across in row 5.
RULE = """
[facility]
by = "sheet"
[name]
by = "column"
column = "B"
[month]
by = "row"
row = 5
[value]
kind = "number"
write = 1
"""
#: The seed of the demo city.
CITY = 7


def build_rosters(clerk: gate.Actor, city: City) -> None:
    """Enter the city's people into the rosters, as the clerk would."""
    offices = {office.name: office for office in Office.objects.filter(kind=Office.FACILITY)}
    with gate.enter(clerk, "stool_tests.roster_upkeep"):
        add_people(
            Person(
                facility=offices[facility.name],
                name=person.name,
                kana=person.kana,
                number=person.number,
            )
            for facility in city.facilities
            for person in facility.people
        )


def keep_year(clerk: gate.Actor, name: str, ledger: bytes) -> None:
    """Bring the fiscal year's ledger in, with the rule by which rows find their cell."""
    year = fiscal_year(months.expected(clock.today()))
    with gate.enter(clerk, "stool_tests.posting"):
        kept = keep_ledger(year, name, ledger, clerk.key or 0)
        set_rule(kept, rule_from_text(RULE, "demo"), "")


def plan_month(clerk: gate.Actor) -> None:
    """Let a worker scan a month's sheets, so that nobody waits for them."""
    with transaction.atomic():
        demo_month.plan(clerk, clerk=clerk.key or 0)


def scan_month(clerk: gate.Actor, city: City) -> None:
    """Hand in the sheets of the month that is expected now, as the clerk would; those that are there already stay."""
    from sekisho.paper.synth.month import month_scans

    publish_form(FORM, demo_form())
    month = months.expected(clock.today())
    for file in month_scans(city, month.year, month.month, "life", seed=1):
        with gate.enter(clerk, "stool_tests.intake"):
            try:
                receive_file(file.name, file.data, month, clerk, read_scan)
            except UserError:
                continue


def demo_form() -> str:
    """The form of the demo's laboratory, learned from its blank sheet, as the text of a form file."""
    # Only the worker and tests load the engine.
    from sekisho.paper.formfile import form_to_toml
    from sekisho.paper.learn import PrintReader, learn_form
    from sekisho.paper.recogniser import load_recogniser
    from sekisho.paper.scans import Scan
    from sekisho.paper.synth.blank import blank
    from sekisho.paper.synth.layouts import layout_named
    from sekisho.paper.synth.month import LAYOUT

    sheet = Scan("白紙", 1, blank(layout_named(LAYOUT), 200), 200.0)
    return form_to_toml(learn_form([sheet], FORM, PrintReader(load_recogniser())).form)
