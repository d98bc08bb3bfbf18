"""The form is published; a version is never changed. No personal data, so no pass is needed."""

from django.db import transaction

from sekisho.affairs.admissions.models import Form
from sekisho.base import clock


def publish_form(name: str, content: str, by: int | None = None) -> str:
    """Make ``content`` the form that applications are read with from now on; the version's name."""
    with transaction.atomic():
        list(Form.objects.select_for_update().values_list("pk"))
        now = Form.objects.filter(retired_at__isnull=True).first()
        if now and (now.name, now.content) == (name, content):
            return str(now)
        Form.objects.filter(retired_at__isnull=True).update(retired_at=clock.now())
        newest = Form.objects.filter(name=name).order_by("-version").first()
        version = newest.version + 1 if newest else 1
        made = Form.objects.create(
            name=name, version=version, content=content, published_at=clock.now(), published_by=by
        )
        return str(made)
