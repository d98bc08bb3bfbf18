"""Forms filled in before the family comes to them: what was typed once is laid over the city's own blank PDFs.

``fields``   what can stand on a form (pure)
``fill``     blanks with their text over them, as one PDF; pictures of pages (knows no Django)
``blanks``   versions of the city's blanks and the places on them
``prints``   which forms a visit needs, and which version it was printed with
``samples``  made-up blanks for the demo city
"""
