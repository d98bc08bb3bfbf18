"""A page read with the taught form (a worker's work: it loads the engine)."""
