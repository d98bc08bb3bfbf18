from django.apps import AppConfig


class BereavementConfig(AppConfig):
    """The affair as a Django app."""

    name = "sekisho.affairs.bereavement"
    label = "bereavement"
