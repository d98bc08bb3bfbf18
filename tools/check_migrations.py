"""Is every change of a model in a migration? Needs no database, unlike ``manage.py makemigrations --check``, which looks for one."""

import os
import sys
import tempfile


def main() -> None:
    """Exit with 1 when a migration is missing."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SEKISHO_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "sekisho.project.settings"
        import django
        from django.conf import settings

        settings.DATABASES["default"]["ENGINE"] = "django.db.backends.dummy"
        django.setup()
        from django.core.management import call_command

        try:
            call_command("makemigrations", check_changes=True, dry_run=True, verbosity=1)
        except SystemExit:
            sys.exit("A model has changed without its migration: run makemigrations.")


if __name__ == "__main__":
    main()
