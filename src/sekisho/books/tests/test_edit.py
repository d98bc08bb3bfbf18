"""Setting cells by splicing bytes."""

import io
import zipfile
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.base.errors import UserError
from sekisho.books import addresses, edit
from sekisho.books.sheet import Sheet
from sekisho.books.sheet_reader import read_sheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def sheet(inside: str, before: str = "", after: str = "", prefix: str = "", namespace: str = MAIN) -> Sheet:
    declared = f'xmlns:{prefix[:-1]}="{namespace}"' if prefix else f'xmlns="{namespace}"'
    data = f'<?xml version="1.0"?>\n<{prefix}worksheet {declared}>{before}{inside}{after}</{prefix}worksheet>'
    return read_sheet("表", "xl/worksheets/sheet1.xml", data.encode(), [])


def edited(made: Sheet, values: dict[str, edit.Value | None]) -> str:
    cells = {addresses.cell(where): value for where, value in values.items()}
    return edit.apply(made.data, edit.set_cells(made, cells)).decode()


def inside(text: str) -> str:
    return text[text.index("sheetData") - 1 : text.rindex("sheetData") + 10]


def test_an_empty_styled_cell_keeps_its_style() -> None:
    made = sheet(
        '<sheetData><row r="2" spans="1:3"><c r="A2"><v>5</v></c><c r="C2" s="7" /></row></sheetData>'
    )
    assert inside(edited(made, {"C2": 1})) == (
        '<sheetData><row r="2" spans="1:3"><c r="A2"><v>5</v></c>'
        '<c r="C2" s="7"><v>1</v></c></row></sheetData>'
    )


def test_missing_cells_rows_spans_and_dimension() -> None:
    made = sheet(
        '<sheetData><row r="2" spans="1:1" s="4" customFormat="1"><c r="A2"/></row><row r="5"/></sheetData>',
        before='<dimension ref="A2:A5"/><cols><col min="2" max="9" style="3"/></cols>',
    )
    text = edited(made, {"C2": 1, "B5": "○", "B4": 2, "A9": 3})
    assert '<dimension ref="A2:C9"/>' in text
    assert inside(text) == (
        '<sheetData><row r="2" spans="1:3" s="4" customFormat="1"><c r="A2"/>'
        '<c r="C2" s="4"><v>1</v></c></row>'
        '<row r="4"><c r="B4" s="3"><v>2</v></c></row>'
        '<row r="5"><c r="B5" s="3" t="inlineStr"><is><t>○</t></is></c></row>'
        '<row r="9"><c r="A9"><v>3</v></c></row></sheetData>'
    )


def test_rows_and_cells_without_addresses_follow_each_other() -> None:
    made = sheet("<sheetData><row><c><v>1</v></c><c/></row><row><c/><c><v>9</v></c></row></sheetData>")
    assert {key: cell.text for key, cell in made.cells.items()} == {
        (1, 1): "1",
        (1, 2): "",
        (2, 1): "",
        (2, 2): "9",
    }
    assert inside(edited(made, {"A2": 4, "C1": 3})) == (
        '<sheetData><row><c><v>1</v></c><c/><c r="C1"><v>3</v></c></row>'
        "<row><c><v>4</v></c><c><v>9</v></c></row></sheetData>"
    )


def test_an_empty_body_and_a_prefix() -> None:
    made = sheet("<x:sheetData />", prefix="x:")
    assert inside(edited(made, {"B2": 1}).replace("x:", "")) == (
        '<sheetData><row r="2"><c r="B2"><v>1</v></c></row></sheetData>'
    )
    assert "<x:row" in edited(made, {"B2": 1}) and "</x:c>" in edited(made, {"B2": 1})


def test_strict_namespace_and_foreign_roots() -> None:
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    assert sheet('<sheetData><row r="1"/></sheetData>', namespace=strict).lines.keys() == {1}
    with pytest.raises(UserError, match="表計算の XML ではありません"):
        sheet("<sheetData/>", namespace="urn:other")


def test_text_is_escaped_and_never_a_formula() -> None:
    text = edited(sheet("<sheetData/>"), {"A1": '=HYPERLINK("x")&<b>', "A2": " 休 "})
    assert '<is><t>=HYPERLINK("x")&amp;&lt;b&gt;</t></is>' in text and "<f>" not in text
    assert '<t xml:space="preserve"> 休 </t>' in text
    with pytest.raises(UserError):
        edited(sheet("<sheetData/>"), {"A1": "\x00"})


