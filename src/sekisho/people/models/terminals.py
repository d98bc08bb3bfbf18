"""Registered terminals (端末): a browser is known by a key that it alone holds."""

import datetime
import hashlib
import secrets

from django.db import models

from sekisho.base import clock
from sekisho.people.models.offices import Office
from sekisho.people.models.staff import Staff

KINDS = (("desk", "事務用端末"), ("tablet", "共用タブレット"))


def digest(secret: str) -> str:
    """What is kept of a key or code: its SHA-256. Both are long and random, so no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Terminal(models.Model):
    """A registered browser at an office; without ``revoked_at`` it is good."""

    name = models.CharField("名称", max_length=60)
    kind = models.CharField("種類", max_length=10, choices=KINDS)
    office = models.ForeignKey(Office, models.PROTECT, related_name="terminals")
    key_digest = models.CharField(max_length=64, unique=True)
    enrolled_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", null=True)
    enrolled_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("office", "name")

    def __str__(self) -> str:
        return self.name


class EnrolmentCode(models.Model):
    """A code with which one browser may become a terminal, once, until ``expires_at``."""

    code_digest = models.CharField(max_length=64, unique=True)
    name = models.CharField("名称", max_length=60)
    kind = models.CharField("種類", max_length=10, choices=KINDS)
    office = models.ForeignKey(Office, models.CASCADE, related_name="+")
    issued_by = models.ForeignKey(Staff, models.CASCADE, related_name="+", null=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    @classmethod
    def issue(cls, name: str, kind: str, office: Office, by: Staff | None, minutes: int = 15) -> str:
        """A new code, as it is shown once to the person who asked for it."""
        code = "-".join(secrets.token_hex(2).upper() for _ in range(4))
        until = clock.now() + datetime.timedelta(minutes=minutes)
        cls.objects.create(
            code_digest=digest(code), name=name, kind=kind, office=office, issued_by=by, expires_at=until
        )
        return code
