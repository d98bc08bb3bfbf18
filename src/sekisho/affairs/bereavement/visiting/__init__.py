"""The visit itself: the way through the house, who is where, slips for those who take over, calls to the off-site departments.

``way``      order, walking and minutes (pure; ``places.toml``)
``actions``  going somewhere, leaving, calls, a visit that was taken down on paper
``queries``  the live board, stops of a visit, calls that are to be made again
"""
