import datetime
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from lxml import html

from sekisho.base.rows import Row, State
from sekisho.paper.engine import Reading
from sekisho.paper.report import write_report
from sekisho.paper.results import PageResult, ReadRow

PNG = b"\x89PNG\r\n\x1a\n"


def read(number: int, state: State, reason: str = "") -> ReadRow:
    day = datetime.date(2025, 5, 1)
    row = Row("一園", f"佐藤{number}", day, state, 0.9, reason, "a.pdf", 1, number, {"結果": "−"})
    name = Reading(row.name, 0.9, reason, ((row.name, 0.9), ("<b>加藤</b>", 0.05), ("鈴木", 0.0001)))
    date = Reading("2025-05-01", 0.9, "", (("2025-05-01", 0.9), ("2025-05-07", 0.1)))
    return ReadRow(row, {"name": name, "date": date}, {}, PNG)


def report(folder: Path, *rows: ReadRow) -> html.HtmlElement:
    pages = (PageResult("a.pdf", 1, rows=rows), PageResult("a.pdf", 2, "この様式ではないようです。"))

    return written(folder, pages)


def written(folder: Path, pages: Sequence[PageResult], asked: list[int] | None = None) -> html.HtmlElement:
    """The report of these pages; how often each was asked for is noted in ``asked``."""

    def again(only: Sequence[int] | None = None) -> Iterator[PageResult]:
        for number in range(len(pages)) if only is None else only:
            if asked is not None:
                asked[number] += 1
            yield pages[number]

    write_report(folder / "r.html", again, 0.0001)
    return html.document_fromstring((folder / "r.html").read_bytes())


def test_each_facility_is_looked_up_on_its_own_pages_alone(tmp_path: Path) -> None:
    """A city's year has pages by the hundred, and a run's results are read from disk each time."""
    rows = [
        replace(one, row=replace(one.row, facility=f"{number}園"))
        for number in range(30)
        for one in [read(number, "accepted")]
    ]
    pages = [PageResult("a.pdf", number, rows=(row,)) for number, row in enumerate(rows)]
    asked = [0] * len(pages)
    text = written(tmp_path, pages, asked).text_content()
    assert max(asked) <= 3
    assert all(f"佐藤{number}" in text and f"{number}園" in text for number in range(30))


def test_reasons_that_quote_are_counted_together(tmp_path: Path) -> None:
    said = ("備考：「取消」とあります", "備考：「再検査」とあります", "「〃」の上の日付がはっきりしません")
    page = report(tmp_path, *(read(number, "doubtful", reason) for number, reason in enumerate(said, 1)))
    counted = [
        [cell.text_content() for cell in row] for row in page.xpath("//table[@class='small']//tbody/tr")
    ]
    assert counted == [["備考：「…」とあります", "2"], ["「〃」の上の日付がはっきりしません", "1"]]


def test_doubtful_rows_come_first_with_picture_reason_and_candidates(tmp_path: Path) -> None:
    page = report(tmp_path, read(1, "accepted"), read(2, "doubtful", "名簿にない方かもしれません"))
    text = page.text_content()
    assert "1 行を確定しました。人の目で確かめる行は 1 行です。" in text
    tables = page.xpath("//table[@class='wide']")
    assert "佐藤2" in tables[0].text_content()
    assert "名簿にない方かもしれません" in tables[0].text_content()
    assert "<b>加藤</b>（5.0%）" in tables[0].text_content()
    assert "令和7年5月7日(水)（10.0%）" in tables[0].text_content()
    assert "鈴木" not in text, "as good as impossible"
    assert "佐藤1" in tables[1].text_content()
    assert "令和7年5月1日(木)" in tables[1].text_content()
    assert "この様式ではないようです。" in text


def test_it_stands_by_itself_and_can_be_read_aloud(tmp_path: Path) -> None:
    page = report(tmp_path, read(1, "accepted"), read(2, "doubtful", "理由"))
    assert page.get("lang") == "ja"
    sources = page.xpath("//@src | //@href")
    assert sources and all(source.startswith("data:image/png;base64,") for source in sources)
    assert all(image.get("alt") for image in page.xpath("//img"))
    assert all(table.xpath("caption") for table in page.xpath("//table"))
    assert all(head.get("scope") for head in page.xpath("//th"))
    levels = [int(head.tag[1]) for head in page.xpath("//h1|//h2|//h3")]
    assert levels[0] == 1 and max(b - a for a, b in itertools.pairwise(levels)) <= 1


def test_nothing_to_look_at_is_said(tmp_path: Path) -> None:
    assert "人の目で確かめる行はありません" in report(tmp_path, read(1, "accepted")).text_content()
