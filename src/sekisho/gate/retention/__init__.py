"""Retention: what goes when, the purge, its certificate, and the search that proves that nothing was left.

``rules``        the [[retention]] lines of all registers, with the words for them
``preview``      how many will go in which month
``purge``        erase what is due, change the epoch, certify
``certificate``  the erasure certificate: Merkle head, PDF
``marker``       find a planted text in every file of a data folder
"""
