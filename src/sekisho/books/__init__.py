"""Rows to Excel ledgers: find the cell, write it inside the zip, verify, learn a rule from an example."""
