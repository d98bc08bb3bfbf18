from sekisho.affairs.stool_tests.models.roster import Person

__all__ = ["Person"]
