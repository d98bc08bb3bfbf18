from sekisho.gate.models.compiled import Approval, Grant, PurposeEntry, Right
from sekisho.gate.models.log import LogLine
from sekisho.gate.models.retention import Certificate, Hold, PurgeLine, PurgeRun, RetentionRule
from sekisho.gate.models.vault import Epoch, VaultFile, VaultKey

__all__ = [
    "Approval",
    "Certificate",
    "Epoch",
    "Grant",
    "Hold",
    "LogLine",
    "PurgeLine",
    "PurgeRun",
    "PurposeEntry",
    "RetentionRule",
    "Right",
    "VaultFile",
    "VaultKey",
]
