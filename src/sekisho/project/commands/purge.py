"""``sekisho purge``: erase what the register says is over, and prove that nothing was left."""

import datetime
import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from sekisho.base.errors import UserError

#: The gate's own tables that a purge erases from, or that are emptied when what they hold has been taken.
_OWN = ("gate_vault_key", "gate_vault_file", "gate_purge_line", "gate_probe", "gate_handover")


def purge(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="消さずに、何が何件消えるかだけを表示します。")
    ] = False,
    prove: Annotated[
        str,
        typer.Option(
            "--prove", metavar="文字列", help="この文字列がデータフォルダーのどこにもないことを確かめます。"
        ),
    ] = "",
    certificate: Annotated[
        Path | None, typer.Option("-o", "--output", help="消去証明書（PDF）の書き出し先。")
    ] = None,
) -> None:
    """保存期間が満了した記録を、鍵とともに消します。何度実行しても、途中で止めても構いません。"""
    from sekisho.project.django import data_folder, set_up

    set_up()
    console = Console(highlight=False)
    if prove:
        _prove(console, prove, data_folder())
        return
    from sekisho.base import clock
    from sekisho.base.files import write_whole
    from sekisho.gate.retention.purge import due_counts, purge_due

    due = [(rule, count) for rule, count in due_counts(clock.today()) if count]
    for rule, count in due:
        console.print(f"{rule.affair}：{rule.kind}（{rule.words}）　{count:,} 件")
    if dry_run or not due:
        console.print("これだけが消えます。" if due else "いま保存期間が満了している記録はありません。")
    if dry_run:
        return
    with console.status("消しています…"):
        done = purge_due(clock.today())
    if done.certificate is None:
        return
    console.print(f"{done.erased:,} 件を消しました。証明書 {done.certificate.number}")
    if certificate:
        write_whole(certificate, bytes(done.certificate.pdf))
        console.print(f"証明書：{certificate}")
    begun, tables = clock.now(), _unscrubbed()
    with console.status("消した跡を消しています…"):
        busy = _scrub(begun, tables, data_folder())
    if busy:
        console.print(
            f"使用中のため、跡を消せなかった表があります（{'、'.join(busy)}）。"
            "夜間など使われていないときに sekisho scrub を実行してください。"
        )


def scrub() -> None:
    """消した記録の跡（表の隙間、統計、ジャーナル）を消します。個人情報の表を順に書き直すので、夜間に実行してください。"""
    from sekisho.project.django import data_folder, set_up

    set_up()
    from sekisho.base import clock
    from sekisho.gate.models import RetentionRule

    begun = clock.now()
    tables = sorted(RetentionRule.objects.values_list("table_name", flat=True))
    busy = _scrub(begun, tables, data_folder())
    if busy:
        raise UserError(
            f"使用中の表がありました（{'、'.join(busy)}）。",
            "使われていないときに、もう一度実行してください。",
        )
    Console(highlight=False).print(f"表 {len(tables)} 件を書き直しました。")


def _unscrubbed() -> list[str]:
    """The tables that were erased from since the last time, by this purge and by the worker's; and those that were busy then."""
    from sekisho.gate.models import Certificate, Scrub

    last = Scrub.objects.first()
    since = Certificate.objects.filter(issued_at__gt=last.at) if last else Certificate.objects.all()
    erased = {str(line["table"]) for lines in since.values_list("lines", flat=True) for line in lines}
    return sorted(erased | set(last.busy if last else ()))


def _scrub(begun: datetime.datetime, tables: list[str], data: Path) -> list[str]:
    """Tables that keys, digests and probes were erased from are rewritten too. When it was ``begun``, before anybody asked which
    tables, is written down: a purge that ends meanwhile isn't done by it."""
    from sekisho.project import postgres
    from sekisho.project.scrub import scrub

    owner = os.environ.get("SEKISHO_OWNER_URL")
    if owner is None:
        raise UserError(
            "消した跡を消すには、表の持ち主の接続が要ります。",
            "SEKISHO_OWNER_URL を設定した端末で sekisho scrub を実行してください。",
        )
    own = (data / "keys" / "postgres.password").is_file()
    superuser = postgres.start(data).url("postgres") if own else None
    busy = scrub(owner, superuser, sorted({*tables, *_OWN}))
    from sekisho.gate.models import Scrub

    Scrub.objects.using("owner").create(at=begun, busy=busy, whole=own)
    return busy


def _prove(console: Console, text: str, data: Path) -> None:
    from django.conf import settings

    from sekisho.gate.retention.marker import find_marker

    with console.status("探しています…"):
        unread: set[Path] = set()
        found = find_marker(text, {data, settings.SEKISHO_VAULT, settings.SEKISHO_KEYS}, unread)
    for hit in found:
        console.print(f"{hit.path}（{hit.offset:,} バイト目）")
    if found:
        raise UserError(
            f"この文字列が {len(found)} 件のファイルに残っています。",
            "まだ消去の時期でない記録がないかを sekisho purge --dry-run で確かめ、sekisho scrub を実行してください。",
        )
    if unread:
        raise UserError(
            f"{len(unread)} 件のファイルやフォルダーを読めないため、この文字列がないとは言えません（{min(unread)} など）。",
            "データフォルダーの中をすべて読める利用者で、もう一度実行してください。",
        )
    console.print("この文字列は、データフォルダーのどこにもありません。")
