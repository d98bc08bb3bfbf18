"""For all tests: examples of hypothesis are the same on every run, nothing is kept in the checkout, and a real PostgreSQL
is there for those that ask for it."""

import pytest
from hypothesis import settings

settings.register_profile("sekisho", deadline=None, database=None, derandomize=True, max_examples=60)
settings.load_profile("sekisho")

pytest_plugins = ("tests.database", "tests.cast")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest go first, so that of several processes none is left with one of them while the others have ended."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
