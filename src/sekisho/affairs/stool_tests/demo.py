"""The demo city's rosters, form and scans; made-up people."""

from sekisho import gate
from sekisho.affairs.stool_tests.actions import add_people
from sekisho.affairs.stool_tests.models import Person
from sekisho.paper.synth.city import City
from sekisho.people.models import Office


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
    return form_to_toml(learn_form([sheet], "検査結果報告書", PrintReader(load_recogniser())).form)
