"""``make bench``: how well and how fast sheets are read, in figures that anybody can measure again."""
