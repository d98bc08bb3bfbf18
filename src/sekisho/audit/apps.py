from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The auditors' pages as a Django app; it has no models of its own."""

    name = "sekisho.audit"
    label = "audit"
