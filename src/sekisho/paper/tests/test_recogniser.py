import numpy as np
import pytest

from sekisho.base.kanji import fold
from sekisho.paper.ctc import greedy
from sekisho.paper.recogniser import FRAME, HEIGHT, Line, LineRecogniser, load_recogniser, log_softmax, trim
from sekisho.paper.tests.written import EM, write


@pytest.fixture(scope="module")
def recogniser() -> LineRecogniser:
    return load_recogniser(2)


def read(recogniser: LineRecogniser, line: Line) -> str:
    return "".join(recogniser.characters[number - 1] for number in greedy(line.logp)[0])


@pytest.mark.parametrize("font", ["bizudgothic", "bizudmincho", "zen-kaku-gothic-new"])
def test_reads_printed_words(recogniser: LineRecogniser, font: str) -> None:
    words = ["山田　花子", "佐藤健太", "みどり保育園", "令和7年5月12日", "検査結果"]
    found = [fold(read(recogniser, line)) for line in recogniser.lines([write(word, font) for word in words])]
    assert found == [fold(word) for word in words]


def test_no_space_is_ever_read(recogniser: LineRecogniser) -> None:
    line = recogniser.lines([write("山田　　　花子")])[0]
    assert " " not in read(recogniser, line)
    np.testing.assert_allclose(np.exp(line.logp.astype(np.float64)).sum(1), 1, atol=1e-3)


def test_company_and_order_do_not_matter(recogniser: LineRecogniser) -> None:
    """Batches are made by width; short lines are padded, which may cost the last digits only."""
    crops = [write(text) for text in ("林　一", "伊集院　美智子", "山田", "佐々木　健", "長谷川　さくら")] * 2
    one = recogniser.lines(crops)
    other = recogniser.lines(crops[::-1])[::-1]
    for first, second in zip(one, other, strict=True):
        assert first.logp.shape == second.logp.shape
        assert read(recogniser, first) == read(recogniser, second)
        np.testing.assert_allclose(np.exp(first.logp), np.exp(second.logp), atol=2e-2)
    for first, second in zip(recogniser.lines(crops), one, strict=True):
        assert (first.logp == second.logp).all(), "the same twice, to the last bit"


def test_frames_tell_where_things_stand(recogniser: LineRecogniser) -> None:
    crop = write("山田花子")
    line = recogniser.lines([crop])[0]
    assert len(line.logp) == -(-round(line.image.shape[1] * line.scale) // FRAME)
    assert line.scale * line.image.shape[0] == pytest.approx(HEIGHT)
    assert (line.image == trim(crop)[0]).all()
    _, where, _ = greedy(line.logp)
    for number, frame in enumerate(where):
        x = line.left + (frame + 0.5) * FRAME / line.scale
        assert EM / 2 + number * EM < x < EM / 2 + (number + 1) * EM


def test_another_look_is_a_little_blurred(recogniser: LineRecogniser) -> None:
    lines = recogniser.lines(
        [write(text, "bizudmincho") for text in ("山田　花子", "小比類巻　慎太郎", "林　一")]
    )
    for line, again in zip(lines, recogniser.again(lines), strict=True):
        assert again.logp.shape == line.logp.shape and read(recogniser, again) == read(recogniser, line)
        assert again.image.shape == line.image.shape and again.image.min() > line.image.min()
        assert (again.left, again.top, again.scale) == (line.left, line.top, line.scale)


@pytest.mark.parametrize("size", [(40, 300), (5, 5), (200, 20)])
def test_an_empty_crop_reads_as_nothing(recogniser: LineRecogniser, size: tuple[int, int]) -> None:
    line = recogniser.lines([np.full(size, 240, np.uint8)])[0]
    assert len(line.logp) >= 1
    assert len(greedy(line.logp)[0]) <= 1


def test_no_crops(recogniser: LineRecogniser) -> None:
    assert recogniser.lines([]) == []


def test_trim_cuts_to_the_ink_and_says_where() -> None:
    crop = np.full((60, 300), 230, np.uint8)
    crop[20:40, 100:160] = 80
    crop[22:38, 120:140] = 230
    image, left, top = trim(crop)
    assert 90 <= left < 100 and 15 <= top < 20
    assert image.shape[0] <= 30 and image.shape[1] <= 80
    assert image.min() == 0 and image[0, 0] == 255, "the shades are stretched"


def test_trim_does_not_stretch_to_a_rest_of_a_rule() -> None:
    crop = np.full((60, 400), 230, np.uint8)
    crop[20:40, 100:130] = 60
    crop[24:36, 106:124] = 230
    crop[56:58, :] = 60
    image, left, _ = trim(crop)
    assert left > 80 and image.shape[1] < 80


def test_log_softmax() -> None:
    logits = np.array([[1.0, 2.0, 3.0], [1000.0, 0.0, -1000.0]], np.float32)
    found = log_softmax(logits)
    np.testing.assert_allclose(np.exp(found).sum(1), 1, rtol=1e-6)
    np.testing.assert_allclose(found[0], [-2.4076, -1.4076, -0.4076], atol=1e-4)
    assert found[1, 0] == 0
