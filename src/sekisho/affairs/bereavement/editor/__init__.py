"""The city's catalogue: drafts, checked by the program and by a second person, in force from a day on.

``document``  a version as plain data: changes of it (pure, as are the next three)
``checking``  conditions that contradict themselves, parts that nothing reaches, what nobody can decide
``trial``     which of the test families a change changes, and how
``exchange``  YAML in and out, in the shape in which procedures were collected
``actions``   the only writers
``versions``  the catalogue in force on a day, and the one that a case is planned with
"""
