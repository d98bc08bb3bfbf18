from sekisho.affairs.stool_tests.models.draft import FormDraft, FormSample
from sekisho.affairs.stool_tests.models.finding import Finding
from sekisho.affairs.stool_tests.models.form import Form
from sekisho.affairs.stool_tests.models.ledger import Ledger, Posting
from sekisho.affairs.stool_tests.models.roster import Person
from sekisho.affairs.stool_tests.models.row import Judgement, Lease, Row
from sekisho.affairs.stool_tests.models.scan import Page, Scan
from sekisho.affairs.stool_tests.models.upload import RosterUpload

__all__ = [
    "Finding",
    "Form",
    "FormDraft",
    "FormSample",
    "Judgement",
    "Lease",
    "Ledger",
    "Page",
    "Person",
    "Posting",
    "RosterUpload",
    "Row",
    "Scan",
]
