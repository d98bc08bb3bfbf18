"""Programs beside us (RPA, scripts): each with a key that opens one purpose, on a terminal of its own, until a day."""

from django.db import models

from sekisho.gate.words import POSTS
from sekisho.people.models.staff import Staff
from sekisho.people.models.terminals import Terminal


class RobotKey(models.Model):
    """A key for a program. ``staff`` answers for what it does, in the post ``post`` at the terminal's office: when they don't
    hold it any more, the gate doesn't open. It is revoked with its terminal."""

    terminal = models.OneToOneField(Terminal, models.PROTECT, related_name="robot")
    key_digest = models.CharField(max_length=64, unique=True)
    purpose = models.CharField("利用目的", max_length=120)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="robots", verbose_name="責任者")
    post = models.CharField("職位", max_length=20, choices=tuple(POSTS.items()))
    issued_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", verbose_name="出した人")
    issued_at = models.DateTimeField("出した日時")
    expires_at = models.DateTimeField("期限")

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.terminal.name
