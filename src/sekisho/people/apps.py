from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Staff and their posts as a Django app."""

    name = "sekisho.people"
    label = "people"
    verbose_name = "職員と職位"
