"""Seconds of sealing and of verifying a million lines of the access log, on a database of its own."""

import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from sekisho.project import postgres
from sekisho.project.bench.own_database import set_up

#: Lines as a year of a city's looks has them: one to fifty subjects each, a few columns.
_LINES = """
INSERT INTO gate_log (at, pass_id, actor, post, office, terminal, zone, purpose, case_key, kind, table_name, subjects,
                      fields, rows, note)
SELECT '2026-04-01 00:00+09'::timestamptz + n * interval '30 seconds', n, n % 400, 'clerk', n % 60, n % 500, 'lgwan',
       'stool_tests.roster', '', 'read', 'stool_tests_person',
       ARRAY(SELECT 'stool_tests.person:' || (n * 7 + k) % 190000 FROM generate_series(0, n % 10) k),
       '{facility_id,id,kana,name}', n % 10 + 1, ''
FROM generate_series(1, %s) n
"""


def time_log(folder: Path, lines: int, say: Callable[[str], None]) -> dict[str, float]:
    """``lines`` written, seconds of ``seal`` and of ``verify``; raises RuntimeError when verifying finds anything."""
    set_up(folder)
    from sekisho.gate.log.heads import FILE, folder_of
    from sekisho.gate.log.sealing import seal_log
    from sekisho.gate.log.verifying import verify_log

    server = postgres.start(folder)
    say("記録を書いています")
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute("TRUNCATE gate_log, gate_seal, gate_seal_leaves, gate_seal_purge RESTART IDENTITY")
        (folder_of(folder) / FILE).unlink(missing_ok=True)
        connection.execute(_LINES.replace("%s", str(lines)))
        connection.execute("VACUUM ANALYZE gate_log")
    say("封印しています")
    start = time.perf_counter()
    made = seal_log(folder_of(folder))
    sealed = time.perf_counter() - start
    say("確かめています")
    start = time.perf_counter()
    report = verify_log(server.url(postgres.OWNER), folder_of(folder))
    verified = time.perf_counter() - start
    if report.findings or sum(seal.count for seal in made) != lines:
        raise RuntimeError(f"verifying an untouched log found {report.findings}")
    return {"lines": float(lines), "seal": sealed, "verify": verified}
