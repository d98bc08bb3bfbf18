"""The purge every night, by a worker. What it leaves in the database's own files goes with ``sekisho scrub``, as their owner."""

from sekisho.base import clock
from sekisho.gate.jobs.declare import job
from sekisho.gate.jobs.work import Work
from sekisho.gate.retention.purge import PURPOSE, purge_due

#: What the purge says of its steps, in words.
_STEPS = {
    "erase": "満了した記録を消しています",
    "begin": "鍵の世代を改めています",
    "wrap": "残る記録の鍵を包み直しています",
    "destroy": "古い世代の鍵を捨てています",
    "sweep": "鍵のないファイルを消しています",
    "certify": "消去証明書を作っています",
}


@job(
    PURPOSE,
    title="保存期間が満了した記録の消去",
    steps=tuple(_STEPS.values()),
    every="10 2 * * *",
    result="certificates",
    piecewise=True,
)
def purge_nightly(work: Work) -> None:
    """Erase what is due today, and certify it."""
    purge_due(clock.today(), lambda step: work.step(_STEPS[step]))
