from sekisho.affairs.stool_tests.models.roster import Person
from sekisho.affairs.stool_tests.models.scan import Scan

__all__ = ["Person", "Scan"]
