"""ご遺族サポートコーナー: one telephone call, one visit, nothing forgotten, nothing told to a stranger.

``catalogue/``   procedures after a death and what decides them, as data with a date
``conditions``   conditions in three values: yes, no, unknown (pure, as are the next four)
``deadlines``    until when, with first day and closed days
``rules``        the plan of a family and the questions that decide most
``stages``       the four stages, and when preparation is open
``slots``        the slot board
``navigator/``   the catalogue asked of anybody, in three languages, with nothing kept (pure)
``editor/``      the city's own versions of the catalogue: tried, checked, decided, in force from a day on
"""
