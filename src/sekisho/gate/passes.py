"""An open pass: who acts under which purpose, for the length of one transaction.

``enter`` begins a transaction, asks the database for the pass (gate.open decides by the register) and, before it commits,
writes into the log what was seen. When the block fails, the transaction is rolled back with its log lines; what had been
seen by then is written afterwards, in a transaction of its own.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction

from sekisho.gate.answers import Refused, Why
from sekisho.gate.refusals import refusal
from sekisho.gate.rights import hidden_columns, readable_columns, record_kind

#: Opened by an approved exceptional use, whose number is the case.
EXCEPTIONAL_USE = "gate.exceptional_use"


@dataclass(frozen=True)
class Held:
    """A post that an actor holds at an office (ids of the room «people»)."""

    post: str
    office: int


@dataclass(frozen=True)
class Actor:
    """Who acts: a member of staff with the posts held today, the one acted in first; a job of the program; or nobody known
    (``key`` None). ``terminal``: the registered terminal, and its kind (``gate.words.TERMINALS``)."""

    key: int | None
    held: tuple[Held, ...] = ()
    terminal: int | None = None
    terminal_kind: str = "any"
    job: bool = False


def job_actor() -> Actor:
    """The program itself, at work without a person."""
    return Actor(None, job=True)


class SubjectMissing(TypeError):
    """Values of records were read without the column that tells whose they are."""

    def __init__(self, model: type[models.Model], subject: str) -> None:
        super().__init__(
            f"values() of {model.__name__} need «{subject}»: the log must know whose record was seen"
        )


@dataclass
class _Look:
    """What was seen of one table."""

    subjects: set[str] = field(default_factory=set)
    fields: set[str] = field(default_factory=set)
    rows: int = 0


@dataclass
class _Loading:
    """Rows of one query: their model, the column of their subjects, the columns read (kept, so that their id stays theirs),
    subjects."""

    model: type[models.Model]
    column: str
    names: Collection[str]
    subjects: list[Any] = field(default_factory=list)


@dataclass
class Pass:
    """An open gate. ``held``: the post acted in, and where; ``purpose`` is «affair.purpose»."""

    actor: Actor
    held: Held | None
    purpose: str
    case: str
    zone: str
    number: str = ""
    looks: dict[tuple[str, str], _Look] = field(default_factory=dict)
    within: list["Pass"] = field(default_factory=list)
    #: «table.column» that an exceptional use names; None for a pass by the register.
    excepted: frozenset[str] | None = None
    #: The offices that it reaches, where it reaches offices alone; the policies know them by themselves.
    offices: list[int] | None = None
    _loading: dict[tuple[type[models.Model], int], _Loading] = field(default_factory=dict)
    #: The one that the row before belonged to: rows of a query come one after the other.
    _last: _Loading | None = None

    def hidden(self, model: type[models.Model]) -> frozenset[str]:
        """Field names of ``model`` that the purpose may not read."""
        if self.excepted is None:
            return hidden_columns(model, self.purpose)
        readable = self._excepted_columns(model)
        return frozenset(one.name for one in model._meta.concrete_fields if one.attname not in readable)

    def check_columns(self, model: type[models.Model], names: Iterable[str]) -> None:
        """Raises Refused when one of the columns isn't among those that the purpose reads."""
        beyond = set(names) - self._readable(model)
        if beyond:
            raise refusal(self.purpose, "column", self.held)

    def check_named(self, model: type[models.Model], columns: frozenset[str]) -> None:
        """As ``check_columns``, for columns that a statement names anywhere. The scope's own may always be named. Where the
        purpose reads nothing of the model, the policies let no row through, and there is nothing to refuse."""
        readable = self._readable(model)
        kind = record_kind(model)
        if readable and columns - readable - {kind.subject, kind.office, kind.case}:
            raise refusal(self.purpose, "column", self.held)

    def _readable(self, model: type[models.Model]) -> frozenset[str]:
        return (
            readable_columns(model, self.purpose) if self.excepted is None else self._excepted_columns(model)
        )

    def _excepted_columns(self, model: type[models.Model]) -> frozenset[str]:
        """What the exceptional use names of ``model``, and the columns that tell whose row it is and by which key its sealed
        parts open."""
        table = f"{model._meta.db_table}."
        named = {one.removeprefix(table) for one in self.excepted or () if one.startswith(table)}
        key = getattr(model, "key_column", None)
        return frozenset({*named, model._meta.pk.attname, subject_column(model), *([key] if key else [])})

    def loaded(self, model: type[models.Model], names: Collection[str], row: models.Model) -> None:
        """Note that a row was loaded with the columns ``names``; the list is the same for all rows of a query, so it is
        checked once."""
        loading = self._last
        if loading is None or loading.names is not names or loading.model is not model:
            loading = self._last = self._loading_of(model, names)
        loading.subjects.append(row.__dict__.get(loading.column))

    def _loading_of(self, model: type[models.Model], names: Collection[str]) -> _Loading:
        found = self._loading.get((model, id(names)))
        if found is None:
            self.check_columns(model, names)
            found = self._loading[model, id(names)] = _Loading(model, subject_column(model), names)
        return found

    def settle(self) -> None:
        """Turn the rows loaded so far into looks."""
        for loading in self._loading.values():
            self.saw_subjects(loading.model, loading.names, loading.subjects)
        self._loading.clear()
        self._last = None

    def saw_subjects(self, model: type[models.Model], names: Iterable[str], keys: Collection[Any]) -> None:
        """Note that the columns ``names`` of these subjects' rows were read."""
        kind = record_kind(model).subject_kind
        look = self._look("read", model)
        look.fields.update(names)
        look.subjects.update(f"{kind}:{key}" for key in keys)
        look.rows += len(keys)

    def noted(self, kind: str, table: str, subjects: Iterable[str], names: Iterable[str]) -> None:
        """Note a look at rows that aren't records but are about people («kind:key»), such as staff."""
        look = self.looks.setdefault((kind, table), _Look())
        look.subjects.update(subjects)
        look.fields.update(names)
        look.rows = len(look.subjects)

    def counted(self, model: type[models.Model], names: Iterable[str], rows: int) -> None:
        """Note that rows were counted or added up, nobody's record shown."""
        look = self._look("counted", model)
        look.fields.update(names)
        look.rows += rows

    def _look(self, kind: str, model: type[models.Model]) -> _Look:
        return self.looks.setdefault((kind, model._meta.db_table), _Look())


