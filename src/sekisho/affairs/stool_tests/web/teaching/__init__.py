"""Pages on which a form is taught.

``forms``   the forms of the affair with their versions; a sample comes in
``draft``   the sample with its proposed regions, to be mended and published
``trials``  filled sheets read with the draft, row by row
"""
