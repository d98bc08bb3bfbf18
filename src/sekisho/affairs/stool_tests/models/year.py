"""What stays of a year when scans and rows are gone: nobody's counts. And how the affair is run here."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from sekisho.affairs.stool_tests.models.form import Form
from sekisho.affairs.stool_tests.months import after
from sekisho.people.models import Office

#: Months of the fiscal year that are tested, in their order. April is typed by hand before the sheets are read.
MONTHS = [5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3]


def _months() -> list[int]:
    return list(MONTHS)


class Settings(models.Model):
    """How the affair is run: one row, or none while nothing was changed.

    ``due_day``: the day of the following month by which a month's sheets are due. ``trial_until``: while the city only tries it
    out, nothing goes before this day, and then all together.
    """

    months = models.JSONField("検便をする月", default=_months)
    due_day = models.PositiveSmallIntegerField("翌月の何日までに出すか", default=10)
    trial_until = models.DateField("検証の終わり", null=True, blank=True)
    changed_at = models.DateTimeField(null=True)
    changed_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(id=1), name="settings_one_row"),
            models.CheckConstraint(
                condition=Q(due_day__gte=1, due_day__lte=28), name="settings_due_day_exists"
            ),
        )

    @classmethod
    def now(cls) -> Self:
        """The settings in force."""
        return cls.objects.first() or cls(pk=1)

    def due(self, month: datetime.date) -> datetime.date:
        """The day by which the sheets of ``month`` are due."""
        return after(month).replace(day=self.due_day)


class Caution(models.Model):
    """Since a wrong row was found in a sample: rows of ``month`` on sheets of ``form`` that are no surer than ``probability`` are
    asked, those that are read later too. It names nobody."""

    month = models.DateField("月")
    form = models.ForeignKey(Form, models.PROTECT, related_name="+", verbose_name="様式")
    probability = models.FloatField("確認待ちに戻した確からしさ")
    made_at = models.DateTimeField("決めた日時")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("month", "form"), name="caution_once_a_month_and_form"),
            models.CheckConstraint(condition=Q(month__day=1), name="caution_month_is_its_first_day"),
        )


class Closing(models.Model):
    """A nursery's month that was posted and confirmed: how many pages and rows, and when the paper went back.

    It names nobody, so it stays when everything else of the month is erased.
    """

    facility = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="施設")
    month = models.DateField("月")
    pages = models.PositiveIntegerField("用紙の枚数", default=0)
    rows = models.PositiveIntegerField("転記した行", default=0)
    confirmed_on = models.DateField("転記を確かめた日")
    returned_on = models.DateField("原本を返した日", null=True, blank=True)
    returned_by = models.BigIntegerField("返したことを記した職員", null=True)

    class Meta:
        ordering = ("month", "facility")
        constraints = (
            models.UniqueConstraint(fields=("month", "facility"), name="closing_once_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="closing_month_is_its_first_day"),
        )


class Reminder(models.Model):
    """A letter that reminded a nursery of a month's sheets or people; the letter itself isn't kept. ``serial``: its number."""

    facility = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="施設")
    month = models.DateField("月")
    serial = models.CharField("出力番号", max_length=20)
    people = models.PositiveIntegerField("書かれた人数")
    made_at = models.DateTimeField("作った日時")
    made_by = models.BigIntegerField("作った職員")

    class Meta:
        ordering = ("-made_at", "-id")
        indexes = (models.Index(fields=("month", "facility"), name="reminder_by_month"),)
