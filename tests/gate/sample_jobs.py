"""Jobs that the tests of the queue plan; a worker process of a test imports them too."""

import os
import time
from pathlib import Path

from sekisho import gate
from sekisho.affairs.stool_tests.models import Person
from sekisho.base.errors import UserError
from sekisho.gate.jobs.work import Work

UPKEEP = "stool_tests.roster_upkeep"
SECRET = "大空 花子"


#: A line for each time that what the first run of ``add_one`` needs was loaded.
loaded: list[int] = []


def _load() -> None:
    loaded.append(os.getpid())


@gate.job(UPKEEP, title="一人を加える", steps=("加えています",), ready=_load)
def add_one(work: Work, office: int) -> None:
    """One person more."""
    work.step("加えています", total=1)
    Person.objects.create(facility_id=office, name=SECRET)
    work.advance()


@gate.job(UPKEEP, title="ゆっくり加える", steps=("加えています",))
def add_slowly(work: Work, office: int) -> None:
    """One person more, and then a long time until the end, unless a file says otherwise."""
    Person.objects.create(facility_id=office, name=SECRET)
    work.step("加えています", total=400)
    for _ in range(400):
        work.advance()
        if Path(os.environ["SEKISHO_TEST_HURRY"]).exists():
            return
        time.sleep(0.05)


@gate.job(UPKEEP, title="見たあとで失敗する")
def fail_with_a_name(work: Work, office: int) -> None:
    """Fails with a name in the exception."""
    Person.objects.create(facility_id=office, name=SECRET)
    raise ValueError(f"{SECRET} は読めません")


@gate.job(UPKEEP, title="直せる失敗")
def fail_politely(work: Work) -> None:
    """Fails as a user can mend."""
    raise UserError("列がありません。", "列を加えてください。")


@gate.job("stool_tests.roster", title="認められない")
def not_for_jobs(work: Work) -> None:
    """The register gives this purpose to people only."""


@gate.job("", title="通行のない処理")
def peep(work: Work) -> None:
    """Looks at records without a pass."""
    list(Person.objects.all())


@gate.job(UPKEEP, title="少しずつ", piecewise=True)
def piece_by_piece(work: Work, office: int) -> None:
    """One person more each time, kept although the rest fails."""
    with gate.enter(gate.job_actor(), UPKEEP):
        Person.objects.create(facility_id=office, name=SECRET)
    raise ValueError(SECRET)


@gate.job("", title="毎日の処理", every="0 3 * * *")
def every_night(work: Work) -> None:
    """Comes by itself."""
