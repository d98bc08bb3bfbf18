"""The roster (名簿): who may stand on the sheets of a facility."""

import csv
import datetime
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sekisho.base.errors import UserError
from sekisho.base.files import read_text, undefuse
from sekisho.base.kanji import plain
from sekisho.base.wareki import parse_date

COLUMNS = ("facility", "name")
_REMEDY = (
    "1 行目を facility,name（任意で kana,number,birth_date）とし、"
    "2 行目から 1 人 1 行で書いた CSV にしてください。"
)


@dataclass(frozen=True)
class Person:
    """One line of the roster. ``name`` as written there; ``number`` is the city's own (staff number…)."""

    facility: str
    name: str
    kana: str = ""
    number: str = ""
    birth_date: datetime.date | None = None


@dataclass(frozen=True)
class Roster:
    """Everybody who may stand on a sheet, in the order of the file."""

    persons: tuple[Person, ...] = ()

    @property
    def facilities(self) -> tuple[str, ...]:
        """Facility names in the order of their first appearance."""
        return tuple(dict.fromkeys(person.facility for person in self.persons))

    def people(self, facility: str) -> tuple[Person, ...]:
        """The persons of one facility, in the order of the file; empty for one that isn't there."""
        return tuple(person for person in self.persons if person.facility == facility)


def load_roster(path: Path) -> Roster:
    """Read ROSTER.csv (UTF-8 with or without BOM, or cp932).

    Two persons of one name in a facility may stand there if number or birth date tells them apart.
    UserError when a column is missing, a value can't be read, a line stands there twice or nobody does.
    """
    persons = []
    for _, found in roster_lines(read_text(path), path.name):
        if isinstance(found, UserError):
            raise found
        persons.append(found)
    if not persons:
        raise UserError(f"名簿「{path.name}」に 1 人も載っていません。", _REMEDY)
    _twins_told_apart(path, persons)
    return Roster(tuple(persons))


def roster_lines(text: str, file: str) -> Iterator[tuple[int, Person | UserError]]:
    """The lines of a roster with their numbers: the person, or what is wrong with the line. ``file``: its name in messages.

    UserError for the whole file: a column is missing, or it is no CSV.
    """
    reader = csv.DictReader(io.StringIO(text, newline=""))
    if not text.strip():
        raise UserError(f"名簿「{file}」は空です。", _REMEDY)
    header = [plain(name) for name in reader.fieldnames or []]
    reader.fieldnames = header
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        raise UserError(f"名簿「{file}」に列「{'、'.join(missing)}」がありません。", _REMEDY)
    lines: dict[Person, int] = {}
    try:
        for line in reader:
            number = reader.line_num
            value = {key: undefuse(cell or "").strip() for key, cell in line.items() if isinstance(key, str)}
            if not any(value.values()):
                continue
            try:
                person = _person(file, number, value)
            except UserError as error:
                yield number, error
                continue
            if person in lines:
                yield (
                    number,
                    UserError(
                        f"名簿「{file}」の {lines[person]} 行目と {number} 行目が同じです"
                        f"（{person.facility} {person.name}）。",
                        "一方を消すか、同姓同名の別の方なら number か birth_date で区別してください。",
                    ),
                )
                continue
            lines[person] = number
            yield number, person
    except csv.Error as error:
        raise UserError(f"名簿「{file}」を CSV として読めません（{error}）。", _REMEDY) from error


def _person(file: str, number: int, value: dict[str, str]) -> Person:
    for column in COLUMNS:
        if not plain(value[column]):
            raise UserError(f"名簿「{file}」の {number} 行目の「{column}」が空です。", _REMEDY)
    birth = value.get("birth_date", "")
    date = parse_date(birth) if birth else None
    if birth and date is None:
        raise UserError(
            f"名簿「{file}」の {number} 行目の生年月日「{birth}」を読み取れません。",
            "1990-05-01 または 平成2年5月1日 のように書いてください。",
        )
    return Person(value["facility"], value["name"], value.get("kana", ""), value.get("number", ""), date)


def _twins_told_apart(path: Path, persons: list[Person]) -> None:
    """Two of one name in a facility must differ in number or birth date, or a copy of a line was changed."""
    keys = Counter((p.facility, plain(p.name), p.number, p.birth_date) for p in persons)
    for (facility, name, _number, _birth), count in keys.items():
        if count > 1:
            raise UserError(
                f"名簿「{path.name}」に {facility} の「{name}」が {count} 行あり、区別がつきません。",
                "重複なら一方を消し、同姓同名の別の方なら number か birth_date で区別してください。",
            )
