"""The address of a request: what the nearest proxy that isn't ours says, never the first X-Forwarded-For."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Walk back from the connection through the trusted proxies (SEKISHO_TRUSTED_PROXIES, networks) to the first stranger."""
    address = request.META.get("REMOTE_ADDR", "") or "127.0.0.1"
    said = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    while said and _trusted(address):
        nearer = said.pop()
        if not _is_address(nearer):
            break
        address = nearer
    return address


def _trusted(address: str) -> bool:
    return _is_address(address) and any(
        ipaddress.ip_address(address) in network for network in settings.SEKISHO_TRUSTED_PROXIES
    )


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
