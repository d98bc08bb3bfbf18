"""Pages of the applications."""
