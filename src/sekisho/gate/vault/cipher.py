"""AES-256-GCM: a nonce of its own before each ciphertext; ``bound`` (associated data) says what it belongs to."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12
KEY = 32


class Unreadable(Exception):
    """The key is another one, or the ciphertext was moved or changed."""


def new_key() -> bytes:
    """A random key."""
    return secrets.token_bytes(KEY)


def seal(key: bytes, plain: bytes, bound: str) -> bytes:
    """``plain`` encrypted; it opens only with ``key`` and in the place ``bound``."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound.encode())


def unseal(key: bytes, sealed: bytes, bound: str) -> bytes:
    """Undo ``seal``; raises Unreadable."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], bound.encode())
    except InvalidTag as error:
        raise Unreadable(bound) from error
