import itertools
from dataclasses import replace

import numpy as np
import pytest

from sekisho.paper.ctc import Alphabet, align
from sekisho.paper.engine import Engine, load_engine
from sekisho.paper.recogniser import FRAME, Line
from sekisho.paper.tests.written import EM, write
from sekisho.paper.verifier import SIZE, Verifier, normalise, spans, windows


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load_engine(2)


@pytest.fixture(scope="module")
def verifier() -> Verifier:
    return Verifier(2)


def squares(count: int, side: int = 24, gap: int = 8) -> Line:
    """Filled squares in a row on white, and the frame of each in `middles`."""
    image = np.full((40, count * (side + gap) + gap), 255, np.uint8)
    for number in range(count):
        left = gap + number * (side + gap)
        image[8 : 8 + side, left : left + side] = 0
    return Line(np.zeros((image.shape[1] // FRAME, 2), np.float32), image, 0, 0, 1.0)


def middles(count: int, side: int = 24, gap: int = 8) -> list[int]:
    return [int((gap + number * (side + gap) + side / 2) // FRAME) for number in range(count)]


def test_cuts_go_between_the_characters() -> None:
    found = spans(squares(4), middles(4))
    assert found[0][0] == 0 and found[-1][1] == squares(4).image.shape[1]
    assert all(one[1] == two[0] for one, two in itertools.pairwise(found))
    for number, (left, right) in enumerate(found):
        assert left <= 8 + number * 32 and right >= 8 + number * 32 + 24


def test_windows_have_their_character_in_the_middle() -> None:
    for window in windows(squares(4), middles(4)):
        assert window.shape == (SIZE, SIZE)
        dark = window > 0.5
        rows, columns = np.flatnonzero(dark.any(1)), np.flatnonzero(dark.any(0))
        assert abs((rows[0] + rows[-1]) / 2 - (SIZE - 1) / 2) <= 1.5
        middle = dark[SIZE // 2]
        centre = np.flatnonzero(middle[SIZE // 4 : -SIZE // 4]) + SIZE // 4
        assert abs(centre.mean() - (SIZE - 1) / 2) <= 1.5
        assert len(columns) > 20


def test_a_low_character_keeps_its_height_in_the_line() -> None:
    """A small ょ among tall neighbours is shown low in its window: it is no よ and no dot in the middle."""
    line = squares(3)
    line.image[8:32, 40:64] = 255
    line.image[22:32, 46:56] = 0
    window = windows(line, middles(3))[1]
    rows = np.flatnonzero((window > 0.5)[:, SIZE // 2])
    assert rows.mean() > SIZE / 2 + 4


def test_what_stands_beside_a_name_is_not_part_of_its_last_character() -> None:
    """A clerk's tick, a speck of dust: the window stays where it was, and as large."""
    plain, ticked = squares(4), squares(4)
    room = np.full((40, 60), 255, np.uint8)
    plain, ticked = (replace(one, image=np.hstack([one.image, room])) for one in (plain, ticked))
    ticked.image[4:36, 150:180] = np.where(np.eye(32, 30, dtype=bool), 0, 255)
    ticked.image[30:33, 192:195] = 0
    for one, other in zip(windows(plain, middles(4)), windows(ticked, middles(4)), strict=True):
        np.testing.assert_allclose(one[:, 8:-8], other[:, 8:-8], atol=0.05)


def test_no_characters() -> None:
    assert windows(squares(2), []).shape == (0, SIZE, SIZE)
    line = Line(np.zeros((4, 2), np.float32), np.full((30, 32), 255, np.uint8), 0, 0, 1.0)
    assert windows(line, [1]).shape == (1, SIZE, SIZE), "white paper gives a window too"


def test_paper_and_pen_of_any_shade() -> None:
    glyph = np.full((SIZE, SIZE), 255, np.uint8)
    glyph[10:38, 20:26] = 0
    faint = (255 - (255 - glyph.astype(int)) * 0.4 - 30).astype(np.uint8)
    np.testing.assert_allclose(normalise(glyph), normalise(faint), atol=0.05)
    assert normalise(np.full((SIZE, SIZE), 200, np.uint8)).max() == 0


def test_nothing_to_look_at(verifier: Verifier) -> None:
    assert verifier.logp(np.zeros((0, SIZE, SIZE), np.float32)).shape == (0, len(verifier.characters))


@pytest.mark.parametrize("font", ["bizudgothic", "bizudmincho"])
def test_windows_of_a_name_show_its_characters(engine: Engine, verifier: Verifier, font: str) -> None:
    """Through recogniser and alignment: the characters that the verifier sees first are those written."""
    name = "山田花子佐藤健太"
    line = engine.recogniser.lines([write(name, font)])[0]
    frames = align(line.logp, engine.alphabet.encode(name))
    centres = [line.left + (left + right) / 2 for left, right in spans(line, frames)]
    for number, centre in enumerate(centres):
        assert abs(centre - (EM / 2 + (number + 0.5) * EM)) < 0.3 * EM
    logp = verifier.logp(windows(line, frames))
    np.testing.assert_allclose(np.exp(logp).sum(1), 1, atol=1e-4)
    assert "".join(verifier.characters[number] for number in logp.argmax(1)) == name


def test_alphabets_share_the_kanji_of_names(engine: Engine, verifier: Verifier) -> None:
    """The verifier knows what the recogniser lacks."""
    alphabet = Alphabet(engine.recogniser.characters)
    for character in "﨑濵𠮷":
        assert alphabet.encode_exact(character) == 0
        assert character in verifier.characters
        assert len(alphabet.encode(character)) == 1
    for character in "髙邉邊齋齊桒栁德惠眞廣":
        assert alphabet.encode_exact(character) and character in verifier.characters
