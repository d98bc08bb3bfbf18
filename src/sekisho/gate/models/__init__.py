from sekisho.gate.models.city import City
from sekisho.gate.models.compiled import Approval, Grant, PurposeEntry, Right, Wording
from sekisho.gate.models.exceptions import Emergency, ExceptionalUse, Notice
from sekisho.gate.models.jobs import Heart, Job
from sekisho.gate.models.log import LogLine

__all__ = [
    "Approval",
    "City",
    "Emergency",
    "ExceptionalUse",
    "Grant",
    "Heart",
    "Job",
    "LogLine",
    "Notice",
    "PurposeEntry",
    "Right",
    "Wording",
]
