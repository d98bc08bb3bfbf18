"""A real city begins with two people, neither of whom can let others in alone."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from sekisho.base.errors import UserError
from sekisho.gate.models import City
from sekisho.people.models import Office, Staff
from sekisho.project import postgres
from sekisho.project.commands.server import _welcome
from sekisho.project.first_city import create, read_offices
from tests.cast import browser

_TWO = [("2001", "林 はるか"), ("2002", "藤井 ふみ")]


def _offices(
    folder: Path, text: str = "code,name,kind\nsomu,総務課,課\nn01,丘の上保育園,園・施設\n"
) -> list[Office]:
    path = folder / "offices.csv"
    path.write_text(text, encoding="utf-8-sig")
    return read_offices(path)


def test_from_codes_to_a_page(database: postgres.Server, tmp_path: Path) -> None:
    codes = create("緑市", _offices(tmp_path), _TWO)
    assert str(City.objects.get()) == "緑市"
    client = browser()
    assert client.post("/terminals/enrol/", {"code": codes.terminal}).status_code == 302
    password = "とても長い合言葉 12345"
    answer = client.post(
        "/first/", {"number": "2001", "code": codes.first["2001"], "password": password, "again": password}
    )
    assert answer.status_code == 302
    assert client.get("/").status_code == 200
    posts = [one.post for staff in Staff.objects.order_by("number") for one in staff.assignments.all()]
    assert posts == ["personnel", "privacy_officer"]


def test_one_person_alone_cannot_begin(database: postgres.Server, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="同じ人"):
        create("緑市", _offices(tmp_path), [_TWO[0], _TWO[0]])
    assert not City.objects.exists() and not Office.objects.exists()


def test_a_second_city_is_refused(database: postgres.Server, tmp_path: Path) -> None:
    create("緑市", _offices(tmp_path), _TWO)
    with pytest.raises(UserError, match="緑市"):
        create("青市", _offices(tmp_path), _TWO)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("code,name\nsomu,総務課\n", "列が足りません"),
        ("code,name,kind\nsomu,総務課,部\n", "2 行目"),
        ("code,name,kind\nsomu,総務課,課\nsomu,総務課,課\n", "3 行目"),
        ("code,name,kind\nn01,丘の上保育園,園・施設\n", "総務課"),
    ],
)
def test_what_is_wrong_in_the_file_is_said(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        _offices(tmp_path, text)


def test_up_keeps_the_second_factor_of_a_real_city(database: postgres.Server, tmp_path: Path) -> None:
    create("緑市", _offices(tmp_path), _TWO)
    with override_settings(SEKISHO_SECOND_FACTOR=False):
        (told,) = _welcome("http://x")
        assert "緑市" in str(told) and "sekisho-demo" not in str(told)
        assert settings.SEKISHO_SECOND_FACTOR