def test_emptying_keeps_style_and_drops_the_value() -> None:
    made = sheet(
        '<sheetData><row r="1"><c r="A1" s="2" t="inlineStr"><is><t>○</t></is></c></row></sheetData>'
    )
    assert (
        inside(edited(made, {"A1": None, "B1": None}))
        == '<sheetData><row r="1"><c r="A1" s="2"/></row></sheetData>'
    )


def test_doctype_is_refused() -> None:
    data = b'<!DOCTYPE worksheet [<!ENTITY a "aaaa">]><worksheet xmlns="%b"/>' % MAIN.encode()
    with pytest.raises(UserError, match="DOCTYPE"):
        read_sheet("表", "x", data, [])


@pytest.mark.parametrize(
    "data", [b"<worksheet", b"\xff\xfe<\x00", b'<?xml version="1.0" encoding="cp932"?><a/>']
)
def test_broken_or_foreign_encodings_are_refused(data: bytes) -> None:
    with pytest.raises(UserError):
        read_sheet("表", "x", data, [])


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ('<sheets/><calcPr calcId="1"/>', '<sheets/><calcPr calcId="1" fullCalcOnLoad="1"/>'),
        ('<sheets/><calcPr fullCalcOnLoad="0" a="b"/>', '<sheets/><calcPr fullCalcOnLoad="1" a="b"/>'),
        ('<sheets/><calcPr fullCalcOnLoad="1"/>', '<sheets/><calcPr fullCalcOnLoad="1"/>'),
        (
            "<sheets><sheet/></sheets><definedNames> </definedNames><oleSize/>",
            '<sheets><sheet/></sheets><definedNames> </definedNames><calcPr fullCalcOnLoad="1"/><oleSize/>',
        ),
    ],
)
def test_recalculation_mark(inside: str, expected: str) -> None:
    wrap = '<workbook xmlns="{}">{}</workbook>'.format
    data = wrap(MAIN, inside).encode()
    assert edit.apply(data, edit.recalculation(data)).decode() == wrap(MAIN, expected)


def _book(sheet_data: bytes) -> bytes:
    """The smallest workbook that openpyxl opens."""
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as out:
        out.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kinds}.worksheet+xml"/></Types>',
        )
        out.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{rels}"><Relationship Id="r1" Type="{office}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        out.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{office}">'
            '<sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets>'
            "</workbook>",
        )
        out.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{rels}"><Relationship Id="r1" Type="{office}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
        )
        out.writestr("xl/worksheets/sheet1.xml", sheet_data)
    return stream.getvalue()


CELLS = st.dictionaries(st.tuples(st.integers(1, 9), st.integers(1, 30)), st.integers(0, 99), max_size=25)
VALUES: st.SearchStrategy[edit.Value] = st.one_of(
    st.integers(-5, 10**9),
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"),
        min_size=1,
    ),
)


@settings(max_examples=60, deadline=None)
@given(
    existing=CELLS,
    empty_rows=st.sets(st.integers(1, 12)),
    wanted=st.dictionaries(
        st.tuples(st.integers(1, 12), st.integers(1, 30)), VALUES, min_size=1, max_size=25
    ),
    addressed=st.booleans(),
)
def test_random_sparse_sheets_read_back_by_openpyxl(
    existing: dict[tuple[int, int], int],
    empty_rows: set[int],
    wanted: dict[tuple[int, int], Any],
    addressed: bool,
) -> None:
    lines = []
    for row in sorted({number for number, _ in existing} | empty_rows):
        cells = "".join(
            f'<c r="{addresses.address(row, column)}"><v>{value}</v></c>'
            for (number, column), value in sorted(existing.items())
            if number == row
        )
        lines.append(f'<row r="{row}">{cells}</row>' if cells else f'<row r="{row}"/>')
    made = sheet(
        f"<sheetData>{''.join(lines)}</sheetData>", before='<dimension ref="A1"/>' if addressed else ""
    )
    splices = edit.set_cells(made, wanted)
    data = edit.apply(made.data, splices)
    opened = openpyxl.load_workbook(io.BytesIO(_book(data)))["表"]
    expected = {**existing, **wanted}
    assert {
        (cell.row, cell.column): cell.value
        for line in opened.iter_rows()
        for cell in line
        if cell.value is not None
    } == expected
    # Read again by our own reader the values are there, and each splice says where it stands now.
    again = read_sheet("表", made.part, data, [])
    assert {key: cell.text for key, cell in again.cells.items() if cell.text} == {
        key: str(value) for key, value in expected.items()
    }
    shift = 0
    for piece in splices:
        assert data[piece.at + shift :].startswith(piece.after)
        shift += len(piece.after) - len(piece.before)