_open: ContextVar[Pass | None] = ContextVar("open pass", default=None)


def current() -> Pass | None:
    """The open pass; None when the gate is closed."""
    return _open.get()


def subject_column(model: type[models.Model]) -> str:
    """The column of ``model`` that tells whose record a row is."""
    return record_kind(model).subject


@contextmanager
def enter(actor: Actor, purpose: str, case: object = "") -> Iterator[Pass]:
    """Open the gate for ``purpose`` inside one transaction; raises Refused when the register doesn't allow it.

    1. Transaction, or a savepoint in an open one. 2. The database opens the pass for the first post held that may use the
    purpose. 3. The block. 4. What was seen goes into the log, the pass is closed, the transaction commits.
    """
    before = _open.get()
    # Nothing outside may roll a whole pass back, its log lines with it.
    whole = transaction.atomic(durable=before is None)
    opened = Pass(actor, actor.held[0] if actor.held else None, purpose, str(case), settings.SEKISHO_ZONE)
    try:
        with whole:
            _open_in_database(opened)
            token = _open.set(opened)
            try:
                yield opened
                _write_looks(opened)
            finally:
                _open.reset(token)
            if before:
                _reopen(before)
    except Refused as refused:
        _note_outside(opened, "refused", "", _Look(), refused.why)
        _note_failed(opened, "Refused")
        raise
    except BaseException as error:
        _note_failed(opened, type(error).__name__)
        raise
    finally:
        if before:
            before.within.append(opened)


def _open_in_database(opened: Pass) -> None:
    """Ask for each post held, the one acted in first; keep the first that may."""
    tried: list[Why] = []
    for held in opened.actor.held or (None,):
        why = _ask(opened, held)
        if why == "allowed":
            opened.held = held
            return
        tried.append(why)
    # A post that fits but fails elsewhere says more than one that doesn't fit.
    raise refusal(opened.purpose, next((why for why in tried if why != "post"), tried[0]), opened.held)


def _ask(opened: Pass, held: Held | None) -> Any:
    actor = opened.actor
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pass_id, why, reached FROM gate.open(%s, %s::bigint, %s, %s::bigint, %s::bigint, %s, %s, %s, %s, %s)",
            [
                actor.job, actor.key, held.post if held else "", held.office if held else None, actor.terminal,
                actor.terminal_kind, opened.zone, opened.purpose, opened.case, settings.SEKISHO_REQUIRE_APPROVAL,
            ],
        )  # fmt: skip
        number, why, opened.offices = cursor.fetchone()
        if why == "allowed" and opened.purpose == EXCEPTIONAL_USE:
            cursor.execute("SELECT gate.excepted_columns()")
            opened.excepted = frozenset(cursor.fetchone()[0])
    opened.number = str(number or "")
    return why


def _write_looks(opened: Pass) -> None:
    """One line a table and kind, all in one statement; none where nothing was looked at."""
    opened.settle()
    if not opened.looks:
        return
    looks = [
        (kind, table, _lines(look.subjects), _lines(look.fields), look.rows)
        for (kind, table), look in sorted(opened.looks.items())
    ]
    with connection.cursor() as cursor:
        # psycopg takes its time over lists of texts.
        cursor.execute("SELECT gate.note_looks(%s::jsonb)", [json.dumps(looks)])


def _lines(names: Iterable[str]) -> str:
    return "\n".join(sorted(name.replace("\n", " ") for name in names))


def _reopen(before: Pass) -> None:
    """Back to the pass around this one; an outermost pass ends with its transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('gate.pass', %s, true)", [before.number])


def _note_failed(opened: Pass, error: str) -> None:
    """Write again what the rollback took out of the log: the looks of this pass and of those opened within it."""
    opened.settle()
    for (_, table), look in sorted(opened.looks.items()):
        _note_outside(opened, "failed", table, look, error)
    for inner in opened.within:
        _note_failed(inner, error)


def _note_outside(opened: Pass, kind: str, table: str, look: _Look, note: str) -> None:
    actor, held = opened.actor, opened.held
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT gate.note_outside(%s::bigint, %s, %s::bigint, %s::bigint, %s, %s, %s,"
            " %s, %s, %s::text[], %s::text[], %s, %s)",
            [
                actor.key, held.post if held else "", held.office if held else None, actor.terminal, opened.zone,
                opened.purpose, opened.case, kind, table, sorted(look.subjects), sorted(look.fields), look.rows, note,
            ],
        )  # fmt: skip
