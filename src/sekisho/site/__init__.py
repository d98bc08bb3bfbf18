"""The shell: layout, components, navigation, home, search, the public register, error pages.

What other rooms give to it (each in a file of its own, found in every installed room; docs/decisions/0040-shell.md):

``home.py``    blocks of the home page: ``@home.block(place, title, template, purpose=…)``
``search.py``  sources of the search box: ``@search.source(title, purpose)``
views          ``@gate.purpose`` alone puts a page into the navigation; ``@menu.page("名前")`` words its entry

What pages take from it: ``site/base.html`` (blocks title, main, context), the parts of ``templates/site/parts/`` shown on
``/components/``, ``{% load shell %}``, ``tables.table`` and ``forms.WarekiField``.
"""
