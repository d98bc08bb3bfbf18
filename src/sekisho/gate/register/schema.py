"""What stands in a ``register.toml``. Fields follow a city's register of affairs and the file book of
the Act on the Protection of Personal Information, art. 74 (1) and 75, and Order art. 21."""

import datetime
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    StringConstraints,
    model_serializer,
    model_validator,
)

from sekisho.gate.words import POSTS, SCOPES, TERMINALS, ZONES

Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
#: «Person.name»: model and field of the affair's own models.
Column = Annotated[str, StringConstraints(pattern=r"^[A-Z]\w*\.[a-z]\w*$")]
LengthText = Annotated[str, StringConstraints(pattern=r"^[1-9]\d* (days|months|years|fiscal_years)$")]
Post = Literal[tuple(POSTS)]  # type: ignore[valid-type]
Zone = Literal[tuple(ZONES)]  # type: ignore[valid-type]
Terminal = Literal[tuple(TERMINALS)]  # type: ignore[valid-type]
Scope = Literal[tuple(SCOPES)]  # type: ignore[valid-type]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Affair(_Entry):
    """The head of the entry: which job of the city, by whom, on what ground, about whom. ``office``: its name for the reader,
    ``office_code``: the room «people»'s code for it. ``institution``: 機関, which holds the file; ``requests_address``,
    ``special_procedures`` and ``proposals``: what the file book asks besides (arts. 74 (1) ix and x, 110)."""

    name: Words
    office: Words
    office_code: Words
    ground: Words
    aim: Words
    subjects: tuple[Words, ...] = Field(min_length=1)
    started: datetime.date
    sources: tuple[Words, ...] = Field(min_length=1)
    recipients: tuple[Words, ...] = ()
    processors: tuple[Words, ...] = ()
    connections: tuple[Words, ...] = ()
    requests_to: Words
    institution: Words = "市長"
    requests_address: str = ""
    special_procedures: str = ""
    proposals: str = ""
    consultation: str = ""
    remarks: str = ""


class Item(_Entry):
    """A recorded item (記録項目) and the columns that hold it. ``sensitive``: 要配慮個人情報 (Act art. 2 (3)); ``ordinance``:
    条例要配慮個人情報 (art. 60 (5))."""

    name: Words
    columns: tuple[Column, ...] = Field(min_length=1)
    sensitive: bool = False
    ordinance: bool = False


class Technical(_Entry):
    """Columns that say nothing about a person by themselves (keys, times of the program), and why."""

    columns: tuple[Column, ...] = Field(min_length=1)
    why: Words


class Plain(_Entry):
    """Models of the affair that hold no personal data, and why."""

    models: tuple[Words, ...] = Field(min_length=1)
    why: Words


class RecordKind(_Entry):
    """A model with personal data: the column that tells whose record it is, and those that scopes hang on.

    ``subject``: «id» when the row itself is the person. ``office``/``case``: empty when there is none. ``name``: the column with
    the person's name, where the row has it in the clear: auditors can then ask who looked at people of their own family name;
    ``address``, so too, beside a name: who looked at people next door.
    """

    model: Words
    subject: Key = "id"
    subject_kind: str = ""
    office: str = ""
    case: str = ""
    name: str = ""
    address: str = ""

    @model_validator(mode="after")
    def _whose(self) -> "RecordKind":
        if self.address and not self.name:
            raise ValueError("address が書けるのは name のある記録だけです")
        return self

    @model_serializer(mode="wrap")
    def _as_before(self, rest: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Without an address nothing is said of one, so that the entry keeps its hash."""
        said: dict[str, Any] = rest(self)
        return {name: value for name, value in said.items() if value or name != "address"}


class Who(_Entry):
    """A post that may use the purpose, where it must be held, and how far it sees.

    ``at``: codes or kinds of offices («facility», «section», «any»); left out, the office in charge of the affair.
    ``offices``: codes, for the scope «offices».
    """

    post: Post
    at: tuple[Words, ...] = ()
    scope: Scope
    offices: tuple[Words, ...] = ()

    @model_validator(mode="after")
    def _named(self) -> "Who":
        if (self.scope == "offices") != bool(self.offices):
            raise ValueError("offices が要るのは scope が offices のときだけです")
        return self


class Purpose(_Entry):
    """A purpose of use (利用目的): by whom, with which items, where.

    ``job``: the program itself may act under it, without a person. ``export``: what it shows may leave as a file or print.
    ``plain``: its pages touch no personal data, and only say which posts may open them. ``public``: anybody may open them
    without signing in; they touch none either.
    """

    key: Key
    name: Words
    why: Words
    who: tuple[Who, ...] = ()
    job: bool = False
    reads: tuple[Words, ...] = ()
    writes: tuple[Words, ...] = ()
    erases: bool = False
    export: bool = False
    plain: bool = False
    public: bool = False
    zones: tuple[Zone, ...] = Field(min_length=1)
    terminals: tuple[Terminal, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _nothing_personal(self) -> "Purpose":
        if (self.plain or self.public) and (self.reads or self.writes or self.erases or self.export):
            raise ValueError("plain と public の目的は、項目を見ず、書かず、書き出しません")
        if self.public and (self.who or self.job):
            raise ValueError("public の目的には、職位も job もありません")
        return self

    @model_serializer(mode="wrap")
    def _as_before(self, rest: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """What isn't so isn't written, so that an entry without such purposes keeps its hash."""
        said: dict[str, Any] = rest(self)
        return {name: value for name, value in said.items() if value or name not in ("plain", "public")}


class Gives(_Entry):
    """What this affair hands to others when something happens (``gate.handovers``): ``to``: their keys, ``items``: what they learn by
    it. Each of them says so too ([[takes]])."""

    key: Key
    to: tuple[Key, ...] = Field(min_length=1)
    items: tuple[Words, ...] = Field(min_length=1)
    why: Words


class Takes(_Entry):
    """What this affair takes from another: ``giver``: «affair.key» of its [[gives]]; ``purpose``: the purpose of this affair under
    which the program does what follows."""

    giver: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$")]
    purpose: Key
    why: Words


class Retention(_Entry):
    """When records go: ``length`` after the event ``anchor``; ``fallback`` starts the clock where the event never comes,
    for ``fallback_length`` (left out: the same), so that what still goes on isn't erased meanwhile.

    ``anchor`` and ``fallback`` are columns (dates or times). ``length``: «30 days», «5 years» or «5 fiscal_years»
    (counted from the April after, as document rules do). ``unsure``: a city's own choice, shown as 要確認.
    """

    models: tuple[Words, ...] = Field(min_length=1)
    anchor: Column
    event: Words
    fallback: Column
    length: LengthText
    fallback_length: LengthText | None = None
    ground: Words
    unsure: bool = False


class Entry(_Entry):
    """A whole ``register.toml``."""

    affair: Affair
    items: tuple[Item, ...] = Field(min_length=1)
    technical: tuple[Technical, ...] = ()
    plain: tuple[Plain, ...] = ()
    #: Empty only for the house's own room «people», whose rows sign-in must see before any pass.
    records: tuple[RecordKind, ...] = ()
    purposes: tuple[Purpose, ...] = Field(min_length=1)
    retention: tuple[Retention, ...] = ()
    gives: tuple[Gives, ...] = ()
    takes: tuple[Takes, ...] = ()
