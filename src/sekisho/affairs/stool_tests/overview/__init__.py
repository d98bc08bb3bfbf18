"""Where a fiscal year stands: every nursery and month at a glance, who is late, who is missing.

``states``   what a nursery's month is called, from its counts (pure)
``board``    the counts of a whole year, in a handful of queries
"""
