"""A real server and a real browser: Chromium of the system, looking at the pages that the tests' database fills."""

import os
import threading
from collections.abc import Callable, Iterator
from wsgiref.simple_server import WSGIRequestHandler

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from sekisho.people.models import Staff
from sekisho.project import postgres
from sekisho.residents.tests.people import Desk, desk
from tests.cast import Cast, signed_in

CHROMIUM = "/usr/bin/chromium"
Sign = Callable[..., BrowserContext]


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing: tests say what went wrong."""


@pytest.fixture(scope="session")
def live(server: postgres.Server) -> Iterator[str]:
    """Address of the running product."""
    running = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet)
    running.set_app(StaticFilesHandler(WSGIHandler()))
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()
    thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once."""
    # Playwright keeps an event loop in this thread, and Django then takes any query for one from async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        # Machines of CI are busy ones.
        expect.set_options(timeout=20_000)
        yield started
        started.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def sign(live: str, browser: Browser) -> Iterator[Sign]:
    """Open a window of its own, signed in as somebody; ``None`` for the public."""
    opened: list[BrowserContext] = []

    def window(staff: Staff | None, **options: object) -> BrowserContext:
        context = browser.new_context(base_url=live, locale="ja-JP", **options)  # type: ignore[arg-type]
        context.set_default_timeout(30_000)
        if staff:
            cookies = signed_in(staff).cookies
            context.add_cookies(
                [{"name": name, "value": one.value, "url": live} for name, one in cookies.items()]
            )
        opened.append(context)
        return context

    yield window
    for context in opened:
        context.close()


@pytest.fixture
def office(cast: Cast) -> Desk:
    """The bereavement desk with its people, and a small registry."""
    return desk()
