from sekisho.gate.models.city import City
from sekisho.gate.models.compiled import Approval, Grant, PurposeEntry, Right, Wording
from sekisho.gate.models.jobs import Heart, Job
from sekisho.gate.models.log import LogLine

__all__ = ["Approval", "City", "Grant", "Heart", "Job", "LogLine", "PurposeEntry", "Right", "Wording"]
