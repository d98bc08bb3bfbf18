"""Sekisho (関所): a city's personal-data work behind one gate."""
