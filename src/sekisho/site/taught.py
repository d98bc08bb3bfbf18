"""Forms are taught in one place and read with by several affairs: whoever reads sheets with a taught form says so in a
``taught.py`` of its room, and gets the form file of what is published for it. A form is places on paper: no personal data.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import models


class TaughtForm(models.Model):
    """A taught form as an affair keeps it, one row a version: ``content`` is the form file (TOML) that sheets are read with.

    A version is never changed, since sheets were read with it; ``retired_at``: it isn't read with any more.
    """

    name = models.CharField("様式の名前", max_length=60)
    version = models.PositiveIntegerField("版", default=1)
    content = models.TextField("様式ファイル")
    published_at = models.DateTimeField("使い始めた日時")
    published_by = models.BigIntegerField("決めた職員", null=True)
    retired_at = models.DateTimeField("使い終えた日時", null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.name} 第{self.version}版"


@dataclass(frozen=True)
class Use:
    """What sheets of a form are for.

    ``key``: the affair; ``label``: what the sheets are; ``purpose``: who may publish for it. ``publish`` takes a form's name, its
    file and the member of staff, and answers with the version's name. ``missing``: what a form file lacks for this use, as
    sentences. ``versions``: those there are, as (name, whether it is read with now), newest first.
    """

    key: str
    label: str
    purpose: str
    publish: Callable[[str, str, int | None], str]
    missing: Callable[[str], list[str]]
    versions: Callable[[], Sequence[tuple[str, bool]]]


_uses: dict[str, Use] = {}


def register(use: Use) -> None:
    """Offer the use where forms are taught."""
    _uses[use.key] = use


def uses() -> tuple[Use, ...]:
    """All of them."""
    return tuple(_uses.values())


def find(key: str) -> Use | None:
    """The use of an affair; None when it has none."""
    return _uses.get(key)
