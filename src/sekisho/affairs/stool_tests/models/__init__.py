from sekisho.affairs.stool_tests.models.finding import Finding
from sekisho.affairs.stool_tests.models.form import Form
from sekisho.affairs.stool_tests.models.ledger import Ledger, Posting
from sekisho.affairs.stool_tests.models.preview import Preview, Teaching
from sekisho.affairs.stool_tests.models.roster import Person
from sekisho.affairs.stool_tests.models.row import Judgement, Lease, Row
from sekisho.affairs.stool_tests.models.scan import Page, Scan
from sekisho.affairs.stool_tests.models.upload import RosterUpload

__all__ = [
    "Finding",
    "Form",
    "Judgement",
    "Lease",
    "Ledger",
    "Page",
    "Person",
    "Posting",
    "Preview",
    "RosterUpload",
    "Row",
    "Scan",
    "Teaching",
]
