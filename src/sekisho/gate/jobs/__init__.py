"""Jobs: work that a page shouldn't wait for, in the same database and behind the same gate.

In the ``jobs.py`` of an affair (found by itself)::

    @gate.job("stool_tests.roster_upkeep", title="名簿の読み込み", steps=("読んでいます", "照らし合わせています"))
    def read_roster(work: Work, upload: int) -> None:
        work.step("読んでいます", total=len(lines))
        for line in lines:
            ...
            work.advance()

and in the action that causes it, inside its transaction: ``read_roster.plan(request.actor, upload=upload.pk)``.

``declare``    the decorator, the list of all jobs, arguments that are ids
``planning``   into the queue with the transaction that causes it; cancel, retry
``work``       progress, and the wish to stop, over a connection of its own
``run``        one job inside one pass; what failed, in words that name nobody
``stopped``    what a failed job tells the queue: its number
``hearts``     signs of life
``schedule``   periodic jobs, and jobs whose worker has died
``worker``     the process that runs jobs
``upkeep``     the room's own periodic job

The effects of a job and the mark that it is done are one transaction, so a job that is taken up twice has its effects once.
One that is ``piecewise`` (the purge, sealing) has transactions of its own instead, and goes on where it was cut off.
This room knows no affair.
"""
