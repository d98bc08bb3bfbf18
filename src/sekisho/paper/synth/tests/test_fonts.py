"""The fonts that ship: every character of the names, every licence."""

from pathlib import Path

import pytest

from sekisho.base.kanji import GROUPS
from sekisho.paper.synth.fontbook import DEMO, FOLDER, GOTHIC, Face, has, listed
from sekisho.paper.synth.given_names import MEN, WOMEN
from sekisho.paper.synth.layouts import ALL
from sekisho.paper.synth.lookalikes import LOOKALIKES
from sekisho.paper.synth.surnames import SURNAMES

KANJI = set("".join(name + kana for name, kana in SURNAMES + WOMEN + MEN)) | set(LOOKALIKES)
#: In none but Klee One: it takes its place on the pages of the others.
RARE = set("𠮷")


@pytest.mark.parametrize("face", [GOTHIC, *DEMO], ids=lambda face: face.name)
def test_covers_names_and_signs(face: Face) -> None:
    signs = set("0123456789/.-R令和年月日〃同上()○×陰性陽")
    missing = {character for character in KANJI | signs if not has(face, character)}
    assert missing <= RARE


def test_gothic_covers_the_blanks() -> None:
    forms = {character for layout in ALL for word in layout.words() for character in word.text}
    marks = {character for layout in ALL for mark in layout.marks for character in mark}
    assert {character for character in forms | marks if not has(GOTHIC, character)} == set()


def test_common_writings_of_variant_kanji_can_all_be_drawn() -> None:
    assert [group[0] for group in GROUPS if not has(GOTHIC, group[0])] == []


@pytest.mark.parametrize("face", [GOTHIC, *DEMO], ids=lambda face: face.name)
def test_licence_lies_beside(face: Face) -> None:
    text = (FOLDER / f"{face.name}.OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
    assert "Copyright" in text


def test_demo_pages_use_no_font_of_training() -> None:
    assert {face.role for face in DEMO} <= {"calibrate", "bench"}
    assert {face.style for face in DEMO} == {"print", "hand"}


def test_listed_takes_role_and_style(tmp_path: Path) -> None:
    toml = tmp_path / "fonts.toml"
    toml.write_text(
        '[[font]]\nname = "a"\nstyle = "print"\nrole = "train"\n'
        '[[font]]\nname = "b"\nstyle = "hand"\nrole = "bench"\n'
        '[[font]]\nname = "gone"\nstyle = "hand"\nrole = "bench"\n',
        encoding="utf-8",
    )
    for name in "ab":
        (tmp_path / f"{name}.ttf").write_bytes(b"")
    assert [face.name for face in listed(toml, tmp_path, "train")] == ["a"]
    assert [face.name for face in listed(toml, tmp_path, "bench", "hand")] == ["b"]
    assert listed(toml, tmp_path, "bench", "print") == ()
