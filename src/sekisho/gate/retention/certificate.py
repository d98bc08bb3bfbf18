"""The erasure certificate (消去証明書): what kinds, how many, by which rule, when; no personal data.

Each erased record left a digest (SHA-256 over a salt of the run, its table and its number). The certificate prints the head
of the Merkle tree over them: whoever knows a record's number can have it proved that it was among the erased.
"""

import datetime
import hashlib
from collections import Counter
from pathlib import Path
from typing import Any

from django.db import connection

from sekisho import gate
from sekisho.base import clock, merkle, wareki
from sekisho.gate.documents import pdf
from sekisho.gate.models.retention import Certificate, PurgeLine, PurgeRun
from sekisho.gate.retention.rules import rules

_LAYOUT = Path(__file__).with_name("certificate.typ")
_DIGEST = 32


def certify(run: PurgeRun) -> Certificate:
    """Issue the run's certificate and end the run, in one transaction."""
    now = clock.now()
    with gate.enter(gate.job_actor(), "gate.purge"):
        digests = list(PurgeLine.objects.filter(run=run).order_by("id").values_list("table_name", "digest"))
        leaves = [bytes(digest) for _, digest in digests]
        head = merkle.root(leaves).hex()
        lines = _lines(Counter(table for table, _ in digests))
        number = _next_number(now.date())
        made = _pdf(number, now, run, lines, head, len(leaves))
        issued = Certificate.objects.create(
            number=number,
            run=run,
            issued_at=now,
            lines=lines,
            leaves=b"".join(leaves),
            head=head,
            pdf=made,
            pdf_hash=hashlib.sha256(made).hexdigest(),
        )
        run.certified_at = now
        run.save(update_fields=("certified_at",))
        with connection.cursor() as cursor:
            cursor.execute("SELECT gate.forget_digests(%s)", [run.pk])
    return issued


def sound(certificate: Certificate) -> bool:
    """Do the row's digests, head, counts and PDF still agree with one another?"""
    leaves = _leaves(certificate)
    return (
        bool(leaves)
        and merkle.root(leaves).hex() == certificate.head
        and len(leaves) == sum(line["count"] for line in certificate.lines)
        and hashlib.sha256(bytes(certificate.pdf)).hexdigest() == certificate.pdf_hash
    )


def prove(certificate: Certificate, table: str, record: int) -> merkle.Proof | None:
    """The Merkle proof of an erased record; None when it isn't among them, or the digests don't lead to the head."""
    leaf = merkle.leaf_hash(bytes(certificate.run.salt) + f"{table}:{record}".encode())
    leaves = _leaves(certificate)
    if leaf not in leaves:
        return None
    proof = merkle.proof(leaves, leaves.index(leaf))
    return proof if proof.root(leaf).hex() == certificate.head else None


def _leaves(certificate: Certificate) -> list[bytes]:
    held = bytes(certificate.leaves)
    return [held[at : at + _DIGEST] for at in range(0, len(held), _DIGEST)]


def _lines(counts: Counter[str]) -> list[dict[str, Any]]:
    return [
        {
            "affair": rule.affair, "kind": rule.kind, "table": rule.table, "rule": rule.words,
            "count": counts[rule.table],
        }
        for rule in rules()
        if counts[rule.table]
    ]  # fmt: skip


def _next_number(day: datetime.date) -> str:
    start = f"消去-{wareki.fiscal_year(day)}-"
    return f"{start}{Certificate.objects.filter(number__startswith=start).count() + 1:04}"


def _pdf(
    number: str, now: datetime.datetime, run: PurgeRun, lines: list[dict[str, Any]], head: str, total: int
) -> bytes:
    said = {
        "number": number,
        "day": wareki.format_date(run.day, weekday=True),
        "issued": f"{wareki.format_date(now.date())} {now:%H時%M分}",
        "epoch": run.epoch,
        "lines": [{**line, "count": f"{line['count']:,}"} for line in lines],
        "total": f"{total:,}",
        "head": head,
        "date": [now.year, now.month, now.day],
    }
    return pdf(_LAYOUT, said, "said")
