"""The registry over HTTP: pages of persons under the item names of the national standard, in the order of their numbers.

``GET {address}/persons?after=NUMBER`` answers ``{"as_of": "2026-11-25", "persons": [{…}], "more": true}``. A page that fails is
asked for again a few times; a registry that stands still for days is refused, since a load from it would bring back what has changed.
"""

import datetime
import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from sekisho.base.errors import UserError
from sekisho.residents.national import person
from sekisho.residents.port import Person

#: Days that the registry's state may lie back: a long weekend with a holiday, and a night.
OLDEST = 5
_TRIES = 4


@dataclass(frozen=True)
class Online:
    """The registry at ``address`` (http or https). ``today``: what its state is held against; ``timeout``, ``pause``: seconds
    that a page may take, and before it is asked for again (doubled each time)."""

    address: str
    today: datetime.date
    timeout: float = 30
    pause: float = 1

    def persons(self) -> Iterator[Person]:
        """Everybody, page after page."""
        after, number = "", 0
        while True:
            page = self._page(after)
            for line in page["persons"]:
                number += 1
                yield person(line, f"住民記録システムの {number} 人目")
            if not page["more"]:
                return
            last = str(page["persons"][-1].get("宛名番号", "")) if page["persons"] else after
            if last <= after:
                raise self._wrong("同じところを繰り返しています")
            after = last

    def _page(self, after: str) -> dict[str, Any]:
        pause = self.pause
        for attempt in range(_TRIES):
            if attempt:
                time.sleep(pause)
                pause *= 2
            try:
                page = self._asked(after)
                break
            except (OSError, ValueError) as error:
                # Refused for what we ask: asking again changes nothing.
                if isinstance(error, urllib.error.HTTPError) and error.code < 500:
                    raise self._wrong(f"断りました（{error.code}）") from error
        else:
            raise self._wrong("応えません")
        return self._checked(page)

    def _asked(self, after: str) -> Any:
        if urlsplit(self.address).scheme not in ("http", "https"):
            raise self._wrong("http でも https でもありません")
        with urllib.request.urlopen(
            f"{self.address}/persons?after={quote(after)}", timeout=self.timeout
        ) as answer:
            return json.loads(answer.read())

    def _checked(self, page: Any) -> dict[str, Any]:
        if (
            not isinstance(page, dict)
            or not isinstance(page.get("persons"), list)
            or not isinstance(page.get("more"), bool)
        ):
            raise self._wrong("決まった形で応えません")
        if not all(
            isinstance(one, dict) and all(isinstance(value, str) for value in one.values())
            for one in page["persons"]
        ):
            raise self._wrong("決まった形で応えません")
        try:
            as_of = datetime.date.fromisoformat(str(page.get("as_of")))
        except ValueError as error:
            raise self._wrong("いつの状態かを言いません") from error
        if (self.today - as_of).days > OLDEST:
            raise self._wrong(f"{as_of} のまま止まっています")
        return page

    def _wrong(self, what: str) -> UserError:
        return UserError(
            f"住民記録システムが{what}。", "住民記録システムの担当に確かめてください。写しは前のままです。"
        )
