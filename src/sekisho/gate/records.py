"""Models with personal data. What they show is limited to the pass, and noted in the log when the pass closes."""

import functools
from collections.abc import Collection, Iterable, Iterator
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models.expressions import Col

from sekisho.gate import passes
from sekisho.gate.rights import record_kind


class Records(models.QuerySet):  # type: ignore[type-arg]
    """Rows with personal data: columns that the purpose doesn't read stay unread, and what is read is noted."""

    def _fetch_all(self) -> None:
        fresh = self._result_cache is None
        super()._fetch_all()
        if fresh:
            self._note(self._result_cache)

    def iterator(self, chunk_size: int | None = None) -> Iterator[Any]:
        """As Django's; rows that aren't models are noted too."""
        if self._fields is None and not self.query.annotation_select:
            yield from super().iterator(chunk_size)
            return
        seen = list(super().iterator(chunk_size))
        self._note(seen)
        yield from seen

    def _note(self, found: Collection[Any]) -> None:
        """Note what models don't note themselves (``from_db``): rows of ``values`` and ``values_list`` by whose they are, or how
        many where they are grouped; and the columns that annotations are made of."""
        open_pass = passes.current()
        if open_pass is None or not found:
            return
        worked = annotated_columns(self.query, self.model)
        if self._fields is None:
            if worked:
                open_pass.saw_subjects(self.model, worked, ())
            return
        chosen = [_chosen(self.model, name) for name in self.query.values_select]
        names = [*(name for name in chosen if name), *worked]
        open_pass.check_columns(self.model, names)
        if self.query.group_by is not None:
            open_pass.counted(self.model, names, len(found))
            return
        subject = passes.subject_column(self.model)
        if subject not in chosen:
            raise passes.SubjectMissing(self.model, subject)
        place = len(self.query.extra_select) + chosen.index(subject)
        open_pass.saw_subjects(self.model, names, [_value(row, subject, place) for row in found])

    def exists(self) -> bool:
        """As Django's; noted as a count."""
        self._note_count()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """As Django's; noted as a count."""
        self._note_count()
        return super().aggregate(*args, **kwargs)

    def count(self) -> int:
        """As Django's; noted as a count."""
        if self._result_cache is None:
            self._note_count()
        return super().count()

    def _note_count(self) -> None:
        if open_pass := passes.current():
            open_pass.counted(self.model, (), 0)


def annotated_columns(query: Any, model: type[models.Model]) -> set[str]:
    """Columns of ``model`` that the query's annotations are made of."""
    return {
        part.target.attname
        for expression in query.annotation_select.values()
        for part in expression.flatten()
        if isinstance(part, Col) and part.target.model is model
    }


def _chosen(model: type[models.Model], name: str) -> str:
    """The column that a name of ``values`` means; "" for one of another table that holds no records."""
    first, _, rest = name.partition("__")
    field: Any = model._meta.get_field(first)
    if not rest:
        return str(field.attname)
    while rest:
        first, _, rest = rest.partition("__")
        model = field.related_model
        field = model._meta.get_field(first)
    if issubclass(model, Record):
        raise TypeError(
            f"«{name}» is of another record: read {model.__name__} by itself, so that the log knows whose it was"
        )
    return ""


def _value(row: Any, subject: str, place: int) -> Any:
    """The subject's key in a row of values(), values_list() or values_list(flat=True)."""
    if isinstance(row, dict):
        return row.get(subject, row.get(subject.removesuffix("_id")))
    return row[place] if isinstance(row, tuple) else row


@functools.cache
def _sorted_by(model: type[models.Model]) -> frozenset[str]:
    """Fields of the model's usual order."""
    return frozenset(str(name).lstrip("-").partition("__")[0] for name in model._meta.ordering)


class RecordManager(models.Manager.from_queryset(Records)):  # type: ignore[misc]
    """Leaves out the columns that the open pass doesn't read, and the rows of offices that it doesn't reach: the policy would
    leave them out too, but of what it asks for the planner knows nothing and reads the whole table."""

    def get_queryset(self) -> Records:
        """All rows that the pass may reach, without the columns that the open purpose may not read."""
        found: Records = super().get_queryset()
        open_pass = passes.current()
        if open_pass is None:
            return found
        hidden = open_pass.hidden(self.model)
        if hidden:
            found = found.defer(*hidden)
            if hidden & _sorted_by(self.model):
                found = found.order_by("pk")
        office = record_kind(self.model).office
        if office and open_pass.offices is not None:
            found = found.filter(**{f"{office}__in": open_pass.offices})
        return found


class Record(models.Model):
    """Base of every model with personal data; the affair's register says whose it is and who may see what."""

    objects = RecordManager()
    #: The column that names the row's key in the vault, for models with sealed parts.
    key_column: ClassVar[str | None] = None

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Iterable[Any]) -> Self:
        """As Django's; notes whose record was loaded, and which columns of it."""
        loaded = super().from_db(db, field_names, values)
        if open_pass := passes.current():
            open_pass.loaded(cls, field_names, loaded)
        return loaded
