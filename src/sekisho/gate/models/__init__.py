from sekisho.gate.models.compiled import Approval, Grant, PurposeEntry, Right, Wording
from sekisho.gate.models.log import LogLine

__all__ = ["Approval", "Grant", "LogLine", "PurposeEntry", "Right", "Wording"]
