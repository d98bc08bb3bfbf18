"""The forms of a page, as a browser would send them: what tests of hostile input start from."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

_NOT_SENT = ("submit", "button", "image", "reset")


@dataclass
class PageForm:
    """A form: where it goes, its fields with a value that a browser would accept, which of them are files, and which take any
    text."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    free: set[str] = field(default_factory=set)

    def key(self) -> tuple[str, str, tuple[str, ...]]:
        """The same form on another page has the same key."""
        return self.method, self.action, tuple(sorted({*self.values, *self.files}))


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.forms = page, list[PageForm]()
        self.queries: set[str] = set()
        self._form: PageForm | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = PageForm(
                told.get("action") or self.page, told.get("method", "get").lower(), {}, set(), set()
            )
            self.forms.append(self._form)
        elif tag == "a" and told.get("href", "").startswith("?"):
            self.queries |= set(parse_qs(urlsplit(told["href"]).query))
        elif self._form is None:
            return
        elif tag == "select":
            self._select = told.get("name", "")
            self._form.values[self._select] = ""
        elif tag == "option" and self._select and not self._form.values[self._select]:
            self._form.values[self._select] = told.get("value", "")
        elif tag in ("input", "textarea", "button") and told.get("name"):
            self._field(tag, told)

    def _field(self, tag: str, told: dict[str, str]) -> None:
        assert self._form
        name, kind = told["name"], told.get("type", "text")
        if kind == "file":
            self._form.files.add(name)
        elif name == "csrfmiddlewaretoken" or (tag == "input" and kind in _NOT_SENT):
            return
        else:
            self._form.values.setdefault(name, told.get("value", ""))
            if tag == "textarea" or kind in ("text", "search", "number", "date", "password", "hidden"):
                self._form.free.add(name)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""


def forms_of(page: str, html: str) -> list[PageForm]:
    """All forms of a page, and one more for what its links ask in their addresses (sort, page, …)."""
    reader = _Reader(page)
    reader.feed(html)
    asked = PageForm(page, "get", dict.fromkeys(reader.queries, ""), set(), set(reader.queries))
    return [*reader.forms, *([asked] if reader.queries else [])]
