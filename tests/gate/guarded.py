"""Every address with its view; those that a purpose guards, and those that anybody may open."""

from sekisho.site.addresses import addresses

_ARGUMENTS = {"int": "1", "string": "x", "slug": "x", "uuid": "00000000-0000-0000-0000-000000000000"}

PAGES = [(one.filled(_ARGUMENTS), one.view) for one in addresses()]
GUARDED = [(path, view.purpose) for path, view in PAGES if hasattr(view, "purpose")]
PUBLIC = [(path, view.public) for path, view in PAGES if hasattr(view, "public")]
