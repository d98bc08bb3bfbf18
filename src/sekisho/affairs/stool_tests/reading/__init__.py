"""A received file becomes rows, page by page, in a worker.

``people``    the roster as the engine takes it, and who of it a name means
``forms``     the forms in use, parsed once a process
``pictures``  what is kept of a page to look at: the upright page, a strip a row
``page``      one page read: what to keep of it (values only)
``keeping``   what was found is written while the next page is read
``run``       a whole file: pages one by one, each a transaction; goes on where it was cut off

The engine is imported here and nowhere else in the affair, so that a web process never loads it.
"""
