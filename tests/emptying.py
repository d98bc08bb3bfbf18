"""The tests' database emptied after a test: only what it has touched, since making ninety tables anew takes longer than most tests.

1. Touched is a table with pages, or whose numbers have begun. 2. It is truncated, so that no byte stays in its file, where every
table that refers to it is truncated too: PostgreSQL wants them all together. 3. Of what else refers to it, as nearly everything does
to the offices, the rows are deleted and the pages given back.
"""

import psycopg
from psycopg import sql

#: Sequences with their tables, and whether a number was taken. (CASE, since anything else may be asked of before what it is.)
_SEQUENCES = """
SELECT d.refobjid AS of, s.relname AS name, CASE WHEN s.relkind = 'S' THEN pg_sequence_last_value(s.oid) END IS NOT NULL AS begun
FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S' WHERE d.deptype IN ('a', 'i')
"""
_TOUCHED = f"""
SELECT c.relname, coalesce(array_agg(s.name) FILTER (WHERE s.begun), '{{}}')
FROM pg_class c LEFT JOIN ({_SEQUENCES}) s ON s.of = c.oid WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
GROUP BY c.oid, c.relname HAVING pg_relation_size(c.oid) > 0 OR bool_or(s.begun)
"""
_REFERENCES = """
SELECT confrelid::regclass::text, conrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND confrelid <> conrelid
"""


def empty(superuser: psycopg.Connection, kept: tuple[str, ...]) -> None:
    """No row is left, and numbers begin with 1 again, but in the tables ``kept``; raises DeadlockDetected when somebody else is at
    work in them. The connection commits by itself."""
    touched = {name: begun for name, begun in superuser.execute(_TOUCHED).fetchall() if name not in kept}
    whole = _closed(set(touched), superuser.execute(_REFERENCES).fetchall())
    rest = sorted(set(touched) - whole)
    # No trigger, of ours or of a reference, looks at what goes.
    superuser.execute("SET session_replication_role = replica")
    with superuser.transaction():
        # All at once: what a browser's last request still writes finds everything or nothing.
        if touched:
            superuser.execute(sql.SQL("LOCK TABLE {}").format(_names(sorted(touched))))
        if whole:
            superuser.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY").format(_names(sorted(whole))))
        for table in rest:
            superuser.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
            for sequence in touched[table]:
                superuser.execute(sql.SQL("ALTER SEQUENCE {} RESTART").format(sql.Identifier(sequence)))
    if rest:
        superuser.execute(sql.SQL("VACUUM {}").format(_names(rest)))


def _closed(touched: set[str], references: list[tuple[str, str]]) -> set[str]:
    """Those to which nothing outside refers."""
    whole, before = set(touched), set[str]()
    while whole != before:
        before = set(whole)
        whole -= {named for named, by in references if by not in before}
    return whole


def _names(tables: list[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, tables))
