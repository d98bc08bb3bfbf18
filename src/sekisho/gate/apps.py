from django.apps import AppConfig


class GateConfig(AppConfig):
    """The gate as a Django app."""

    name = "sekisho.gate"
    label = "gate"
    verbose_name = "関所"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Guard the connections."""
        from sekisho.gate.guard import install

        install()
