"""Pages of the resident registry."""
