"""The city's affairs (事務), one folder each; every folder with a ``register.toml`` is installed.

A folder's rooms are alike: register.toml, models/, rules.py, actions.py, queries.py, handover.py, web/, jobs.py, demo.py, tests/.
"""
