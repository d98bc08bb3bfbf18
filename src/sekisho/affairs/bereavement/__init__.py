"""ご遺族サポートコーナー: one telephone call, one visit, nothing forgotten, nothing told to a stranger.

``catalogue/``   procedures after a death and what decides them, as data with a date
``conditions``   conditions in three values: yes, no, unknown (pure, as are the next four)
``deadlines``    until when, with first day and closed days
``rules``        the plan of a family and the questions that decide most
``stages``       the four stages, and when preparation is open
``slots``        the slot board
``navigator/``   the catalogue asked of anybody, in three languages, with nothing kept (pure)
``editor/``      the city's own versions of the catalogue: tried, checked, decided, in force from a day on
``booking/``     bookings, walk-ins, waiting list, closed days; what the family is told in writing
``inquiries/``   what each section is asked, and what it sees for that
``roles``        who may do a procedure, over what each person of the family is (pure)
``persons/``     the persons of a case, once the relation is proven
``visiting/``    the way through the house, who is where, slips, calls outside
``papers/``      forms filled in over the city's own blanks
``measures``     how well the desk does, in numbers
"""
