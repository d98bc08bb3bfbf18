"""A database of the bench's own, whatever ``DATABASE_URL`` names."""

import os
from pathlib import Path


def set_up(folder: Path, pages: bool = False) -> None:
    """Django for this process, over the database in ``folder``, which is made where it isn't there yet. ``pages``: they open without a
    second factor, and without static files collected."""
    from sekisho.project import django

    folder.mkdir(parents=True, exist_ok=True)
    os.environ["SEKISHO_DATA"] = str(folder)
    os.environ.pop("DATABASE_URL", None)
    if pages:
        # Whom nobody has given a second factor would be led to that page from every other.
        os.environ["SEKISHO_SECOND_FACTOR"] = "0"
    django.set_up()
    django.migrate()
    if pages:
        from django.conf import settings

        settings.STORAGES["staticfiles"] = {
            "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        }
