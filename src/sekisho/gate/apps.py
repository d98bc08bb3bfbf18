from django.apps import AppConfig


class GateConfig(AppConfig):
    """The gate as a Django app."""

    name = "sekisho.gate"
    label = "gate"
    verbose_name = "関所"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Guard the connections; find every room's ``jobs.py`` and ``notices.py``, and teach the queue its one task."""
        from django.utils.module_loading import autodiscover_modules
        from procrastinate.contrib.django import app

        from sekisho.gate import handovers  # noqa: F401
        from sekisho.gate.guard import install
        from sekisho.gate.jobs import run, upkeep  # noqa: F401
        from sekisho.gate.jobs.planning import TASK
        from sekisho.gate.log import keeping  # noqa: F401
        from sekisho.gate.messages import sending  # noqa: F401
        from sekisho.gate.retention import nightly, traces  # noqa: F401

        install()
        autodiscover_modules("jobs", "notices")
        app.task(name=TASK, pass_context=True, retry=run.Backoff())(run.run)
