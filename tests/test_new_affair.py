"""docs/new-affair.md is followed to the letter in a copy of the tree: only its own folder is new, and the gate holds there. Then the
residents hand deaths over to it, once both registers say so."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "docs" / "new-affair.md"
_BLOCK = re.compile(r"^`(src/[^`\n]+)`\n\n```\w+\n(.*?)^```$", re.M | re.S)

#: What somebody does who has followed the guide, in a process of its own over the copied tree.
_PROOF = """
import datetime, sys
from tests.cast import actor, browser, hire, signed_in
from sekisho import gate


def test_the_gate_holds_for_dogs(cast, superuser):
    from sekisho.affairs.dogs.actions import register_dog
    from sekisho.affairs.dogs.models import Dog
    from sekisho.people.models import Office

    section = Office.objects.create(code="kankyo", name="環境課", kind="section")
    clerk = hire("4001", "犬養 剣", "clerk", section)
    head = hire("4002", "犬飼 光", "section_head", section)
    client = signed_in(clerk)
    entry = {"owner": "山野 太郎", "address": "架空市一丁目", "name": "ポチ"}
    assert client.post("/dogs/new/", entry).status_code == 302
    page = client.get("/dogs/").content.decode()
    assert "ポチ" in page and "山野 太郎" in page and "犬の登録と死亡の届出" in page
    # The head sees and doesn't write; a clerk of another section gets nothing.
    assert "ポチ" in signed_in(head).get("/dogs/").content.decode()
    assert signed_in(head).post("/dogs/new/", entry).status_code == 403
    refused = signed_in(cast.alice).get("/dogs/")
    assert refused.status_code == 403 and "環境課の担当者" in refused.content.decode()
    # The database itself refuses without a pass.
    try:
        list(Dog.objects.all())
    except gate.GateClosed:
        pass
    else:
        raise AssertionError("a forgotten gate went unseen")
    lines = superuser.execute("SELECT kind, actor, subjects FROM gate_log WHERE table_name = 'dogs_dog' ORDER BY id")
    assert lines.fetchall()[:2] == [
        ("added", clerk.pk, ["dogs.dog:1"]),
        ("read", clerk.pk, ["dogs.dog:1"]),
    ]
    assert browser().get("/register/dogs/").status_code == 200
"""

#: What the affair writes down to be told of deaths, beside what the residents' register says.
_GIVES = """
[[gives]]
key = "death"
to = ["dogs"]
items = ["宛名番号"]
why = "飼い主が亡くなったことを環境課に知らせ、犬の登録を次の人に移せるようにする。"
"""
_TAKES = """
[[takes]]
giver = "residents.death"
purpose = "owner_died"
why = "亡くなった飼い主の犬を、次の人に移す。"

[[purposes]]
key = "owner_died"
name = "飼い主の死亡の受け取り"
why = "住民記録から飼い主の死亡を受け取り、登録を直す仕事に加える。"
job = true
reads = ["所有者", "犬"]
writes = ["所有者", "犬"]
zones = ["lgwan"]
terminals = ["desk"]
"""
_JOBS = """
import datetime

from sekisho.affairs.dogs.models import Dog
from sekisho.gate import handovers


@handovers.takes("residents.death")
def owner_died(about: str) -> None:
    Dog.objects.create(owner=about, address="", name="飼い主が死亡", registered_on=datetime.date(2026, 11, 25))
"""
_HANDED = """
import dataclasses, datetime
import pytest
from tests.cast import actor, browser
from sekisho import gate
from sekisho.gate import handovers
from sekisho.gate.jobs.worker import work
from sekisho.gate.models import Handover
from sekisho.residents.actions import load
from sekisho.residents.tests.people import EVERYBODY, TODAY, Written, desk

DAY = datetime.date(2026, 11, 24)


def test_a_death_is_handed_over_once_and_stands_in_the_log_of_both(cast, superuser):
    desk()
    assert Handover.objects.count() == 0, "who was dead when the table was first filled is no news"
    died = lambda one: dataclasses.replace(one, died_on=DAY)
    alive, dead, maria, minh, hidden, *rest = EVERYBODY
    for _ in range(2):
        load(Written((died(alive), dead, maria, died(minh), died(hidden), *rest)), TODAY)
    assert Handover.objects.count() == 2, "the protected one is nobody's news, and the second night brings none"
    work(wait=False)
    for number in Handover.objects.values_list("pk", flat=True):
        handovers.deliver.handler(None, number)
    told = superuser.execute("SELECT array_agg(owner ORDER BY owner) FROM dogs_dog").fetchone()
    assert told == (["1", "4"],), "taken exactly once, however often the job runs"
    left = superuser.execute("SELECT about, subject, taken_at IS NOT NULL FROM gate_handover").fetchall()
    assert left == [("", "", True)] * 2, "only the fingerprint stays"
    lines = superuser.execute(
        "SELECT kind, purpose, note FROM gate_log WHERE kind IN ('handed', 'taken')"
        " AND subjects = ARRAY['residents.resident:1'] ORDER BY id"
    ).fetchall()
    assert lines == [
        ("handed", "residents.load", "residents.death → dogs"),
        ("taken", "dogs.owner_died", "residents.death → dogs"),
    ]
    # What fails on the other side is rolled back whole, and comes again.
    load(Written((died(alive), dead, died(maria), died(minh), died(hidden), *rest)), TODAY)
    row = Handover.objects.get(taken_at=None)
    taken = handovers._takes["dogs", "residents.death"]

    def broken(about):
        taken(about)
        raise RuntimeError("cut off")

    handovers._takes["dogs", "residents.death"] = broken
    with pytest.raises(RuntimeError):
        handovers.deliver.handler(None, row.pk)
    handovers._takes["dogs", "residents.death"] = taken
    assert superuser.execute("SELECT count(*) FROM dogs_dog").fetchone() == (2,)
    handovers.deliver.handler(None, row.pk)
    assert superuser.execute("SELECT count(*) FROM dogs_dog").fetchone() == (3,)


