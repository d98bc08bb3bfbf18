"""Offices (課・園): where posts are held, and what scopes of the registers hang on."""

from django.db import models


class Office(models.Model):
    """A section of the city hall or a facility. ``code`` is what registers name it by."""

    SECTION, FACILITY = "section", "facility"

    code = models.SlugField("符号", unique=True)
    name = models.CharField("名称", max_length=60)
    kind = models.CharField("種別", max_length=10, choices=((SECTION, "課"), (FACILITY, "園・施設")))

    class Meta:
        ordering = ("kind", "code")

    def __str__(self) -> str:
        return self.name
