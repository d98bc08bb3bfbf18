"""``sekisho up`` and the parts that it starts: ``db``, ``migrate``, ``web``."""

import os
import signal
import subprocess
import sys
import time
from types import FrameType
from typing import Annotated

import typer
from rich.console import Console

HOST = Annotated[str, typer.Option("--host", help="待ち受けるアドレス。")]
PORT = Annotated[int, typer.Option("--port", min=1, max=65535, help="待ち受けるポート。")]


def server_commands(app: typer.Typer) -> None:
    """Add ``up``, ``db``, ``migrate`` and ``web``."""
    for command in (up, db, migrate, web):
        app.command(command.__name__)(command)


def up(host: HOST = "127.0.0.1", port: PORT = 8000) -> None:
    """すべてを動かします：データベース、画面、試すための架空の市。Ctrl-C で止まります。"""
    from sekisho.project.django import migrate, set_up

    console = Console(highlight=False)
    # A made-up city needs no second factor; a real one sets it up at the first sign-in.
    os.environ.setdefault("SEKISHO_SECOND_FACTOR", "0")
    set_up()
    migrate()
    from sekisho.project.demo_city import build, enrolment, sign_ins

    build()
    _collect()
    parts = [_start("web", "--host", host, "--port", str(port))]
    address = f"http://{host}:{port}/terminals/enrol/{enrolment()}/"
    console.print(f"\n[bold]{address}[/bold]　を開いてください（止めるときは Ctrl-C）。")
    console.print("庁内の画面は登録した端末からだけ見られるので、はじめにこの端末を登録します。\n")
    console.print(sign_ins())
    _watch(parts)


def db() -> None:
    """データフォルダーのデータベースだけを動かします。"""
    from sekisho.project.django import set_up

    set_up()
    Console().print("データベースが動いています（止めるときは Ctrl-C）。")
    _watch([])


def migrate() -> None:
    """データベースを、いまのプログラムと登録簿に合わせます。"""
    from sekisho.project.django import migrate, set_up

    set_up()
    migrate(verbosity=1)


def web(host: HOST = "127.0.0.1", port: PORT = 8000) -> None:
    """画面（Web）だけを動かします。"""
    from sekisho.project.django import set_up

    set_up()
    _collect()
    os.environ.pop("SEKISHO_OWNER_URL", None)
    os.execv(
        sys.executable,
        [sys.executable, "-m", "gunicorn", "sekisho.project.wsgi", "--bind", f"{host}:{port}",
         "--worker-class", "gthread", "--workers", "1", "--threads", "8", "--log-level", "warning"],
    )  # fmt: skip


def _collect() -> None:
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)


def _start(*arguments: str) -> subprocess.Popen[bytes]:
    """A part of the product as a process of its own, without the owner's password."""
    environment = {name: value for name, value in os.environ.items() if name != "SEKISHO_OWNER_URL"}
    return subprocess.Popen(
        [sys.executable, "-m", "sekisho.project.cli", *arguments], env=environment, start_new_session=True
    )


def _watch(parts: list[subprocess.Popen[bytes]]) -> None:
    """Wait until interrupted or a part ends by itself; then end all of them."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        while all(part.poll() is None for part in parts):
            time.sleep(0.5)
    except KeyboardInterrupt:
        pass
    finally:
        for part in parts:
            part.terminate()
        for part in parts:
            part.wait(10)
