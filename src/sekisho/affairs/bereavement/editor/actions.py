"""The only writers of catalogue versions (purpose «bereavement.catalogue», deciding «bereavement.catalogue_approval»)."""

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from django.db import IntegrityError, transaction

from sekisho.affairs.bereavement.editor import checking, document
from sekisho.affairs.bereavement.models import CatalogueVersion
from sekisho.base import clock
from sekisho.base.errors import UserError

DRAFT, CHECKING, SET, DROPPED = (
    CatalogueVersion.DRAFT,
    CatalogueVersion.CHECKING,
    CatalogueVersion.SET,
    CatalogueVersion.DROPPED,
)


def begin(title: str, by: int) -> CatalogueVersion:
    """A draft: a copy of the newest version that is decided, or of what was delivered."""
    newest = CatalogueVersion.objects.filter(state=SET).order_by("-valid_from").first()
    now = clock.now()
    return CatalogueVersion.objects.create(
        title=title, base=newest, content=newest.content if newest else document.first(), editors=[by], made_at=now,
        changed_at=now,
    )  # fmt: skip


def change(
    key: int, revision: int, by: int, how: Callable[[Mapping[str, Any]], Mapping[str, Any]]
) -> CatalogueVersion:
    """Let ``how`` make a new document of the draft's; UserError where it is no draft any more, somebody else was faster, or
    the document can't be read."""
    with transaction.atomic():
        version = _locked(key, DRAFT)
        if version.revision != revision:
            raise UserError(
                "この下書きは、ほかの画面で直されています。",
                "画面を開き直し、いまの内容を見てから直してください。",
            )
        made = how(version.content)
        broken = checking.unreadable(made)
        if broken:
            raise UserError(f"{broken[0].where}：{broken[0].words}", "直してから、もう一度送ってください。")
        version.content, version.revision = made, revision + 1
        version.editors = sorted({*version.editors, by})
        version.changed_at = clock.now()
        version.save(update_fields=("content", "revision", "editors", "changed_at"))
        return version


def send(key: int) -> CatalogueVersion:
    """The draft is ready to be checked by somebody else; UserError while the program finds what stops it."""
    with transaction.atomic():
        version = _locked(key, DRAFT)
        stops = [one for one in checking.findings(version.content) if one.stops]
        if stops:
            raise UserError(
                f"直すところが {len(stops)} あるので、確かめに回せません。",
                f"{stops[0].where}：{stops[0].words}",
            )
        return _moved(version, CHECKING, sent_at=clock.now())


def take_back(key: int) -> CatalogueVersion:
    """Something is still to be changed: a draft again."""
    with transaction.atomic():
        return _moved(_locked(key, CHECKING), DRAFT, sent_at=None)


def drop(key: int) -> CatalogueVersion:
    """Nobody goes on with it."""
    with transaction.atomic():
        return _moved(_locked(key, DRAFT), DROPPED)


def decide(key: int, valid_from: datetime.date, by: int) -> CatalogueVersion:
    """In force from the day ``valid_from``, tomorrow at the earliest: what was planned today stays as it was. UserError where
    the same person has changed it, or another version begins on that day."""
    if valid_from <= clock.today():
        raise UserError(
            "使い始める日は、明日から後にしてください。", "今日の受付は、いまの一覧のまま終わります。"
        )
    with transaction.atomic():
        version = _locked(key, CHECKING)
        if by in version.editors:
            raise UserError(
                "この版を直した人は、決められません。", "別の人が内容を確かめて、決めてください。"
            )
        try:
            with transaction.atomic():
                return _moved(version, SET, set_at=clock.now(), set_by=by, valid_from=valid_from)
        except IntegrityError as error:
            raise UserError("その日から使う版が、もう決まっています。", "別の日にしてください。") from error


def _locked(key: int, state: str) -> CatalogueVersion:
    version = CatalogueVersion.objects.select_for_update().get(pk=key)
    if version.state != state:
        raise UserError(
            f"この版は、いま「{version.get_state_display()}」です。",
            "画面を開き直し、いまの様子を見てください。",
        )
    return version


def _moved(version: CatalogueVersion, state: str, **told: Any) -> CatalogueVersion:
    version.state = state
    for name, value in told.items():
        setattr(version, name, value)
    version.save(update_fields=("state", *told))
    return version
