"""Parallel run: the ledger typed by hand beside the one that was posted.

``figures``   rates, bound and time saved, from counts and verdicts (pure)
``run``       the comparison itself, with the row behind each difference
``report``    the PDF for the council: figures and places, no names
"""
