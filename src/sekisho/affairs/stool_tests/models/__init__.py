from sekisho.affairs.stool_tests.models.draft import FormDraft, FormSample
from sekisho.affairs.stool_tests.models.finding import Finding
from sekisho.affairs.stool_tests.models.form import Form
from sekisho.affairs.stool_tests.models.ledger import Ledger, Posting
from sekisho.affairs.stool_tests.models.parallel import Difference, ParallelRun
from sekisho.affairs.stool_tests.models.preview import Preview, Teaching
from sekisho.affairs.stool_tests.models.roster import Person
from sekisho.affairs.stool_tests.models.row import Judgement, Lease, Row
from sekisho.affairs.stool_tests.models.sample import Sample, Sampled
from sekisho.affairs.stool_tests.models.scan import Page, Scan
from sekisho.affairs.stool_tests.models.upload import RosterUpload
from sekisho.affairs.stool_tests.models.year import Caution, Closing, Reminder, Settings

__all__ = [
    "Caution",
    "Closing",
    "Difference",
    "Finding",
    "Form",
    "FormDraft",
    "FormSample",
    "Judgement",
    "Lease",
    "Ledger",
    "Page",
    "ParallelRun",
    "Person",
    "Posting",
    "Preview",
    "Reminder",
    "RosterUpload",
    "Row",
    "Sample",
    "Sampled",
    "Scan",
    "Settings",
    "Teaching",
]
