"""The adapter for a gateway of short messages: ``SEKISHO_SMS=https://gateway.example/messages``, its key in ``SEKISHO_SMS_KEY``.

``POST`` with ``Authorization: Bearer KEY`` and ``Idempotency-Key: NUMBER`` (the same at every try, so that a gateway that has the
message already sends it once), JSON ``{"number": …, "to": "+81…", "text": …}``. Any 2xx means that the gateway has taken it; an
``id`` in its answer is kept as the receipt. Gateways with another form get a small translator in front, at the city's.
"""

import http.client
import json
import re
import unicodedata
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import IO
from urllib.parse import urlsplit

from sekisho.base.errors import UserError
from sekisho.gate.messages.port import NotTaken, Outgoing

#: Seconds: a gateway that doesn't answer must not hold up the others' messages.
PATIENCE = 20
#: Bytes of an answer that are looked at.
_MOST = 10_000
#: Answers that have nothing to do with the message: asked too soon, or our key is wrong.
_NOT_THE_MESSAGE = (401, 403, 404, 408, 425, 429)
#: A Japanese mobile number, without signs between.
MOBILE = re.compile(r"0[789]0[0-9]{8}")
_RECEIPT = re.compile(r"[A-Za-z0-9_.:-]{1,60}")
#: Last digits by which a phone would be known in a receipt.
_OWN_DIGITS = 8
_HERE = ("127.0.0.1", "::1", "localhost")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """What was meant for one house goes to no other."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Mapping[str, str],
        newurl: str,
    ) -> None:
        """None: the redirection is the answer."""


class Gateway:
    """Hands short messages to a gateway."""

    sends = True

    def __init__(self, url: str, key: str, patience: float = PATIENCE) -> None:
        parts = urlsplit(url)
        plain = parts.scheme == "http" and parts.hostname in _HERE
        if not parts.hostname or not key or not (parts.scheme == "https" or plain):
            raise UserError(
                "SMS の送り先の設定（SEKISHO_SMS、SEKISHO_SMS_KEY）を読めません。",
                "https:// で始まる中継サーバーのアドレスと、その鍵を書いてください（docs/operations.md）。",
            )
        self._url, self._key, self._patience = url, key, patience
        # No proxy of the environment either: the gateway is reached as it was configured.
        self._opener = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))

    def send(self, message: Outgoing) -> str:
        """The gateway's status, and its number where it says one; raises NotTaken."""
        if message.channel != "sms":
            raise NotTaken(f"no {message.channel}", lasting=True)
        said = {"number": message.number, "to": international(message.address), "text": message.body}
        headers = {
            "Authorization": f"Bearer {self._key}", "Content-Type": "application/json", "Idempotency-Key": message.number,
        }  # fmt: skip
        asked = urllib.request.Request(self._url, json.dumps(said).encode(), headers, method="POST")
        try:
            with self._opener.open(asked, timeout=self._patience) as answer:
                status, body = answer.status, answer.read(_MOST)
        except urllib.error.HTTPError as error:
            error.close()
            lasting = 400 <= error.code < 500 and error.code not in _NOT_THE_MESSAGE
            raise NotTaken(str(error.code), lasting) from None
        except (OSError, ValueError, http.client.HTTPException) as error:
            # Nobody there, or what answered speaks no HTTP. The text of a fault may hold the address; its kind doesn't.
            raise NotTaken(type(getattr(error, "reason", error)).__name__, lasting=False) from None
        return f"{status} {_receipt(body, said['to'])}".strip()


def international(phone: str) -> str:
    """A Japanese mobile number as gateways take it (+81…); raises NotTaken where it is none."""
    digits = mobile(phone)
    if not digits:
        raise NotTaken("malformed", lasting=True)
    return f"+81{digits[1:]}"


def mobile(phone: str) -> str:
    """The eleven digits of a Japanese mobile number, whatever dashes stand between them and in whatever width it was typed; «» where
    it is none. Forms ask this too, so that what they take is what is sent."""
    digits = re.sub(r"[\W_ー]", "", unicodedata.normalize("NFKC", phone))
    return digits if MOBILE.fullmatch(digits) else ""


def _receipt(body: bytes, phone: str) -> str:
    """The gateway's own number for the message, where it says one that can't be anything else: none with the phone's in it."""
    try:
        said = json.loads(body)
    except ValueError:
        return ""
    number = str(said.get("id", "")) if isinstance(said, dict) else ""
    bears_phone = phone[-_OWN_DIGITS:] in re.sub(r"\D", "", number)
    return number if _RECEIPT.fullmatch(number) and not bears_phone else ""
