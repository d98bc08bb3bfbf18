"""One resident's page and print: the paper names whose hand it left by, and its number finds its row."""

import re
import subprocess
from pathlib import Path

import psycopg
import pytest

from sekisho import gate
from sekisho.residents.models import Resident
from sekisho.residents.tests.people import Desk, desk
from tests.cast import Cast, hire, signed_in


@pytest.fixture
def office(cast: Cast) -> Desk:
    return desk()


@pytest.fixture
def keys(office: Desk) -> dict[str, int]:
    """Where people are found, by their number; seen by the one who sees everybody."""
    with gate.enter(office.head, "residents.protected"):
        return dict(Resident.objects.values_list("number", "id"))


def test_a_person_is_opened_from_the_search_and_leaves_on_paper_with_a_number(
    cast: Cast, office: Desk, keys: dict[str, int], superuser: psycopg.Connection, tmp_path: Path
) -> None:
    counter = signed_in(office.staff["counter"])
    found = counter.post("/residents/", {"name": "高橋花"}).content.decode()
    address = f"/residents/{keys['1']}/"
    assert f'href="{address}"' in found
    page = counter.get(address).content.decode()
    assert (
        "髙橋　花子" in page
        and "1940年5月1日" in page
        and "みほん市本町1丁目" in page
        and f"{address}print/" in page
    )
    paper = counter.get(f"{address}print/").content.decode()
    serial = re.search(r"S\d{8}-\d\d", paper)[0]  # type: ignore[index]
    assert (
        "河合 かおる・" in paper
        and "住民の記録の出力・" in paper
        and "髙橋　花子" in paper
        and "<nav" not in paper
    )
    pdf = counter.get(f"{address}pdf/")
    (tmp_path / "person.pdf").write_bytes(pdf.content)
    said = subprocess.run(
        ["pdftotext", tmp_path / "person.pdf", "-"], capture_output=True, check=True
    ).stdout.decode()
    assert "髙橋" in said and "河合" in said and re.search(r"S\d{8}-\d\d", said)
    noted = superuser.execute(
        "SELECT purpose, subjects, note FROM gate_log WHERE kind = 'exported' ORDER BY id"
    ).fetchall()
    assert noted[0] == ("residents.sheet", [f"residents.resident:{keys['1']}"], f"{serial} print")
    assert noted[1][1] == noted[0][1] and noted[1][2].endswith(" pdf") and len(noted) == 2
    row = signed_in(cast.erin).get("/audit/serial/", {"serial": serial}).content.decode()
    assert "河合 かおる" in row and f"residents.resident:{keys['1']}" in row and "住民の記録の出力" in row


def test_the_protected_are_on_no_paper(
    office: Desk, keys: dict[str, int], superuser: psycopg.Connection
) -> None:
    counter, head = signed_in(office.staff["counter"]), signed_in(office.staff["head"])
    protected = f"{keys['5']}/"
    for way in ("", "print/", "pdf/"):
        assert counter.get(f"/residents/{protected}{way}").status_code == 404
        assert head.get(f"/residents/{protected}{way}").status_code == 404
    page = head.get(f"/residents/protected/{protected}").content.decode()
    assert "田中　守" in page and "印刷する" not in page
    assert counter.get(f"/residents/protected/{protected}").status_code == 403
    assert superuser.execute("SELECT count(*) FROM gate_log WHERE kind = 'exported'").fetchone() == (0,)


def test_others_print_nobody(cast: Cast, office: Desk, keys: dict[str, int]) -> None:
    for who in (
        cast.alice,
        cast.dora,
        office.staff["desk"],
        hire("4001", "後藤 剛", "administrator", cast.building),
    ):
        for way in ("", "print/", "pdf/"):
            assert signed_in(who).get(f"/residents/{keys['1']}/{way}").status_code == 403
