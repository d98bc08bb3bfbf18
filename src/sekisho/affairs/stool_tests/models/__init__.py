from sekisho.affairs.stool_tests.models.roster import Person
from sekisho.affairs.stool_tests.models.scan import Scan
from sekisho.affairs.stool_tests.models.upload import RosterUpload

__all__ = ["Person", "RosterUpload", "Scan"]
