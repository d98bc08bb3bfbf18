"""The web as a WSGI application (gunicorn sekisho.project.wsgi)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sekisho.project.settings")
application = get_wsgi_application()
