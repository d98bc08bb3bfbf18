"""For all tests: examples of hypothesis are the same on every run, nothing is kept in the checkout, and a real PostgreSQL
is there for those that ask for it."""

from hypothesis import settings

settings.register_profile("sekisho", deadline=None, database=None, derandomize=True, max_examples=60)
settings.load_profile("sekisho")

pytest_plugins = ("tests.database", "tests.cast")