def test_the_public_register_tells_of_it_on_both_sides(cast):
    given = browser().get("/register/residents/").content.decode()
    taken = browser().get("/register/dogs/").content.decode()
    assert "ほかの事務への引き渡し" in given and "犬の登録に関する事務へ、宛名番号" in given
    assert "ほかの事務からの受け取り" in taken and "住民記録の参照事務から" in taken


def test_only_its_own_affair_gives(cast):
    with gate.enter(actor(cast.alice), "stool_tests.roster_upkeep"), pytest.raises(gate.Gap):
        handovers.give("residents.death", "1", "residents.resident:1", "")
"""


def _run(tree: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(tree / "src"), "SEKISHO_DATA": str(tree / "data")}
    for name in ("DATABASE_URL", "SEKISHO_OWNER_URL"):
        environment.pop(name, None)
    return subprocess.run(
        [sys.executable, *arguments], cwd=tree, env=environment, capture_output=True, text=True, timeout=300
    )


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of what the product and its tests need."""
    for name in ("src", "tests", "conftest.py", "pyproject.toml"):
        source = ROOT / name
        if source.is_dir():
            # Compiled files with it, which hold for a copy too: each process would compile everything else.
            shutil.copytree(source, tmp_path / name)
        else:
            shutil.copy(source, tmp_path / name)
    # PostgreSQL may run as another user, who must get at its folder.
    for folder in (tmp_path, *tmp_path.parents[:3]):
        folder.chmod(0o755)
    return tmp_path


@pytest.mark.long
def test_following_the_guide_makes_an_affair_behind_the_gate(tree: Path) -> None:
    blocks = _BLOCK.findall(GUIDE.read_text(encoding="utf-8"))
    assert len(blocks) >= 11
    folders = set()
    for name, text in blocks:
        path = tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        folders.add(path.relative_to(tree / "src/sekisho/affairs").parts[0])
    assert folders == {"dogs"}

    checked = _run(tree, "-m", "sekisho.project.cli", "register", "check")
    assert "sekisho register migrations" in checked.stderr, checked.stdout + checked.stderr
    made = _run(tree, "-m", "sekisho.project.cli", "register", "migrations")
    assert made.returncode == 0, made.stderr
    checked = _run(tree, "-m", "sekisho.project.cli", "register", "check")
    assert checked.returncode == 0, checked.stderr

    register = tree / "src/sekisho/affairs/dogs/register.toml"
    said = register.read_text(encoding="utf-8")
    register.write_text(said.replace('"Dog.owner", ', ""), encoding="utf-8")
    gap = _run(tree, "-m", "sekisho.project.cli", "register", "check")
    assert gap.returncode == 2 and '"Dog.owner"' in gap.stderr
    register.write_text(said, encoding="utf-8")

    (tree / "tests" / "test_proof.py").write_text(_PROOF, encoding="utf-8")
    proof = _run(
        tree, "-m", "pytest", "tests/test_proof.py", "tests/gate/test_matrix.py", "-k", "dogs or every"
    )
    assert proof.returncode == 0, proof.stdout[-3000:]
    assert " passed" in proof.stdout

    # Hand-overs: one register alone isn't enough.
    residents = tree / "src/sekisho/residents/register.toml"
    residents.write_text(residents.read_text(encoding="utf-8") + _GIVES, encoding="utf-8")
    alone = _run(tree, "-m", "sekisho.project.cli", "register", "check")
    assert alone.returncode == 2 and "[[gives]] death を受け取る dogs の登録簿に" in alone.stderr
    register.write_text(said + _TAKES, encoding="utf-8")
    (register.parent / "jobs.py").write_text(_JOBS, encoding="utf-8")
    both = _run(tree, "-m", "sekisho.project.cli", "register", "check")
    assert both.returncode == 0, both.stderr
    (tree / "tests" / "test_handed.py").write_text(_HANDED, encoding="utf-8")
    handed = _run(tree, "-m", "pytest", "tests/test_handed.py")
    assert handed.returncode == 0, handed.stdout[-3000:]
