"""Sample check: how many to look at, what may be claimed afterwards.

``plan``   the numbers (pure)
``rows``   which rows, and those that resemble a wrong one
"""
