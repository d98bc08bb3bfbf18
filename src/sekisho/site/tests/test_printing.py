"""Prints: the number is on every sheet, in the PDF's own data and in the log; what isn't let out prints nothing."""

import io
import re
import subprocess
from pathlib import Path

import pikepdf
import psycopg
import pytest

from sekisho import gate
from sekisho.affairs.stool_tests.actions import add_people
from sekisho.affairs.stool_tests.models import Person
from sekisho.base.errors import UserError
from sekisho.site import printing
from sekisho.site.documents import lacking, pdf
from tests.cast import Cast, actor, signed_in


@pytest.fixture
def looked(cast: Cast) -> Cast:
    """Two people on a roster, looked at sixty times, so that the log fills more than a sheet."""
    with gate.enter(actor(cast.alice), "stool_tests.roster_upkeep"):
        add_people(Person(facility=cast.hill, name=name) for name in ("大空 花子", "川原 次郎"))
    for _ in range(60):
        with gate.enter(actor(cast.alice), "stool_tests.roster"):
            list(Person.objects.all())
    return cast


def _words(pdf: bytes, tmp_path: Path) -> list[str]:
    """The text of each sheet, read by another program."""
    (tmp_path / "print.pdf").write_bytes(pdf)
    said = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "print.pdf"), "-"], capture_output=True, check=True
    )
    return said.stdout.decode().split("\f")[:-1]


def test_a_pdf_carries_who_when_why_and_number_on_every_sheet(
    looked: Cast, superuser: psycopg.Connection, tmp_path: Path
) -> None:
    erin = signed_in(looked.erin)
    answer = erin.get("/audit/log/pdf/", {"kind": "read"})
    assert answer["Content-Type"] == "application/pdf"
    serial = re.search(r'"(S\d{8}-\d\d)\.pdf"', answer["Content-Disposition"])[1]  # type: ignore[index]
    sheets = _words(answer.content, tmp_path)
    assert len(sheets) > 1
    for sheet in sheets:
        flat = re.sub(r"\s", "", sheet)
        assert flat.count(serial) >= 2 and "江口絵里" in flat and "アクセス記録の点検" in flat
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert serial in str(pdf.docinfo["/Keywords"])
    kind, rows, note = superuser.execute(
        "SELECT kind, rows, note FROM gate_log WHERE kind = 'exported' AND table_name = 'gate_log'"
    ).fetchone()  # type: ignore[misc]
    assert (kind, rows, note) == ("exported", 60, f"{serial} pdf")
    found = erin.get("/audit/serial/", {"serial": f"紙に {serial} とあった"}).content.decode()
    assert "江口 絵里" in found and "gate.logline:" in found


def test_a_page_for_printing_is_nothing_but_the_sheet(looked: Cast, superuser: psycopg.Connection) -> None:
    page = signed_in(looked.erin).get("/audit/log/print/", {"kind": "read"}).content.decode()
    serial = re.search(r"S\d{8}-\d\d", page)[0]  # type: ignore[index]
    assert "江口 絵里・" in page and f"アクセス記録の点検・{serial}" in page and "<nav" not in page
    assert page.count("<tr>") == 61 and page.count(serial) >= 3
    noted = superuser.execute("SELECT note FROM gate_log WHERE kind = 'exported'").fetchall()
    assert noted == [(f"{serial} print",)]


def test_what_the_register_does_not_let_out_is_not_printed(looked: Cast) -> None:
    sheet = printing.Sheet("受検者名簿", ("氏名",), [("大空 花子",)])
    with pytest.raises(gate.Refused, match="持ち出す"), gate.enter(actor(looked.alice), "stool_tests.roster"):
        list(Person.objects.all())
        printing.as_pdf(sheet, "青木 あかり")
    assert signed_in(looked.alice).get("/audit/log/pdf/").status_code == 403


def test_too_much_for_paper_is_said_and_has_no_number(looked: Cast, superuser: psycopg.Connection) -> None:
    sheet = printing.Sheet("長い表", ("番号",), [(str(n),) for n in range(printing.MOST + 1)])
    with pytest.raises(UserError, match="多すぎます"), gate.enter(actor(looked.erin), "gate.audit"):
        printing.as_pdf(sheet, "江口 絵里")
    assert superuser.execute("SELECT count(*) FROM gate_log WHERE kind = 'exported'").fetchone() == (0,)


def test_facts_and_text_of_any_kind_come_out_as_text(looked: Cast, tmp_path: Path) -> None:
    """Nothing in the data is taken for the layout's own language."""
    odd = "#panic() $x$ *太* _斜_ `code` <script> \\ ]"
    sheet = printing.Sheet(odd, ("名前", "値"), [(odd, "=1+1")], facts=(("氏名", odd),))
    with gate.enter(actor(looked.erin), "gate.audit"):
        answer = printing.as_pdf(sheet, "江口 絵里")
    flat = re.sub(r"\s", "", "".join(_words(answer.content, tmp_path)))
    assert flat.count(re.sub(r"\s", "", odd)) == 3 and "=1+1" in flat


def test_names_come_out_as_registers_write_them(looked: Cast, tmp_path: Path) -> None:
    """Old and variant kanji are there, a selector of shapes is left out, and what no font has is a geta."""
    names = ["髙橋﨑𠮷彥", "渡邉󠄀", "\U0003106c子", "\U0002b74f太郎"]
    sheet = printing.Sheet("名前", ("氏名",), [(name,) for name in names])
    with gate.enter(actor(looked.erin), "gate.audit"):
        answer = printing.as_pdf(sheet, "江口 絵里")
    flat = re.sub(r"\s", "", "".join(_words(answer.content, tmp_path)))
    assert "髙橋﨑𠮷彥" in flat and "渡邉" in flat and "〓子" in flat and "〓太郎" in flat


def test_what_can_not_be_printed_as_it_is_written_is_known_before(tmp_path: Path) -> None:
    """A system's own characters (外字) lie where a font may have something else; what is no letter stops no document."""
    layout = tmp_path / "one.typ"
    layout.write_text(
        '#set text(font: "BIZ UDGothic")\n#set document(date: datetime(year: 2026, month: 4, day: 1))\n#json(bytes(sys.inputs.data)).name'
    )
    odd = ["\ue000", "\ue757", "\u0600", "\x01", "\U0003106c", "\U000f0000"]
    for one in odd:
        assert lacking(f"渡{one}邉") == [one]
        assert "渡〓邉" in "".join(_words(pdf(layout, {"name": f"渡{one}邉"}), tmp_path))
    assert lacking("渡邉󠄀 髙橋　太郎 Ñandú 123") == ["邉󠄀"]


def test_an_ordinary_page_printed_says_whose_it_was(looked: Cast) -> None:
    assert '<p class="printed">青木 あかり・' in signed_in(looked.alice).get("/").content.decode()
