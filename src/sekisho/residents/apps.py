from django.apps import AppConfig


class ResidentsConfig(AppConfig):
    """The connector to the resident registry as a Django app."""

    name = "sekisho.residents"
    label = "residents"
