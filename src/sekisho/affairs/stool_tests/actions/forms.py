"""Forms are published; a version is never changed. No personal data, so no pass is needed."""

from django.db import transaction

from sekisho.affairs.stool_tests.models import Form
from sekisho.base import clock
from sekisho.base.errors import UserError


def publish_form(name: str, content: str, by: int | None = None) -> Form:
    """Make ``content`` the version of the form that sheets are read with from now on; the same text again changes nothing.

    ``by``: the member of staff who decided it.
    """
    with transaction.atomic():
        newest = Form.objects.select_for_update().filter(name=name).first()
        if newest and newest.content == content and newest.retired_at is None:
            return newest
        Form.objects.filter(name=name, retired_at__isnull=True).update(retired_at=clock.now())
        version = newest.version + 1 if newest else 1
        return Form.objects.create(
            name=name, version=version, content=content, published_at=clock.now(), published_by=by
        )


def withdraw_form(key: int) -> Form:
    """No more sheets are read with it; what was read stays. Raises UserError when it isn't in use."""
    with transaction.atomic():
        form = Form.objects.select_for_update().get(pk=key)
        if form.retired_at:
            raise UserError("この版は、もう使われていません。", "一覧を見直してください。")
        form.retired_at = clock.now()
        form.save(update_fields=["retired_at"])
        return form


def use_again(key: int) -> Form:
    """Sheets are read with this version again, instead of the one that is in use."""
    with transaction.atomic():
        form = Form.objects.select_for_update().get(pk=key)
        # The newest one is locked whatever is done to a form, so that two who publish at once wait for each other.
        list(Form.objects.select_for_update().filter(name=form.name)[:1])
        Form.objects.filter(name=form.name, retired_at__isnull=True).update(retired_at=clock.now())
        form.retired_at = None
        form.save(update_fields=["retired_at"])
        return form
