"""Two cities beside each other: a database, keys, addresses and sign-ins each, and no way across (docs/decisions/0008)."""

import http.cookiejar
import re
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import psycopg
import pytest

from sekisho.project import postgres
from sekisho.project.tests.processes import Start, answers, folder, free_port, start, until

__all__ = ["folder", "start"]
_PASSWORD = "sekisho-demo-2026"


class Browser:
    """Keeps cookies by host, not by port, as every browser does."""

    def __init__(self) -> None:
        self.cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def get(self, address: str) -> tuple[int, str]:
        """Status and text."""
        try:
            with self._opener.open(address, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def post(self, address: str, **fields: str) -> None:
        """Open the page and send its form with ``fields``."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(address)[1])
        assert token, address
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode()
        with self._opener.open(address, data, timeout=60) as answer:
            assert answer.status == 200


def _code(process: "subprocess.Popen[str]") -> str:
    """The enrolment code that ``up`` prints."""
    assert process.stdout
    for line in process.stdout:
        if found := re.search(r"/terminals/enrol/([\w-]+)/", line):
            return found[1]
    raise AssertionError("no code")


def _sign_in(browser: Browser, city: str, code: str) -> None:
    browser.post(f"{city}/terminals/enrol/{code}/", code=code)
    browser.post(f"{city}/sign-in/", login="1001", password=_PASSWORD)


def _socket(folder: Path) -> Path:
    """Where the folder's server listens: line 5 of postmaster.pid, or the folder itself."""
    return Path((folder / "postgres" / "postmaster.pid").read_text().splitlines()[4] or folder / "postgres")


@pytest.fixture
def folders(folder: Path) -> list[Path]:
    """A data folder for each city."""
    both = [folder / "a", folder / "b"]
    for one in both:
        one.mkdir()
        one.chmod(0o755)
    return both


def test_two_cities_have_no_way_across(start: Start, folders: list[Path]) -> None:
    ports = [free_port(), free_port()]
    cities = [f"http://127.0.0.1:{port}" for port in ports]
    running = [
        start("up", "--port", str(port), SEKISHO_DATA=str(one), DATABASE_URL=None, SEKISHO_OWNER_URL=None)
        for port, one in zip(ports, folders, strict=True)
    ]
    codes = [_code(process) for process in running]
    for port, process in zip(ports, running, strict=True):
        until(lambda: answers(port), process)  # noqa: B023
    browser = Browser()
    _sign_in(browser, cities[0], codes[0])
    assert browser.get(f"{cities[0]}/stool_tests/roster/")[0] == 200
    # The first city's code, terminal and session mean nothing in the second, although the browser shows them there.
    status, page = browser.get(f"{cities[1]}/stool_tests/roster/")
    assert status == 403 or "sign-in" in page
    assert "受検者名簿の確認" not in page
    # Signed in at both at once, neither signs the other out.
    _sign_in(browser, cities[1], codes[1])
    assert [browser.get(f"{city}/stool_tests/roster/")[0] for city in cities] == [200, 200]
    assert len({cookie.name for cookie in browser.cookies}) == len(list(browser.cookies)) == 6
    # Nor do passwords of the one's database open the other's, and no key is shared.
    stranger = postgres.Server(_socket(folders[1]), folders[0] / "keys")
    for role in (postgres.APP, postgres.OWNER, "postgres"):
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(stranger.url(role))
    keys = [{path.read_bytes() for path in one.rglob("keys/**/*") if path.is_file()} for one in folders]
    assert keys[0] and not keys[0] & keys[1]
