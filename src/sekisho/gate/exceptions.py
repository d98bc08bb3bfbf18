"""Asking for, deciding and using what the register doesn't foresee; the database checks every step (0052_exceptions.sql)."""

import datetime
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction

from sekisho.base.errors import UserError
from sekisho.gate import passes
from sekisho.gate.models import Emergency, ExceptionalUse
from sekisho.gate.records import Record
from sekisho.gate.refusals import refusal
from sekisho.gate.rights import record_kind, technical_columns
from sekisho.gate.vault.fields import file_fields

REQUEST, DECISION, REVIEW = "gate.exception_request", "gate.exception_decision", "gate.emergency_review"


def openable_columns() -> list[tuple[str, str]]:
    """«table.column» of everything that an exceptional use may name, with its words; the gate's own tables never, nor names of
    files in the vault, which say nothing."""
    found = []
    for model in apps.get_models():
        if issubclass(model, Record) and model._meta.app_label != "gate":
            unseen = technical_columns(model) | set(file_fields(model))
            found += [
                (
                    f"{model._meta.db_table}.{field.attname}",
                    f"{model._meta.verbose_name}：{field.verbose_name}",
                )
                for field in model._meta.concrete_fields
                if field.name not in unseen and not field.primary_key
            ]
    return found


def ask(
    ground: str, aim: str, necessity: str, subjects: Sequence[str], columns: Sequence[str],
    since: datetime.date, until: datetime.date,
) -> ExceptionalUse:  # fmt: skip
    """A request by the actor of the open pass (gate.exception_request); UserError for what no request may be."""
    kinds = {record_kind(model).subject_kind for model in apps.get_models() if issubclass(model, Record)}
    unknown = [one for one in subjects if one.partition(":")[0] not in kinds or not one.partition(":")[2]]
    if unknown or not subjects:
        raise UserError(
            f"対象者「{unknown[0] if unknown else ''}」を読み取れません。",
            "「種類:番号」の形で、1 行に 1 人書いてください。",
        )
    beyond = set(columns) - {column for column, _ in openable_columns()}
    if beyond or not columns:
        raise UserError("見る項目が選ばれていないか、選べない項目です。", "一覧から選んでください。")
    if until < since:
        raise UserError("終わりの日が、始まりの日より前です。", "期間を直してください。")
    return ExceptionalUse.objects.create(
        ground=ground, aim=aim, necessity=necessity, subjects=list(subjects), columns=list(columns),
        since=since, until=until,
    )  # fmt: skip


def decide(number: int, approved: bool, decision: str) -> None:
    """The decision of the actor of the open pass (gate.exception_decision), who can't be the one who asked."""
    open_pass = passes.current()
    found = ExceptionalUse.objects.filter(pk=number).first()
    if found is None or found.decided_at:
        raise UserError("この申請は、すでに決定されているか、ありません。", "一覧を開き直してください。")
    if open_pass and found.requested_by == open_pass.actor.key:
        raise UserError(
            "自分の申請を自分で決めることはできません。", "ほかの個人情報保護担当に頼んでください。"
        )
    ExceptionalUse.objects.filter(pk=number).update(approved=approved, decision=decision)


@contextmanager
def use(actor: passes.Actor, number: int) -> Iterator[passes.Pass]:
    """Open the gate as narrowly as the approved exceptional use says, for the person who asked."""
    with passes.enter(actor, passes.EXCEPTIONAL_USE, number) as opened:
        yield opened


def shown(opened: passes.Pass) -> list[tuple[str, list[str], list[dict[str, Any]]]]:
    """What an exceptional use shows: for each table its name, the columns' words and the rows of its subjects."""
    found = []
    for model in apps.get_models():
        columns = [
            field
            for field in _fields(model)
            if f"{model._meta.db_table}.{field.attname}" in (opened.excepted or ())
        ]
        if columns and issubclass(model, Record):
            names = [field.attname for field in columns]
            # As models, so that sealed text opens; columns that the use doesn't name aren't loaded.
            rows = [{name: getattr(row, name) for name in names} for row in model.objects.order_by("pk")]
            found.append(
                (str(model._meta.verbose_name), [str(field.verbose_name) for field in columns], rows)
            )
    return found


def _fields(model: type[models.Model]) -> Sequence[Any]:
    return model._meta.concrete_fields


def break_glass(actor: passes.Actor, purpose: str, ground: str, reason: str) -> int:
    """Open ``purpose`` to the actor for half an hour; the number of the emergency. Loud: logged, and the head and the
    privacy officer are told. Raises Refused where even an emergency opens nothing (zone, terminal, no post today)."""
    if not reason.strip():
        raise UserError(
            "理由が書かれていません。", "あとで確かめる人に分かるように、何が起きているかを書いてください。"
        )
    with transaction.atomic(), connection.cursor() as cursor:
        for held in actor.held:
            cursor.execute(
                "SELECT gate.break_glass(%s::bigint, %s, %s::bigint, %s::bigint, %s, %s, %s, %s, %s)",
                [
                    actor.key, held.post, held.office, actor.terminal, actor.terminal_kind, settings.SEKISHO_ZONE,
                    purpose, ground, reason.strip(),
                ],
            )  # fmt: skip
            if number := cursor.fetchone()[0]:
                return int(number)
    raise refusal(purpose, "post", actor.held[0] if actor.held else None)


def emergencies_of(actor: passes.Actor) -> list[tuple[str, datetime.datetime]]:
    """Purposes that the actor holds open by emergency now, and until when."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT purpose, until FROM gate.emergencies_of(%s::bigint)", [actor.key])
        return list(cursor.fetchall())


def review(number: int, finding: str) -> None:
    """What the actor of the open pass (gate.emergency_review) found; never the one who broke the glass."""
    open_pass = passes.current()
    found = Emergency.objects.filter(pk=number).first()
    if found is None or found.reviewed_at:
        raise UserError("この利用は、すでに点検されているか、ありません。", "一覧を開き直してください。")
    if open_pass and found.actor == open_pass.actor.key:
        raise UserError(
            "自分の利用を自分で点検することはできません。", "ほかの個人情報保護担当に頼んでください。"
        )
    if not finding.strip():
        raise UserError("点検の結果が書かれていません。", "何を確かめ、どう判断したかを書いてください。")
    Emergency.objects.filter(pk=number).update(finding=finding.strip())
