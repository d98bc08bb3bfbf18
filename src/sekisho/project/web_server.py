"""The web part: gunicorn with threads, in this process."""

from typing import Any

from gunicorn.app.base import BaseApplication


class _Web(BaseApplication):  # type: ignore[misc]
    """gunicorn, told what to do by us and by no file."""

    def __init__(self, options: dict[str, Any]) -> None:
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from sekisho.project.wsgi import application

        return application


def serve(host: str, port: int, processes: int = 1) -> None:
    """Answer requests until SIGTERM or SIGINT."""
    from django.db import connections

    connections.close_all()
    _Web(
        {
            "bind": f"{host}:{port}",
            "worker_class": "gthread",
            "workers": processes,
            "threads": 8,
            "loglevel": "warning",
            "graceful_timeout": 5,
        }
    ).run()
