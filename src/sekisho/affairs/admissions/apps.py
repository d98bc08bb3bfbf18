from django.apps import AppConfig


class AdmissionsConfig(AppConfig):
    """The affair as a Django app."""

    name = "sekisho.affairs.admissions"
    label = "admissions"
