"""How often one address may ask: it grows back, proxies are seen through only where they are the city's, and no address is kept."""

import datetime
import ipaddress
from collections.abc import Iterator

import pytest
from django.test import RequestFactory, override_settings

from sekisho.base import clock
from sekisho.people import limits

NOON = datetime.datetime(2026, 11, 25, 12, 0, tzinfo=clock.TOKYO)
OPEN = override_settings(SEKISHO_ZONE="internet", SEKISHO_PUBLIC_REQUESTS=6)


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    limits.forget()
    yield
    limits.forget()


def _asked(address: str, seconds: float = 0, cost: int = 1, said: str = "") -> int:
    request = RequestFactory().get("/", REMOTE_ADDR=address, HTTP_X_FORWARDED_FOR=said)
    with clock.at(NOON + datetime.timedelta(seconds=seconds)):
        return limits.seconds_to_wait(request, cost)


@OPEN
def test_what_is_used_up_grows_back() -> None:
    assert [_asked("192.0.2.1") for _ in range(6)] == [0] * 6
    assert _asked("192.0.2.1") == 10 and _asked("192.0.2.1", 4) == 6, "one in ten seconds"
    assert _asked("192.0.2.2") == 0, "another one's own"
    assert _asked("192.0.2.1", 10) == 0 and _asked("192.0.2.1", 10) == 10
    assert [_asked("192.0.2.1", 600) for _ in range(7)] == [*[0] * 6, 10], "never more than a minute's"


@OPEN
def test_what_costs_more_takes_more_and_can_always_be_had() -> None:
    assert _asked("192.0.2.1", cost=4) == 0 and _asked("192.0.2.1", cost=4) == 20 and _asked("192.0.2.1") == 0
    assert _asked("192.0.2.3", cost=99) == 0 and _asked("192.0.2.3") == 10


@OPEN
def test_nobody_gets_more_by_saying_who_they_are() -> None:
    told = [_asked("192.0.2.1", said=f"198.51.100.{number}") for number in range(7)]
    assert told == [*[0] * 6, 10]
    with override_settings(SEKISHO_TRUSTED_PROXIES=[ipaddress.ip_network("10.0.0.0/8")]):
        through = [_asked("10.0.0.1", said=f"203.0.113.{number}, 198.51.100.7") for number in range(7)]
        assert through == [*[0] * 6, 10], "who connected to our proxy counts, not what it was told"
        assert _asked("10.0.0.1", said="198.51.100.8") == 0


@OPEN
def test_a_household_has_many_addresses_of_the_newer_kind() -> None:
    told = [_asked(f"2001:db8:1:2::{number:x}") for number in range(7)]
    assert told == [*[0] * 6, 10] and _asked("2001:db8:1:3::1") == 0


@OPEN
def test_no_address_is_kept_and_memory_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST", 50)
    for number in range(200):
        _asked(f"192.0.2.{number}")
    assert len(limits._left) == 50
    assert all(len(key) == 16 and b"192" not in key for key in limits._left)


@pytest.mark.parametrize(("zone", "most"), [("lgwan", 6), ("internet", 0)])
def test_within_the_house_and_where_the_city_wants_none_nobody_waits(zone: str, most: int) -> None:
    with override_settings(SEKISHO_ZONE=zone, SEKISHO_PUBLIC_REQUESTS=most):
        assert [_asked("192.0.2.1") for _ in range(20)] == [0] * 20
    assert not limits._left
