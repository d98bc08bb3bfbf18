"""Jobs as people see them, and the signs of life of what runs them. Nothing here names a citizen: arguments are ids, steps are
words that the job declared."""

import datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Job(models.Model):
    """A piece of work for a worker. ``planned_by``/``office``: staff and office that caused it; both empty for the scheduler.

    ``due_at``: the moment of a periodic job; one for each, whoever plans it. ``total`` 0: nobody knows how much there is.
    """

    WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
    #: States that change by themselves.
    MOVING = (WAITING, RUNNING)

    name = models.TextField()
    arguments = models.JSONField(default=dict)
    case_key = models.TextField(blank=True)
    state = models.TextField(default=WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    step = models.TextField(blank=True)
    message = models.TextField(blank=True)
    remedy = models.TextField(blank=True)
    cancel_asked = models.BooleanField(default=False)
    planned_by = models.BigIntegerField(null=True)
    office = models.BigIntegerField(null=True)
    planned_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    #: The job's number in the queue (procrastinate).
    queued = models.BigIntegerField(null=True)

    class Meta:
        db_table = "gate_job"
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("name", "due_at"), condition=Q(due_at__isnull=False), name="one_job_a_due_time"
            ),
        )
        indexes = (
            models.Index(fields=("planned_by", "-id"), name="gate_job_planner"),
            models.Index(
                fields=("state",), condition=Q(state__in=("waiting", "running")), name="gate_job_moving"
            ),
        )


class Heart(models.Model):
    """A worker or scheduler that is alive: it beats every ``settings.SEKISHO_HEARTBEAT`` seconds, by the database's clock."""

    kind = models.TextField()
    machine = models.TextField()
    process = models.BigIntegerField()
    zone = models.TextField()
    started_at = models.DateTimeField(db_default=Now())
    beat_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "gate_heart"
        ordering = ("kind", "machine", "process")

    @classmethod
    def beating(cls, within: datetime.timedelta) -> "models.QuerySet[Heart]":
        """Those that have beaten ``within`` this time."""
        return cls.objects.filter(beat_at__gt=Now() - within)

    def beat(self) -> None:
        """A sign of life now."""
        type(self).objects.filter(pk=self.pk).update(beat_at=Now())
