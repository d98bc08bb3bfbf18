"""The gate: every use of personal data passes here, and what may pass stands in the registers.

``register/``  what the city has written down: affairs, items, purposes, retention
``passes``     an open pass: actor, post, office, terminal, zone, purpose, case; for one transaction
``records``    models with personal data: they show only what the pass allows, and note who looked
``guard``      a query on records without a pass becomes GateClosed, with the line to write
``answers``    allowed, refused, gap
``vault/``     sealed texts and files, a key a record
``retention/`` what goes when, the purge and its certificate
``log/``       the access log sealed, verified, and erased by seals
``jobs/``      work that a page shouldn't wait for, inside a pass like everything else
``messages/`` what staff are told outside the program: written and sent by a job
``openable``   what an actor's posts would open, for navigation
``migrations/sql/`` what the database itself enforces: passes, policies, the log

This room knows no affair and no page.
"""

from sekisho.gate.answers import Gap, GateClosed, Refused
from sekisho.gate.jobs.declare import job
from sekisho.gate.openable import openable
from sekisho.gate.passes import Actor, Held, Pass, current, enter, job_actor
from sekisho.gate.web import public, purpose

__all__ = [
    "Actor",
    "Gap",
    "GateClosed",
    "Held",
    "Pass",
    "Refused",
    "current",
    "enter",
    "job",
    "job_actor",
    "openable",
    "public",
    "purpose",
]
