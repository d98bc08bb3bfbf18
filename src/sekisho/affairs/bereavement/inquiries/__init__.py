"""The inquiry board: while a visit is prepared, each section is asked what only it knows, and sees only what it needs for that.

``sections``  which section knows what, and what it is told of the deceased (pure; ``sections.toml``)
``actions``   asking, answering, closing
``queries``   the board of a case, a section's own list, what they have answered, who has looked
"""
