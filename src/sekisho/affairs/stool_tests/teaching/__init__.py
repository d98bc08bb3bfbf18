"""A form is taught on the web: learned from a sample, mended on its picture, tried on filled sheets, published.

``regions``   the regions of a draft as the page shows them, with what is doubtful or wrong beside each
``changes``   one change of a draft (values in, values out)
``numbers``   what people type into the page's fields
``learning``  a sample becomes a draft, in a worker
``trial``     a filled sheet is read with a draft, in a worker
``jobs``      the two as jobs

``learning`` and ``trial`` load the engine; nothing else here does.
"""
