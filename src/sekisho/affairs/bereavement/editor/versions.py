"""Which catalogue is in force. A version is never changed once it is decided, so it is built once a process."""

import datetime
import functools

from sekisho.affairs.bereavement.models import CatalogueVersion, Visit
from sekisho.affairs.bereavement.procedures import Catalogue, build, catalogue
from sekisho.base import clock


def on(day: datetime.date) -> Catalogue:
    """The catalogue in force on ``day``; the delivered one before any version of the city's own."""
    decided = CatalogueVersion.objects.filter(state=CatalogueVersion.SET, valid_from__lte=day)
    found = decided.order_by("-valid_from").values_list("pk", "set_at").first()
    return _built(*found) if found else catalogue()


def in_force() -> Catalogue:
    """Today's."""
    return on(clock.today())


def of(visit: Visit) -> Catalogue:
    """The one that the case is planned with: that of the day of its first plan, whatever has been decided since."""
    return on(visit.planned_on or clock.today())


# A city decides on a few versions a year; cases in hand need the last ones. A number alone may be given again, in a database
# that was put back from an older copy.
@functools.lru_cache(maxsize=8)
def _built(key: int, _set_at: datetime.datetime) -> Catalogue:
    version = CatalogueVersion.objects.get(pk=key)
    assert version.valid_from
    return build({**version.content, "as_of": version.valid_from.isoformat()})
