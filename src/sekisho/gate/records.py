"""Models with personal data. What they show is limited to the pass, and noted in the log when the pass closes."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any, ClassVar, Self

from django.db import models

from sekisho.gate import passes
from sekisho.gate.rights import record_kind


class Records(models.QuerySet):  # type: ignore[type-arg]
    """Rows with personal data: columns that the purpose doesn't read stay unread, and what is read is noted."""

    def _fetch_all(self) -> None:
        fresh = self._result_cache is None
        super()._fetch_all()
        if fresh and self._fields is not None:
            self._note_values(self._result_cache)

    def iterator(self, chunk_size: int | None = None) -> Iterator[Any]:
        """As Django's; rows that aren't models are noted too."""
        if self._fields is None:
            yield from super().iterator(chunk_size)
            return
        seen = list(super().iterator(chunk_size))
        self._note_values(seen)
        yield from seen

    def _note_values(self, found: Collection[Any]) -> None:
        """Note the rows of ``values`` and ``values_list``: whose they are, or how many where they are grouped."""
        open_pass = passes.current()
        if open_pass is None or not found:
            return
        names = [self.model._meta.get_field(name).attname for name in self.query.values_select]
        open_pass.check_columns(self.model, names)
        if self.query.group_by is not None:
            open_pass.counted(self.model, names, len(found))
            return
        subject = passes.subject_column(self.model)
        if subject not in names:
            raise passes.SubjectMissing(self.model, subject)
        place = len(self.query.extra_select) + names.index(subject)
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


def _value(row: Any, subject: str, place: int) -> Any:
    """The subject's key in a row of values(), values_list() or values_list(flat=True)."""
    if isinstance(row, dict):
        return row.get(subject, row.get(subject.removesuffix("_id")))
    return row[place] if isinstance(row, tuple) else row


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
