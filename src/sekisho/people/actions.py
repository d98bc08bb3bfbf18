"""The only writers of staff, posts and terminals. All but ``grant`` run under «people.upkeep»; the database refuses to let
anybody change their own posts or an office out of reach (migrations/sql/0004_guard.sql)."""

import datetime
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.gate import passes
from sekisho.people.lapse import lapse_day
from sekisho.people.models import Assignment, AssignmentRequest, FirstSignInCode, Office, Staff, Terminal

#: Posts that a head gives alone; wider ones wait for another person (the guard in the database knows them too).
ALONE = ("clerk", "section_chief", "facility_staff")


@dataclass(frozen=True)
class Wish:
    """A post for somebody: ``until`` None means without an end."""

    post: str
    office: Office
    since: datetime.date
    until: datetime.date | None
    deputy: bool = False


def in_reach() -> list[Office]:
    """The offices whose people the actor of the open pass keeps: their own, or all for the personnel section."""
    open_pass = passes.current()
    held = open_pass.held if open_pass else None
    if held and held.post == "personnel":
        return list(Office.objects.all())
    return list(Office.objects.filter(pk=held.office)) if held else []


def enter_staff(number: str, name: str, kana: str, wish: Wish, by: Staff) -> tuple[Staff, str, bool]:
    """Somebody new with a first post: the person, the code for the first sign-in, and whether the post waits for another."""
    with transaction.atomic():
        if Staff.objects.filter(number=number).exists():
            raise UserError(
                f"職員番号 {number} はもう使われています。",
                "番号を確かめるか、異動として職位を加えてください。",
            )
        staff = Staff.objects.create_user(number, name, kana=kana)
        waits = assign(staff, wish, by)
        return staff, FirstSignInCode.issue(staff, by), waits


def assign(staff: Staff, wish: Wish, by: Staff) -> bool:
    """Give a post, or ask for it where one person alone may not; says whether it waits."""
    if staff == by:
        raise UserError("自分の職位は自分で変えられません。", "所属長か人事担当に頼んでください。")
    if wish.deputy and wish.until is None:
        raise UserError("代理には終わりの日が要ります。", "「まで」に日付を入れてください。")
    if wish.until and wish.until < wish.since:
        raise UserError("「まで」が「から」より前です。", "日付を確かめてください。")
    if wish.post not in ALONE and not wish.deputy:
        AssignmentRequest.objects.create(
            staff=staff, post=wish.post, office=wish.office, since=wish.since, until=wish.until,
            asked_by=by, asked_at=clock.now(),
        )  # fmt: skip
        return True
    try:
        with transaction.atomic():
            Assignment.objects.create(
                staff=staff, post=wish.post, office=wish.office, since=wish.since, until=wish.until,
                deputy=wish.deputy,
            )  # fmt: skip
    except IntegrityError as error:
        raise UserError(
            "同じ課・園で同じ職位の期間が重なっています。", "前の職位の終わりの日を先に入れてください。"
        ) from error
    return False


def decide(request: AssignmentRequest, granted: bool, by: Staff) -> None:
    """Grant or refuse a waiting request, as another person than the one who asked (purpose «people.grant»)."""
    if by in (request.asked_by, request.staff):
        raise UserError("申請した人と本人は、承認できません。", "別の担当者に頼んでください。")
    with transaction.atomic():
        waiting = AssignmentRequest.objects.select_for_update().filter(pk=request.pk, decided_at=None)
        if not waiting.update(decided_by=by, decided_at=clock.now(), granted=granted):
            raise UserError("この申請は、もう処理されています。", "画面を開き直してください。")
        if granted:
            Assignment.objects.create(
                staff=request.staff,
                post=request.post,
                office=request.office,
                since=request.since,
                until=request.until,
            )


def end(assignment: Assignment, last_day: datetime.date) -> None:
    """Let a post end with ``last_day``; a post that hasn't begun is taken away."""
    if last_day < assignment.since:
        assignment.delete()
        return
    assignment.until = last_day
    assignment.save(update_fields=["until"])


def confirm(assignment: Assignment) -> None:
    """Still here, still this post: good until the end of next month."""
    assignment.lapses_on = lapse_day(clock.today())
    assignment.save(update_fields=["lapses_on"])


def reset_sign_in(staff: Staff, by: Staff) -> str:
    """Password or second factor lost: all sessions and factors go, a new code is handed over in person."""
    if staff == by:
        raise UserError("自分のコードは自分では出せません。", "所属長か人事担当に頼んでください。")
    with transaction.atomic():
        staff.authenticator_set.all().delete()
        staff.set_unusable_password()
        staff.save(update_fields=["password"])
        return FirstSignInCode.issue(staff, by)


def revoke(terminal: Terminal) -> None:
    """The browser is no terminal any more, from its next request on."""
    terminal.revoked_at = clock.now()
    terminal.save(update_fields=["revoked_at"])
