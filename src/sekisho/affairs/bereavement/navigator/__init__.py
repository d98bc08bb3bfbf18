"""The public navigator: the catalogue asked of anybody, without a name and without keeping anything.

``words``   the three languages
``talk``    what was asked and answered so far, carried by the pages themselves
``result``  the list that comes of it
"""
