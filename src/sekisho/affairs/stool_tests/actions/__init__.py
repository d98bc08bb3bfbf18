"""The only writers of the affair's records; called inside an open pass of the purpose that each names.

``roster``   who is tested
``intake``   files and pages come in; a person says where a page belongs
``reading``  what the engine found (the program's own purpose)
``forms``    which regions of a sheet say what
``teaching`` another form is taught
``review``   a person decides what the engine couldn't
"""

from sekisho.affairs.stool_tests.actions.roster import add_people, apply_outcome, hand_in, plan_for

__all__ = ["add_people", "apply_outcome", "hand_in", "plan_for"]
