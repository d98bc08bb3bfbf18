from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The shell as a Django app."""

    name = "sekisho.site"
    label = "site"
