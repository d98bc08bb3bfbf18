"""The auditors' and the privacy officer's pages: the log, leaked prints, exceptional use, emergencies.

A room above «people», since its pages name members of staff; the gate itself knows no page.
"""
