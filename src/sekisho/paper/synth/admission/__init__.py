"""The nursery admission form (入所申込書): a blank of our own of six pages, families who fill it in, and what they wrote.

``layout``    the pages as data: labels, boxes, choices, tables, in mm
``family``    made-up families and what they write into each box
``drawing``   the blank and the filled pages as pictures
"""
