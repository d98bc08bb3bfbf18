"""A page is written while the next one is read: in order, let go afterwards, and nothing that goes wrong is swallowed."""

import threading

import pytest

from sekisho.affairs.stool_tests.reading.keeping import Keeping


def test_a_page_is_written_beside_the_reading_and_let_go_afterwards() -> None:
    told: list[str] = []
    read = threading.Event()

    def keep() -> None:
        read.wait(20)
        told.append("written")

    with Keeping() as keeping:
        keeping.hand_over(keep, lambda: told.append("let go"))
        told.append("the next one is read")
        read.set()
        keeping.hand_over(lambda: told.append("written too"), lambda: told.append("let go too"))
        assert told[:3] == ["the next one is read", "written", "let go"]
    assert told[3:] == ["written too", "let go too"]


def test_what_goes_wrong_in_writing_is_told_and_the_page_let_go() -> None:
    told: list[str] = []
    with pytest.raises(ZeroDivisionError), Keeping() as keeping:
        keeping.hand_over(lambda: told.append(str(1 // 0)), lambda: told.append("let go"))
    assert told == ["let go"]


def test_what_ended_the_reading_is_told_first() -> None:
    told: list[str] = []
    with pytest.raises(KeyError), Keeping() as keeping:
        keeping.hand_over(lambda: told.append(str(1 // 0)), lambda: told.append("let go"))
        raise KeyError
    assert told == ["let go"]
