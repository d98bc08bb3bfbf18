"""For all tests: examples of hypothesis are the same on every run, and nothing is kept in the checkout."""

from hypothesis import settings

settings.register_profile("sekisho", deadline=None, database=None, derandomize=True, max_examples=60)
settings.load_profile("sekisho")
