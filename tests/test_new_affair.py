"""docs/new-affair.md is followed to the letter in a copy of the tree: only its own folder is new, and the gate holds there."""

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
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tmp_path / name)
    # PostgreSQL may run as another user, who must get at its folder.
    for folder in (tmp_path, *tmp_path.parents[:3]):
        folder.chmod(0o755)
    return tmp_path


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
