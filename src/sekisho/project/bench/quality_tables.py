"""The tables of quality: mixes and styles, risks, damages, layouts, fonts, the held-out part."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from sekisho.paper.results import Settings
from sekisho.project.bench.counting import PageRecord, Tally, at_risk, grouped, tally
from sekisho.project.bench.judging import FAULTS
from sekisho.project.bench.tables import SHORT, Table, percent, verdict

RISKS = (1e-3, 3e-4, 1e-4, 3e-5)
WRONG_FLOOR = 1e-4
#: Rows left to a person: floor and aim by mix and style.
LEFT = {
    ("life", "print"): (0.02, None),
    ("life", "hand"): (0.10, None),
    ("harsh", "print"): (0.05, 0.02),
    ("harsh", "hand"): (0.20, 0.10),
}
_HEADER = ("", "pages", "rows", "accepted", "wrong", "95 % bound", "left to a person", "because of the name")
_KINDS = {
    "person": "another person",
    "stranger": "a stranger taken for somebody",
    "date": "a wrong date",
    "facility": "a wrong facility",
    "must_doubt": "a row that must be looked at",
    "nothing": "a row that nobody wrote",
}


def promises(pages: Sequence[PageRecord]) -> list[tuple[str, ...]]:
    """Lines (what, floor, aim, measured, verdict) for the first table of the document."""
    lines = []
    for title, mixes in (("life mix", ["life"]), ("harsh mix", ["harsh"]), ("both mixes", ["life", "harsh"])):
        own = tally(page for page in pages if page.mix in mixes)
        if own.rows:
            measured = f"{own.wrongs} in {own.accepted:,}; 95 % sure: ≤ {_in_ten_thousand(own.bound)}"
            floor = f"≤ {_in_ten_thousand(WRONG_FLOOR)}"
            lines.append((f"Wrong accepts, {title}", floor, "", measured, _wrong_verdict(own)))
    for (mix, style), (floor_, aim) in LEFT.items():
        own = tally(page for page in pages if (page.mix, page.style) == (mix, style))
        if own.rows:
            lines.append(
                (
                    f"Left to a person, {mix} mix, {_style(style)}",
                    f"≤ {percent(floor_, 0)}",
                    f"≤ {percent(aim, 0)}" if aim else "",
                    percent(own.left_share),
                    verdict(own.left_share, floor_, aim),
                )
            )
    return lines


def _wrong_verdict(own: Tally) -> str:
    """A share within the floor is proven only when its bound is, too."""
    said = verdict(own.wrong_share, WRONG_FLOOR)
    return f"{said}, not proven" if said != SHORT and own.bound > WRONG_FLOOR else said


def tables(pages: Sequence[PageRecord]) -> list[Table]:
    """All tables, the held-out part on its own."""
    bench = [page for page in pages if page.role == "bench"]
    held = [page for page in pages if page.role == "heldout"]
    mixes: Callable[[PageRecord], Iterable[str]] = lambda page: [f"{page.mix}, {_style(page.style)}"]
    found = [
        Table("Quality by mix and style", _HEADER, _lines(bench, mixes, True), _COUNTING),
        _causes(bench, mixes),
        _objections(bench, mixes),
        _wrongs(bench, mixes),
        _risks(bench),
        Table("Each damage", _HEADER, _lines(bench, _damages), _TWICE),
        Table("Each layout", _HEADER, _lines(bench, lambda page: [f"{page.layout}, {_style(page.style)}"])),
        Table("Each font", _HEADER, _lines(bench, lambda page: [f"{_style(page.style)}: {page.face}"])),
        Table(
            "Each resolution", _HEADER, _lines(bench, lambda page: [f"{page.dpi} dpi, {_style(page.style)}"])
        ),
    ]
    if held:
        each = (*_lines(held, mixes, True), *_lines(held, lambda page: [f"{page.layout}: {page.face}"]))
        found.append(Table("Kept out of everything", _HEADER, each, _HELD_OUT))
    return [table for table in found if table.rows]


_COUNTING = (
    "Rows: every row with ink. Wrong: accepted rows in which person, facility or date is wrong, whose writer "
    "isn't on the roster, or which are struck out, corrected, hold two names or a name outside its cell. Left "
    "to a person: of the rows whose person is on the roster and that are none of these, those not accepted, "
    "whatever the reason; rows of refused pages and rows not found are among them. Because of the name: those "
    "of them in which the name was the least sure part."
)
_TWICE = "A page with several damages stands under each of them."
_HELD_OUT = (
    "Layouts and fonts that neither training nor calibration nor the choice of any threshold has seen, and "
    "that nobody looked at on the way."
)


def _lines(
    pages: Sequence[PageRecord], keys: Callable[[PageRecord], Iterable[str]], total: bool = False
) -> tuple[tuple[str, ...], ...]:
    lines = [_line(name, tally(own)) for name, own in grouped(pages, keys).items()]
    return (*lines, _line("all", tally(pages))) if total and lines else tuple(lines)


def _line(name: str, own: Tally) -> tuple[str, ...]:
    return (
        name,
        f"{own.pages:,}",
        f"{own.rows:,}",
        f"{own.accepted:,}",
        f"{own.wrongs}",
        _in_ten_thousand(own.bound),
        percent(own.left_share),
        percent(own.share_of("name")),
    )


def _causes(pages: Sequence[PageRecord], keys: Callable[[PageRecord], Iterable[str]]) -> Table:
    names = (
        ("name", "name"),
        ("date", "date"),
        ("facility", "facility"),
        ("flag", "a stroke, a mark, the border"),
        ("refused", "page refused"),
        ("missed", "row not found"),
    )
    header = ("", "left to a person", *(title for _, title in names), "pages refused")
    rows = []
    for name, own in grouped(pages, keys).items():
        total = tally(own)
        shares = [percent(total.share_of(cause)) for cause, _ in names]
        rows.append((name, percent(total.left_share), *shares, f"{total.refused} of {total.pages}"))
    return Table("Why rows are left to a person", header, tuple(rows))


def _objections(pages: Sequence[PageRecord], keys: Callable[[PageRecord], Iterable[str]]) -> Table:
    groups = grouped(pages, keys)
    counts = Counter(
        (name, row.objection)
        for name, own in groups.items()
        for page in own
        for row in page.rows
        if row.ours and row.objection
    )
    texts = sorted({text for _, text in counts}, key=lambda text: -sum(counts[name, text] for name in groups))
    ours = {name: max(1, tally(own).ours) for name, own in groups.items()}
    rows = [(text, *(percent(counts[name, text] / ours[name]) for name in groups)) for text in texts]
    return Table("What spoke against rows besides their probability", ("", *groups), tuple(rows))


def _wrongs(pages: Sequence[PageRecord], keys: Callable[[PageRecord], Iterable[str]]) -> Table:
    header = ("", *(_KINDS[fault] for fault in FAULTS))
    rows = [
        (name, *(str(tally(own).wrong[fault]) for fault in FAULTS))
        for name, own in grouped(pages, keys).items()
    ]
    return Table("Wrong accepts by kind", header, tuple(rows))


def _risks(pages: Sequence[PageRecord]) -> Table:
    header = ("", *(f"{_in_ten_thousand(risk)} wanted" for risk in RISKS))
    rows = []
    for mix, style in LEFT:
        own = [page for page in pages if (page.mix, page.style) == (mix, style)]
        if own:
            counts = [tally(at_risk(own, risk)) for risk in RISKS]
            cells = [f"{percent(one.left_share)}, {one.wrongs} wrong" for one in counts]
            rows.append((f"{mix}, {_style(style)}", *cells))
    note = f"`--risk` is {Settings().risk:g} unless asked otherwise."
    return Table("Left to a person and wrong accepts by wanted risk", header, tuple(rows), note)


def _damages(page: PageRecord) -> Iterable[str]:
    return [f"{damage}, {_style(page.style)}" for damage in page.damages or ("none",)]


def _style(style: str) -> str:
    return "handwriting" if style == "hand" else "print"


def _in_ten_thousand(share: float) -> str:
    many = share * 10_000
    return f"{many:,.0f} in 10,000" if many >= 100 else f"{many:.3g} in 10,000"


def falls_short(lines: Sequence[tuple[str, ...]]) -> list[str]:
    """What doesn't reach its floor."""
    return [line[0] for line in lines if line[-1] == SHORT]
