"""When sheets and read rows go: the day from which the time runs, and what of a month is still there.

``clocks``  which rows, pages and files a confirmed posting has done with
``batches`` every month with its anchor and its day
"""
