"""What the catalogue's pages share."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from sekisho.affairs.bereavement.models import CatalogueVersion
from sekisho.affairs.bereavement.procedures import Catalogue, build, catalogue
from sekisho.base.errors import UserError

CATALOGUE, APPROVAL = "bereavement.catalogue", "bereavement.catalogue_approval"


def version_of(key: int) -> CatalogueVersion:
    """The version; 404 where there is none."""
    return get_object_or_404(CatalogueVersion.objects.select_related("base"), pk=key)


def before(version: CatalogueVersion) -> Catalogue:
    """The catalogue that a version was copied from."""
    return build(version.base.content) if version.base else catalogue()


def revision(request: HttpRequest) -> int:
    """The state of the draft that the page showed; UserError where the form doesn't say it."""
    text = request.POST.get("revision", "")
    if not (text.isascii() and text.isdecimal() and len(text) < 9):
        raise UserError(
            "どの内容を直すのかが分かりません。", "画面を開き直してから、もう一度送ってください。"
        )
    return int(text)


def by(request: HttpRequest) -> int:
    """Who does it."""
    key: int = request.actor.key  # type: ignore[attr-defined]
    return key
