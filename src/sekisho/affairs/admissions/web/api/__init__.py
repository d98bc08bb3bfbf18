"""For programs beside us (RPA, scripts): the same affair under a purpose of its own, with a key instead of a sign-in.

``views``     sending files, asking how far they are, fetching confirmed applications
``document``  what the views take and give, as OpenAPI; a test holds the two together
"""
