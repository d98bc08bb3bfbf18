"""For programs beside us (RPA, scripts): the same affair under a purpose of its own, with a key instead of a sign-in.

``views``     sending scans, asking how far they are, fetching rows
``document``  what the views take and give, as OpenAPI; a test holds the two together
"""
