"""``sekisho up`` and the parts that it starts: ``db``, ``migrate``, ``web``, ``worker``, ``scheduler``."""

import os
import signal
import socket
import threading
from typing import Annotated

import typer
from rich.console import Console

from sekisho.base.errors import UserError
from sekisho.project.parts import Parts

HOST = Annotated[str, typer.Option("--host", help="待ち受けるアドレス。")]
PORT = Annotated[int, typer.Option("--port", min=1, max=65535, help="待ち受けるポート。")]


def server_commands(app: typer.Typer) -> None:
    """Add ``up``, ``db``, ``migrate``, ``web``, ``worker`` and ``scheduler``."""
    for command in (up, db, migrate, web, worker, scheduler):
        app.command(command.__name__)(command)


def up(host: HOST = "127.0.0.1", port: PORT = 8000) -> None:
    """すべてを動かします：データベース、画面、処理係、試すための架空の市。Ctrl-C で止まります。"""
    from sekisho.project import postgres, state
    from sekisho.project.django import data_folder, migrate, set_up

    _port_is_free(host, port)
    console = Console(highlight=False)
    # A made-up city needs no second factor; a real one gets it back below.
    os.environ.setdefault("SEKISHO_SECOND_FACTOR", "0")
    parts = Parts()
    # Before the database, so that nothing stays behind even when this process is killed.
    if "DATABASE_URL" not in os.environ:
        parts.at_the_end(lambda dead: postgres.stop_deserted(data_folder(), dead))
    set_up()
    if state.in_force() != state.wanted():
        console.print("データベースを用意しています（はじめは 1 分ほどかかります）。")
        migrate()
    from sekisho.project.demo_city import build

    build()
    _collect()
    told = _welcome(f"http://{host}:{port}")
    _start_parts(parts, host, port)
    for line in told:
        console.print(line, soft_wrap=isinstance(line, str))
    ended = parts.watch()
    parts.stop()
    if ended:
        raise UserError(f"{ended}が止まったので、すべて止めました。", "上に出ている記録を確かめてください。")


def _welcome(address: str) -> list[object]:
    """What is printed: the made-up city's sign-ins, or a real city's address, which keeps its second factor."""
    from django.conf import settings

    from sekisho.gate.models import City
    from sekisho.project.demo_city import enrolment, sign_ins

    city = City.objects.get()
    if not city.demo:
        settings.SEKISHO_SECOND_FACTOR = True
        return [f"\n{city}：[bold]{address}/[/bold]　を開いてください（止めるときは Ctrl-C）。"]
    return [
        f"\n[bold]{address}/terminals/enrol/{enrolment()}/[/bold]　を開いてください（止めるときは Ctrl-C）。",
        "庁内の画面は登録した端末からだけ見られるので、はじめにこの端末を登録します。",
        "住所は一つのブラウザーに一度だけ、24 時間使えます。ほかのブラウザーでは、もう一度動かして新しい住所を出してください。\n",
        sign_ins(),
    ]


def _start_parts(parts: Parts, host: str, port: int) -> None:
    """Web and worker, without the owner's password."""
    from django.db import connections

    from sekisho.gate.jobs.worker import work
    from sekisho.project.web_server import serve

    connections.close_all()
    os.environ.pop("SEKISHO_OWNER_URL", None)
    connections.settings.pop("owner", None)
    parts.start("画面（web）", lambda: serve(host, port))
    parts.start("処理係（worker）", lambda: work(scheduler=True))


def db() -> None:
    """データフォルダーのデータベースだけを動かします。"""
    from sekisho.project import postgres
    from sekisho.project.django import data_folder, set_up

    parts = Parts()
    parts.at_the_end(lambda dead: postgres.stop_deserted(data_folder(), dead))
    set_up()
    Console().print("データベースが動いています（止めるときは Ctrl-C）。")
    parts.watch()


def migrate() -> None:
    """データベースを、いまのプログラムと登録簿に合わせます。"""
    from sekisho.project.django import migrate, set_up

    set_up()
    migrate(verbosity=1)


def web(
    host: HOST = "127.0.0.1",
    port: PORT = 8000,
    processes: Annotated[int, typer.Option("--processes", min=1, help="いくつの処理に分けて答えるか。")] = 1,
) -> None:
    """画面（Web）だけを動かします。何台ででも動かせます。"""
    _port_is_free(host, port)
    _ready()
    _collect()
    from sekisho.project.web_server import serve

    serve(host, port, processes)


def worker(
    at_once: Annotated[int, typer.Option("--at-once", min=1, help="同時に行う処理の数。")] = 1,
    with_scheduler: Annotated[bool, typer.Option("--with-scheduler", help="時計係も兼ねます。")] = False,
) -> None:
    """処理係だけを動かします：時間のかかる処理を順に行います。何台ででも動かせます。"""
    _ready()
    from sekisho.gate.jobs.worker import work

    work(at_once, with_scheduler)


def scheduler() -> None:
    """時計係だけを動かします：決まった時刻の処理を始め、止まった処理係の仕事をほかに回します。"""
    _ready()
    from sekisho.gate.jobs.schedule import run

    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _signal, _frame: stop.set())
    run(stop)


def _ready() -> None:
    """The database fits, and the owner's password is not at hand."""
    from sekisho.project import state
    from sekisho.project.django import set_up

    if "DATABASE_URL" in os.environ:
        os.environ.pop("SEKISHO_OWNER_URL", None)
    set_up()
    state.check()


def _collect() -> None:
    from sekisho.project.static import collect

    collect()


def _port_is_free(host: str, port: int) -> None:
    try:
        with socket.create_server((host, port)):
            return
    except PermissionError as error:
        raise UserError(
            f"ポート {port} を使う権限がありません。", "1024 以上の番号を --port で指定してください。"
        ) from error
    except OSError as error:
        raise UserError(
            f"ポート {port} は、もう使われています。",
            f"先に動いている関所を止めるか、--port {port + 1} のように別の番号を指定してください。",
        ) from error
