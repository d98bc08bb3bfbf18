"""From rows to the ledger: which rows, what would change, what a rule learned from an example.

``rows``      the rows of a month as ledgers take them
``lines``     what would become of each row, as it is kept and shown
``teaching``  a rule learned from cells that a clerk filled in, with a trial
"""
