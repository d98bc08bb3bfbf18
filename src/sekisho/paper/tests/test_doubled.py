import cv2
import numpy as np
import pytest

from sekisho.paper.doubled import hides_a_digit
from sekisho.paper.recogniser import Line
from sekisho.paper.tests.lines import ALPHABET, line


def drawn(text: str, shown: str) -> Line:
    """``text`` as the recogniser reads it, two frames a character, over ink that says ``shown``."""
    made = line(text)
    image = np.full((48, 16 * len(text)), 255, np.uint8)
    pitch = 16 * len(text) / len(shown)
    for place, character in enumerate(shown):
        x = round(pitch * (place + 0.5))
        if character == "/":
            cv2.line(image, (x + 3, 8), (x - 3, 42), 0, 2)
        elif character == "1":
            cv2.line(image, (x, 8), (x, 42), 0, 2)
        else:
            cv2.rectangle(image, (x - 4, 8), (x + 4, 42), 0, 2)
    return Line(made.logp, image, 0, 0, 1.0)


@pytest.mark.parametrize(
    ("text", "shown"), [("5/1", "5/1"), ("5/11", "5/11"), ("11/5", "11/5"), ("5/13", "5/13")]
)
def test_ink_and_reading_agree(text: str, shown: str) -> None:
    assert not hides_a_digit(drawn(text, shown), ALPHABET)


def test_the_rest_of_a_rule_is_no_digit() -> None:
    ruled = drawn("5/1", "5/1")
    cv2.line(ruled.image, (47, 0), (47, 47), 0, 1)
    assert not hides_a_digit(ruled, ALPHABET)


@pytest.mark.parametrize(("text", "shown"), [("5/1", "5/11"), ("5/2", "5/22")])
def test_two_digits_read_as_one(text: str, shown: str) -> None:
    assert hides_a_digit(drawn(text, shown), ALPHABET)
