"""The client's address: only our own proxies are believed."""

import ipaddress

from django.test import RequestFactory, override_settings

from sekisho.people.address import client_address

PROXIES = [ipaddress.ip_network("10.0.0.0/8")]


def _address(remote: str, forwarded: str = "") -> str:
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    return client_address(RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers))


@override_settings(SEKISHO_TRUSTED_PROXIES=PROXIES)
def test_the_nearest_stranger_counts_not_the_first_name() -> None:
    assert _address("192.0.2.1", "198.51.100.7") == "192.0.2.1"
    assert _address("10.0.0.2", "203.0.113.9, 198.51.100.7") == "198.51.100.7"
    assert _address("10.0.0.2", "203.0.113.9, 198.51.100.7, 10.0.0.3") == "198.51.100.7"
    assert _address("10.0.0.2", "nonsense") == "10.0.0.2"


@override_settings(SEKISHO_TRUSTED_PROXIES=[])
def test_without_proxies_nothing_is_believed() -> None:
    assert _address("10.0.0.2", "198.51.100.7") == "10.0.0.2"
