"""Staff and the posts they hold, from a day until a day."""

import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from sekisho.base import clock
from sekisho.gate.words import POSTS
from sekisho.people.lapse import lapse_day
from sekisho.people.models.offices import Office


class StaffManager(BaseUserManager["Staff"]):
    """Finds staff by the number that they sign in with."""

    def create_user(self, number: str, name: str, password: str | None = None, **fields: Any) -> "Staff":
        """A member of staff; without a password nobody can sign in as them."""
        staff = self.model(number=number, name=name, **fields)
        staff.set_password(password)
        staff.save(using=self._db)
        return staff


class Staff(AbstractBaseUser):
    """A member of staff; ``number`` (職員番号) is what they sign in with."""

    number = models.CharField("職員番号", max_length=20, unique=True)
    name = models.CharField("氏名", max_length=60)
    kana = models.CharField("ふりがな", max_length=80, blank=True)
    email = models.EmailField("通知を受けるメール", blank=True)
    phone = models.CharField("急ぎの知らせを受ける携帯電話", max_length=20, blank=True)
    is_active = models.BooleanField("利用できる", default=True)

    objects = StaffManager()
    USERNAME_FIELD = "number"
    REQUIRED_FIELDS = ("name",)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return self.name

    def held_on(self, day: datetime.date) -> "list[Assignment]":
        """The posts held on ``day``; a leaver's access ends with the last of them, at midnight, by itself, and so does that
        of somebody whom the head no longer confirms."""
        held = Assignment.objects.on(day).filter(staff=self)
        return list(held.select_related("office").order_by("since", "id"))


def _key_range(expression: Any) -> Func:
    """A number as a range of one, so that built-in range types can serve in an exclusion constraint."""
    return Func(expression, expression, Value("[]"), function="int8range")


class Assignments(models.QuerySet["Assignment"]):
    """Posts held."""

    def on(self, day: datetime.date) -> "Assignments":
        """Those that count on ``day``, as gate.holds in the database counts them."""
        unended = Q(until__isnull=True) | Q(until__gte=day)
        return self.filter(unended, since__lte=day, lapses_on__gte=day, staff__is_active=True)


class Assignment(models.Model):
    """A post (職位) held at an office; ``until`` is the last day.

    ``lapses_on``: the last day that it counts unless the head confirms it again (``people.lapse``). ``deputy``: held in
    place of somebody who is away, so never without an end.
    """

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="assignments")
    post = models.CharField("職位", max_length=20, choices=tuple(POSTS.items()))
    office = models.ForeignKey(Office, models.PROTECT, related_name="assignments")
    since = models.DateField("から")
    until = models.DateField("まで", null=True, blank=True)
    deputy = models.BooleanField("代理", default=False)
    lapses_on = models.DateField("確認の期限")

    objects = Assignments.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(deputy=False) | Q(until__isnull=False), name="a_deputy_has_an_end"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="ends_after_it_begins"
            ),
            ExclusionConstraint(
                name="one_assignment_at_a_time",
                index_type="GIST",
                expressions=[
                    (_key_range(F("staff")), RangeOperators.OVERLAPS),
                    (_key_range(F("office")), RangeOperators.OVERLAPS),
                    (
                        _key_range(Func(F("post"), Value(0), function="hashtextextended")),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(F("since"), F("until"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        )

    def __str__(self) -> str:
        return f"{self.office} {self.get_post_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """As Django's; a new assignment counts as confirmed when it is entered."""
        if self.lapses_on is None:
            self.lapses_on = lapse_day(max(self.since, clock.today()))
        super().save(*args, **kwargs)
