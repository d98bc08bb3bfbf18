"""Ledgers come in, and get their rule (purpose «stool_tests.posting»)."""

from pathlib import PurePath

from django.db.models import Max

from sekisho import gate
from sekisho.affairs.stool_tests.models import Ledger, Teaching
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.base.files import digest_of
from sekisho.books.rule import Rule
from sekisho.books.rule_file import dump_rule, rule_from_text
from sekisho.gate.jobs.declare import Declared
from sekisho.gate.vault.fields import put_file, read_file

ENDINGS = (".xlsx", ".xlsm")


def in_force(fiscal_year: int, lock: bool = False) -> Ledger | None:
    """The version of a fiscal year's ledger that is posted into; ``lock``: nobody else changes it meanwhile."""
    ledgers = Ledger.objects.select_for_update() if lock else Ledger.objects
    return ledgers.filter(fiscal_year=fiscal_year, replaced_at__isnull=True).first()


def keep_ledger(fiscal_year: int, name: str, data: bytes, staff: int) -> Ledger:
    """Keep a ledger as the version in force; raises UserError when it is that already."""
    before = in_force(fiscal_year, lock=True)
    if before and before.digest == digest_of(data):
        raise UserError(
            f"いま使っている第{before.version}版と同じ中身です。", "取り込まなくても、そのまま転記できます。"
        )
    return new_version(fiscal_year, before, name, data, staff)


def new_version(fiscal_year: int, before: Ledger | None, name: str, data: bytes, staff: int) -> Ledger:
    """The next version, which takes the place (and the rule) of the one before."""
    now = clock.now()
    if before:
        before.replaced_at = now
        before.save(update_fields=["replaced_at"])
    last = Ledger.objects.filter(fiscal_year=fiscal_year).aggregate(last=Max("version"))["last"] or 0
    ledger = Ledger(
        fiscal_year=fiscal_year, version=last + 1, name=_short(name), digest=digest_of(data), made_at=now, made_by=staff,
        rule=before.rule if before else "",
    )  # fmt: skip
    put_file(ledger, "content", data)
    ledger.save()
    return ledger


def _short(name: str) -> str:
    """The name without folders; the ending stays where the name is too long."""
    path = PurePath(name.replace("\\", "/"))
    return path.stem[:200] + path.suffix


def bytes_of(ledger: Ledger) -> bytes:
    """The file; UserError when it isn't what was kept."""
    data = read_file(ledger, "content")
    if digest_of(data) != ledger.digest:
        raise UserError(
            f"保管した台帳（{ledger}）の中身が、取り込んだときと違います。",
            "何も書いていません。台帳をもう一度取り込んでください。続くときは情報担当に伝えてください。",
        )
    return data


def rule_of(ledger: Ledger) -> Rule:
    """The ledger's rule; UserError when it has none."""
    if not ledger.rule:
        raise UserError(
            "この台帳には、まだ転記の決まりがありません。",
            "「台帳と決まり」の画面で、記入の例を見せるか、決まりのファイルを入れてください。",
        )
    return rule_from_text(ledger.rule, f"{ledger.fiscal_year}年度の決まり")


def set_rule(ledger: Ledger, rule: Rule, sentence: str) -> None:
    """Let rows find their cell in the ledger by this rule from now on."""
    ledger.rule = dump_rule(rule, sentence)
    ledger.save(update_fields=["rule"])


def show_example(
    ledger: Ledger, before: bytes, name: str, after: bytes, actor: gate.Actor, learn: Declared
) -> Teaching:
    """Keep a ledger that was filled in by hand, and plan the job ``learn`` that finds the rule. ``before`` empty: the ledger
    as it is kept."""
    teaching = Teaching(ledger=ledger, name=_short(name), made_at=clock.now(), made_by=actor.key)
    if before:
        put_file(teaching, "before", before)
    put_file(teaching, "after", after)
    teaching.save()
    teaching.job = learn.plan(actor, case=teaching.pk, teaching=teaching.pk).pk
    teaching.save(update_fields=["job"])
    return teaching


def use_rule(teaching: Teaching, rule: Rule, sentence: str) -> None:
    """Take what was learned as the rule of the ledger in force."""
    ledger = in_force(teaching.ledger.fiscal_year, lock=True)
    if ledger is None:
        raise UserError("台帳がありません。", "台帳を取り込んでから、もう一度お試しください。")
    set_rule(ledger, rule, sentence)
    teaching.used_at = clock.now()
    teaching.save(update_fields=["used_at"])
