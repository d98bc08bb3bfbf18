"""Where staff live, to the block: kept by heads for their own people and by the privacy officer, never by oneself
(purpose «people.homes»); compared by the database alone (migrations/sql/0102_near.sql)."""

from dataclasses import dataclass

from django.db import connection

from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.gate import passes
from sekisho.people.models import HomeBlock, Office, Staff
from sekisho.people.queries import people_of

#: Of a block, as the table takes it.
_LONGEST = 120


@dataclass(frozen=True)
class Home:
    """A member of staff at an office, and the block that the office keeps of them (None: nothing is kept)."""

    staff: Staff
    office: Office
    kept: HomeBlock | None


def homes() -> list[Home]:
    """Everybody at the offices that the open pass reaches, each once an office."""
    opened = passes.current()
    assert opened
    offices = Office.objects.all()
    if opened.offices is not None:
        offices = offices.filter(pk__in=opened.offices)
    kept = {(one.staff_id, one.office_id): one for one in HomeBlock.objects.all()}
    found: dict[tuple[int, int], Home] = {}
    for office, held in people_of(list(offices), clock.today()):
        for one in held:
            found.setdefault(
                (one.staff_id, office.pk), Home(one.staff, office, kept.get((one.staff_id, office.pk)))
            )
    return list(found.values())


def keep(home: Home, address: str, by: Staff) -> HomeBlock:
    """Keep the block of this address and forget the address; UserError where no block can be read from it."""
    if home.staff == by:
        raise UserError("自分の住まいは自分では書けません。", "個人情報保護担当に頼んでください。")
    with connection.cursor() as cursor:
        cursor.execute("SELECT gate.home_block(%s)", [address])
        block = cursor.fetchone()[0]
    if block is None or len(block) > _LONGEST:
        raise UserError(
            "住所から町名と番を読み取れません。",
            "「さくら町3丁目12番5号」「本町12-5」のように、番（番地）の数字まで書いてください。",
        )
    kept, _ = HomeBlock.objects.update_or_create(
        staff=home.staff, office=home.office, defaults={"block": block, "kept_on": clock.today()}
    )
    return kept


def forget(home: HomeBlock, by: Staff) -> None:
    """Keep it no longer."""
    if home.staff_id == by.pk:
        raise UserError("自分の住まいは自分では消せません。", "個人情報保護担当に頼んでください。")
    home.delete()
