from sekisho.affairs.bereavement.models.blank import Blank, FormPrint
from sekisho.affairs.bereavement.models.call import OffsiteCall
from sekisho.affairs.bereavement.models.catalogue_version import CatalogueVersion
from sekisho.affairs.bereavement.models.closed_day import ClosedDay
from sekisho.affairs.bereavement.models.inquiry import Inquiry
from sekisho.affairs.bereavement.models.letter import Letter
from sekisho.affairs.bereavement.models.person import Person
from sekisho.affairs.bereavement.models.step import Step
from sekisho.affairs.bereavement.models.visit import Visit

__all__ = [
    "Blank",
    "CatalogueVersion",
    "ClosedDay",
    "FormPrint",
    "Inquiry",
    "Letter",
    "OffsiteCall",
    "Person",
    "Step",
    "Visit",
]
