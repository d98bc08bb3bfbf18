"""How often one address may ask for a page for everybody, where the Internet can (``SEKISHO_PUBLIC_REQUESTS`` a minute).

Nothing is kept of who asks: a count for a minute, in this process's memory alone, under a digest whose key is drawn anew with each
start. What an address may is an amount that grows back with time and that each page takes from, a costly one more than others.
"""

import hashlib
import ipaddress
import math
import secrets
import threading

from django.conf import settings
from django.http import HttpRequest

from sekisho.base import clock
from sekisho.people.address import client_address

#: Addresses that are counted at once; the ones that have asked least lately are forgotten first.
MOST = 20_000
_KEY = secrets.token_bytes(32)
_lock = threading.Lock()
#: Digest of an address: what is left to it, and since when (seconds). The one that asked last is the last.
_left: dict[bytes, tuple[float, float]] = {}


def seconds_to_wait(request: HttpRequest, cost: int = 1) -> int:
    """0: go on, and the page's cost is taken; else in how many seconds it may be asked for again."""
    most = settings.SEKISHO_PUBLIC_REQUESTS
    if settings.SEKISHO_ZONE != "internet" or not most:
        return 0
    key, now = _digest(client_address(request)), clock.now().timestamp()
    cost = min(cost, most)
    with _lock:
        left, since = _left.pop(key, (float(most), now))
        left = min(float(most), left + max(0.0, now - since) * most / 60)
        enough = left >= cost
        _left[key] = (left - cost if enough else left, now)
        while len(_left) > MOST:
            del _left[next(iter(_left))]
    return 0 if enough else max(1, math.ceil((cost - left) * 60 / most))


def forget() -> None:
    """Count from the beginning."""
    with _lock:
        _left.clear()


def _digest(address: str) -> bytes:
    """Of an IPv6 address the first half counts: a household has all addresses of one."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        network = address
    else:
        network = str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else address
    return hashlib.blake2b(network.encode(), key=_KEY, digest_size=16).digest()
