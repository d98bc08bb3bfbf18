"""After the purge: what the database's own files still hold of erased rows is overwritten or given back.

Erasing a row leaves its bytes in the page, VACUUM leaves them in the page's gap, the journal and the planner's statistics
hold them too. So tables that lost rows are rewritten, statistics taken anew, and the journal is cut (wal_recycle is off).
"""

import psycopg
from psycopg import sql

#: A page waits at most so long for a table that is being rewritten, and the rewriting gives up rather than queue for longer.
_LOCK_WAIT = "2s"
_CATALOGUES = ("pg_statistic",)


def scrub(owner: str, superuser: str | None, tables: list[str]) -> list[str]:
    """Rewrite ``tables`` (as their owner), then the catalogues and the journal where there is a ``superuser``.

    Returns the tables that were busy: they are rewritten with the next purge.
    """
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(f"SET lock_timeout = '{_LOCK_WAIT}'")
        busy = [table for table in tables if not _rewrite(connection, table)]
    if superuser:
        with psycopg.connect(superuser, autocommit=True) as connection:
            connection.execute(f"SET lock_timeout = '{_LOCK_WAIT}'")
            busy += [table for table in _CATALOGUES if not _rewrite(connection, table)]
            connection.execute("SELECT pg_switch_wal()")
            # Files of the old tables and journal go at a checkpoint; the journal's last segment at the one after it.
            connection.execute("CHECKPOINT")
            connection.execute("SELECT pg_switch_wal()")
            connection.execute("CHECKPOINT")
    return busy


def _rewrite(connection: psycopg.Connection, table: str) -> bool:
    try:
        connection.execute(sql.SQL("VACUUM (FULL, ANALYZE) {}").format(sql.Identifier(table)))
    except psycopg.errors.LockNotAvailable:
        return False
    return True
