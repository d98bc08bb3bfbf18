"""The public register: entries in the order of the file book, by year, as page, CSV and PDF."""
