"""What is known of the traces that erased rows leave in the database's own files."""

from django.db import models

from sekisho.gate.models.retention import PurgeRun


class Probe(models.Model):
    """A made-up text that each purge plants and the next one erases: what a search can look for, since it knows no erased name.

    The text can be made again from the run and a key outside the database (gate.retention.traces), so nothing has to keep it.
    """

    run = models.OneToOneField(PurgeRun, models.PROTECT)
    text = models.TextField()

    class Meta:
        db_table = "gate_probe"


class Scrub(models.Model):
    """The owner's part of a night, written by the owner of the tables alone: ``busy`` tables weren't rewritten; ``whole``: the
    planner's statistics and the journal were taken too."""

    at = models.DateTimeField()
    busy = models.JSONField(default=list)
    whole = models.BooleanField()

    class Meta:
        db_table = "gate_scrub"
        ordering = ("-at",)


class TraceCheck(models.Model):
    """A search for erased probes: in how many files one was found, and whether the database's own files could be looked into from
    the machine that searched. ``probes`` 0: there was nothing to look for yet. ``unread``: files and folders that couldn't be
    read."""

    at = models.DateTimeField()
    probes = models.PositiveIntegerField()
    files = models.PositiveIntegerField()
    unread = models.PositiveIntegerField(default=0)
    database = models.BooleanField()

    class Meta:
        db_table = "gate_trace_check"
        ordering = ("-at",)
