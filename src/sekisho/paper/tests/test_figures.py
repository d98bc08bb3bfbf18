import datetime
from dataclasses import replace

import numpy as np
import pytest

from sekisho.paper.ctc import Alphabet, greedy
from sekisho.paper.date_ink import Written
from sekisho.paper.dates import judge_dates
from sekisho.paper.figures import CHARACTERS, FRAME, HEIGHT, load_figures, look_again, strip
from sekisho.paper.recogniser import load_recogniser, trim
from sekisho.paper.tests.written import FONTS, write

MAY = datetime.date(2025, 5, 1)


def read(text: str, font: str) -> str:
    logp = load_figures().read([trim(write(text, font))[0]])[0]
    return "".join(CHARACTERS[number - 1] for number in greedy(logp)[0])


@pytest.mark.parametrize("font", FONTS)
def test_reads_dates_as_they_are_written(font: str) -> None:
    dates = ["令和7年5月12日", "R7.11.11", "5/1", "2025/05/22", "07.05.01", "5月11日"]
    assert [read(text, font) for text in dates] == dates


@pytest.mark.parametrize("font", FONTS)
def test_what_is_no_figure_is_said_to_be_none(font: str) -> None:
    assert set(read("佐藤花子", font)) == {"?"}


def test_a_strip_keeps_its_proportions_and_fits_the_frames() -> None:
    image = np.full((64, 200), 255, np.uint8)
    image[20:40, 50:60] = 0
    found = strip(image)
    assert found.shape == (HEIGHT, 100) and found.shape[1] % FRAME == 0
    assert found.min() == 0 and found.max() == pytest.approx(1, abs=0.01)
    assert strip(np.full((64, 4), 255, np.uint8)).shape[1] >= HEIGHT


def test_lines_of_any_width_share_a_batch_and_come_back_in_order() -> None:
    lines = [trim(write(text))[0] for text in ("5/1", "令和7年5月12日", "R7.5.2", "5/3")]
    alone = [load_figures().read([line])[0] for line in lines]
    for one, other in zip(load_figures().read(lines), alone, strict=True):
        assert one.shape == other.shape and greedy(one)[0] == greedy(other)[0]


def test_a_second_look_settles_what_the_first_leaves_open() -> None:
    """A 5/12 whose last digit the recogniser half takes for a 7, on a sheet of the fifth month."""
    recogniser = load_recogniser(1)
    lines = recogniser.lines([write(text, "bizudgothic") for text in ("5/1", "5/12", "5/13", "5/22")])
    two, seven = (recogniser.characters.index(digit) + 1 for digit in "27")
    torn = lines[1].logp.copy()
    frame = int(torn[:, two].argmax())
    torn[frame, [two, seven]] = np.log(0.55), np.log(0.44)
    torn[frame - 1 : frame + 2, seven] = np.log(0.44)
    lines[1] = replace(lines[1], logp=torn)
    written = [Written(line) for line in lines]
    alphabet = Alphabet(recogniser.characters)
    (first, _), (second, doubt) = (
        judge_dates(written, alphabet, MAY, look)[1] for look in (None, look_again)
    )
    assert doubt is not None and doubt.other is not None
    assert first.probability < 0.9 and second.probability > 0.95
    assert second.text == "2025-05-12"
