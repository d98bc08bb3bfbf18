"""What sign-in remembers: failures by the number that was typed, codes for the first sign-in, PINs of shared tablets."""

import datetime
import hashlib
import secrets

from django.contrib.auth.hashers import check_password, make_password
from django.db import models, transaction

from sekisho.base import clock
from sekisho.people.models.staff import Staff
from sekisho.people.models.terminals import digest

#: Failures in a row before nobody gets in for LOCKED; each further one doubles the time, up to a day.
TRIES = 5
LOCKED = datetime.timedelta(minutes=15)
CODE_DAYS = 3


class SignInFailure(models.Model):
    """Failures in a row for a typed number, whether or not somebody has it: a lock tells nothing about who exists."""

    typed_digest = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    @staticmethod
    def _key(typed: str) -> str:
        return hashlib.sha256(typed.strip().lower().encode()).hexdigest()

    @classmethod
    def locked(cls, typed: str) -> bool:
        """Is the number ``typed`` locked now?"""
        return cls.objects.filter(typed_digest=cls._key(typed), locked_until__gt=clock.now()).exists()

    @classmethod
    def failed(cls, typed: str) -> None:
        """Count a failure; lock when there are too many."""
        with transaction.atomic():
            row, _ = cls.objects.select_for_update().get_or_create(typed_digest=cls._key(typed))
            row.count += 1
            if row.count >= TRIES:
                row.locked_until = clock.now() + min(
                    LOCKED * 2 ** (row.count - TRIES), datetime.timedelta(days=1)
                )
            row.save()

    @classmethod
    def forget(cls, typed: str) -> None:
        """After a success."""
        cls.objects.filter(typed_digest=cls._key(typed)).delete()


class FirstSignInCode(models.Model):
    """A code handed over in person, with which a member of staff chooses a password: at the beginning, or when password or
    second factor are lost. No e-mail is needed."""

    staff = models.OneToOneField(Staff, models.CASCADE, primary_key=True, related_name="first_code")
    code_digest = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    issued_by = models.ForeignKey(Staff, models.CASCADE, related_name="+", null=True)

    @classmethod
    def issue(cls, staff: Staff, by: Staff | None) -> str:
        """A new code; an earlier one stops working."""
        code = "-".join(secrets.token_hex(2).upper() for _ in range(3))
        until = clock.now() + datetime.timedelta(days=CODE_DAYS)
        cls.objects.update_or_create(
            staff=staff, defaults={"code_digest": digest(code), "expires_at": until, "issued_by": by}
        )
        return code


class Pin(models.Model):
    """The PIN with which somebody signs in at a shared tablet of their own office."""

    staff = models.OneToOneField(Staff, models.CASCADE, primary_key=True, related_name="pin")
    pin_hash = models.CharField(max_length=200)

    def fits(self, typed: str) -> bool:
        """Is ``typed`` the PIN?"""
        return check_password(typed, self.pin_hash)

    @classmethod
    def choose(cls, staff: Staff, pin: str) -> None:
        """Set the PIN."""
        cls.objects.update_or_create(staff=staff, defaults={"pin_hash": make_password(pin)})
