from sekisho.gate.models.city import City
from sekisho.gate.models.compiled import Approval, Grant, NamedSubject, PurposeEntry, Right, Wording
from sekisho.gate.models.exceptions import Emergency, ExceptionalUse, Notice
from sekisho.gate.models.handovers import Handover
from sekisho.gate.models.jobs import Heart, Job
from sekisho.gate.models.log import LogLine
from sekisho.gate.models.messages import Message
from sekisho.gate.models.retention import Certificate, Hold, PurgeLine, PurgeRun, RetentionRule
from sekisho.gate.models.sent import Sent
from sekisho.gate.models.traces import Probe, Scrub, TraceCheck
from sekisho.gate.models.vault import Epoch, VaultFile, VaultKey

__all__ = [
    "Approval",
    "Certificate",
    "City",
    "Emergency",
    "Epoch",
    "ExceptionalUse",
    "Grant",
    "Handover",
    "Heart",
    "Hold",
    "Job",
    "LogLine",
    "Message",
    "NamedSubject",
    "Notice",
    "Probe",
    "PurgeLine",
    "PurgeRun",
    "PurposeEntry",
    "RetentionRule",
    "Right",
    "Scrub",
    "Sent",
    "TraceCheck",
    "VaultFile",
    "VaultKey",
    "Wording",
]
