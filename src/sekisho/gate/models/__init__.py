from sekisho.gate.models.compiled import Approval, Grant, PurposeEntry, Right, Wording
from sekisho.gate.models.exceptions import Emergency, ExceptionalUse, Notice
from sekisho.gate.models.log import LogLine

__all__ = [
    "Approval",
    "Emergency",
    "ExceptionalUse",
    "Grant",
    "LogLine",
    "Notice",
    "PurposeEntry",
    "Right",
    "Wording",
]
