"""Pages of the stool tests."""
