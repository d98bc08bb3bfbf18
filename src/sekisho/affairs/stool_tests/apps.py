from django.apps import AppConfig


class StoolTestsConfig(AppConfig):
    """The affair as a Django app."""

    name = "sekisho.affairs.stool_tests"
    label = "stool_tests"
