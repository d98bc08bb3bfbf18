"""The city's resident registry (住民記録), as far as other affairs may see it.

``port``      what a registry must give: its lines, each a person
``national``  a line in the item names of the national standard
``files``     the registry as a nightly extract, a CSV
``http``      the registry over HTTP, for cities whose system answers by itself
``actions``   the load: what changed goes into the table, who is in it no more is marked
``queries``   search with variant kanji and unknown parts; answers for affairs
``birth``     birth dates of which parts are unknown

Affairs get answers, not rows: gate.match_resident, gate.relation_to and gate.household_left (migrations/sql/0003_answers.sql).
Who is under protection measures (支援措置) is in no answer, list or count, except where the register names the item.
"""
