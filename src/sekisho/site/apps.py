from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SiteConfig(AppConfig):
    """The shell as a Django app."""

    name = "sekisho.site"
    label = "site"

    def ready(self) -> None:
        """Find what the rooms contribute."""
        from sekisho.site import jobs_read  # noqa: F401

        autodiscover_modules("home", "search", "taught")
