import pytest

from sekisho.base.errors import UserError
from sekisho.base.toml import parse


def _error(text: str) -> UserError:
    with pytest.raises(UserError) as raised:
        parse(text, "form.toml")
    return raised.value


def test_a_full_width_sign_is_named() -> None:
    error = _error("a = 1\nbox = [1.0， 2.0]\n")
    assert "2 行目" in error.message and error.remedy == "全角の「，」を半角の「,」に直してください。"
    assert "半角の空白" in _error("a　= 1").remedy


def test_full_width_signs_inside_text_are_fine() -> None:
    assert parse('name = "氏名，かな"', "form.toml") == {"name": "氏名，かな"}
    assert "全角" not in _error('name = "氏名，かな" x').remedy


def test_what_is_not_closed_and_what_is_given_twice() -> None:
    assert "1 行目" in _error("a = [1, 2").message or "途中" in _error("a = [1, 2").message
    assert "2 行目" in _error("a = 1\na = 2\n").message
