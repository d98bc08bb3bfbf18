"""The sealed log: every attack of somebody who may do anything to the database is found, and said which line."""

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from sekisho.gate.log import heads, sealing
from sekisho.gate.log.lines import LINE
from sekisho.gate.log.sealing import prove, seal_log
from sekisho.gate.log.verifying import Report, verify_log
from sekisho.project import postgres

_LINE = """INSERT INTO gate_log (at, actor, post, zone, purpose, case_key, kind, table_name, subjects, fields, rows, note)
SELECT '2026-04-01 09:00+09'::timestamptz + n * interval '1 minute', n %% 7, 'clerk', 'lgwan', 'x.y', '', 'read', 'x_y',
       ARRAY['x.y:' || n, '大空 花子 "\\'], '{name}', 1, '' FROM generate_series(1, %s) n"""


def _write(superuser: psycopg.Connection, lines: int) -> None:
    superuser.execute(_LINE, [lines])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where heads are kept; batches of four lines."""
    monkeypatch.setattr(sealing, "BATCH", 4)
    return tmp_path / "seals"


def _verify(database: postgres.Server, folder: Path) -> Report:
    return verify_log(database.url(postgres.OWNER), folder)


def test_what_nobody_touched_holds(
    database: postgres.Server, superuser: psycopg.Connection, folder: Path
) -> None:
    _write(superuser, 10)
    assert [seal.count for seal in seal_log(folder)] == [4, 4, 2]
    assert seal_log(folder) == []
    _write(superuser, 1)
    report = _verify(database, folder)
    assert (report.seals, report.lines, report.unsealed, report.findings) == (3, 11, 1, [])
    assert [head.number for head in heads.read(folder)] == [1, 2, 3]


def test_both_forms_of_a_line_are_the_same_in_any_session(superuser: psycopg.Connection) -> None:
    _write(superuser, 3)
    said = f"SELECT array_agg({LINE} ORDER BY id), array_agg(gate.line(gate_log) ORDER BY id) FROM gate_log"
    ours, theirs = superuser.execute(said).fetchone() or ((), ())
    superuser.execute(
        "SET TIME ZONE 'America/New_York'; SET DateStyle = 'German'; SET extra_float_digits = 0"
    )
    elsewhere = superuser.execute(said).fetchone()
    assert ours == theirs and elsewhere == (ours, theirs)


def _leaves_too(superuser: psycopg.Connection) -> None:
    superuser.execute("UPDATE gate_log SET actor = 99 WHERE id = 6")
    superuser.execute("UPDATE gate_seal_leaves SET leaves = leaves || leaves WHERE number = 2")


def _last_batch(superuser: psycopg.Connection) -> None:
    superuser.execute("DELETE FROM gate_seal_leaves WHERE number = 3; DELETE FROM gate_seal WHERE number = 3")
    superuser.execute("DELETE FROM gate_log WHERE id > 8")


def _all_over_again(superuser: psycopg.Connection) -> None:
    superuser.execute(
        "DELETE FROM gate_seal_leaves; DELETE FROM gate_seal; UPDATE gate_log SET actor = 99 WHERE id = 6"
    )
    for _ in range(3):
        superuser.execute("SELECT gate.seal(4)")


ATTACKS: dict[str, tuple[str | Callable[[psycopg.Connection], None], list[str]]] = {
    "changed": ("UPDATE gate_log SET actor = 99 WHERE id = 6", ["記録 6 番が、書き換えられています（封印 2）"]),
    "subjects changed": ("UPDATE gate_log SET subjects[1] = 'x.y:1' WHERE id IN (2, 3)", ["記録 2～3 番が、書き換え"]),
    "moved in time": ("UPDATE gate_log SET at = at + interval '1 microsecond' WHERE id = 1", ["記録 1 番が、書き換え"]),
    "removed": ("DELETE FROM gate_log WHERE id IN (1, 6)", ["記録 1 番が、消され", "記録 6 番が、消され"]),
    "renumbered": ("UPDATE gate_log SET id = -1 WHERE id = 6", ["記録 -1 番は、封印のあとで差し込", "記録 6 番が、消され"]),
    "leaves rewritten": (_leaves_too, ["封印 2（記録 5～8 番）の照合用の値も書き換えられ"]),
    "last batch removed": (_last_batch, ["封印 3（記録 9～10 番、2 件）が、控えにあるのに消されています"]),
    "seal changed": ("UPDATE gate_seal SET count = 5 WHERE number = 2",
                     ["封印 2 の内容が書き換え", "封印 2 が、データベースの外の控えと違い"]),
    "middle seal removed": ("DELETE FROM gate_seal_leaves WHERE number = 2; DELETE FROM gate_seal WHERE number = 2",
                            ["封印 2 がありません", "封印 2（記録 5～8 番、4 件）が、控えにあるのに"]),
    "everything rewritten": (_all_over_again, [f"封印 {n} が、データベースの外の控えと違います" for n in (1, 2, 3)]),
    "said to be purged": ("DELETE FROM gate_log WHERE id < 5; INSERT INTO gate_seal_purge VALUES (1, gate.micros(now()))",
                          ["封印 1 の記録が、保存期間が終わる前に", "封印 1 の消去が、記録に残っていません"]),
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_are_found(
    database: postgres.Server, superuser: psycopg.Connection, folder: Path, attack: str
) -> None:
    _write(superuser, 10)
    seal_log(folder)
    do, expected = ATTACKS[attack]
    if callable(do):
        do(superuser)
    else:
        superuser.execute(do)
    findings = _verify(database, folder).findings
    for words in expected:
        assert any(words in finding for finding in findings), findings


def test_a_line_put_into_a_gap_is_found_and_never_sealed(
    database: postgres.Server, superuser: psycopg.Connection, folder: Path
) -> None:
    superuser.execute("SELECT nextval('gate_log_id_seq')")
    _write(superuser, 3)
    seal_log(folder)
    superuser.execute("UPDATE gate_seal SET pending = '{[1,2)}'")
    superuser.execute(_LINE.replace("(at,", "(id, at,").replace("SELECT '2026", "SELECT 1, '2026"), [1])
    seal_log(folder)
    assert any("記録 1 番は、封印のあとで差し込まれて" in one for one in _verify(database, folder).findings)


def test_a_head_that_does_not_fit_or_was_cut_is_said(
    database: postgres.Server, superuser: psycopg.Connection, folder: Path
) -> None:
    _write(superuser, 10)
    seal_log(folder)
    file = folder / heads.FILE
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join([lines[0][:-9] + "00000000\n", lines[1]]))
    findings = _verify(database, folder).findings
    assert any("封印 1 が、データベースの外の控えと違います" in one for one in findings)
    assert any("封印 3 が、データベースの外の控えにありません" in one for one in findings)
    file.write_text("".join(lines[:2]))
    seal_log(folder)
    assert _verify(database, folder).findings == []


def test_a_long_transaction_holds_nothing_up_and_is_not_missed(
    database: postgres.Server, superuser: psycopg.Connection, folder: Path
) -> None:
    with (
        psycopg.connect(database.url("postgres")) as long,
        psycopg.connect(database.url("postgres")) as undone,
    ):
        long.execute(_LINE, [2])
        undone.execute(_LINE, [1])
        _write(superuser, 2)
        (first,) = seal_log(folder)
        assert (first.count, first.absent, first.pending) == (2, "{[1,4)}", "{[1,4)}")
        undone.rollback()
        _write(superuser, 1)
        assert seal_log(folder)[0].late == "{}"
        long.commit()
    report = _verify(database, folder)
    assert (report.unsealed, report.findings) == (2, [])
    (third,) = seal_log(folder)
    # A batch of late lines alone; the rolled-back line's id is given up, since nobody is left who could bring it.
    assert (third.count, third.late, third.pending) == (2, "{1,2}", "{}")
    report = _verify(database, folder)
    assert (report.unsealed, report.findings) == (0, [])
    assert "1～2" in report.notes[0]


def test_one_line_is_proved_by_itself(superuser: psycopg.Connection, folder: Path) -> None:
    _write(superuser, 10)
    seals = seal_log(folder)
    for line in (1, 6, 10):
        number, root, leaf, proof = prove(line)
        assert root == seals[number - 1].root == proof.root(leaf)


def test_the_run_time_role_seals_but_changes_no_seal(
    database: postgres.Server, superuser: psycopg.Connection, folder: Path
) -> None:
    _write(superuser, 1)
    seal_log(folder)
    for statement in ("DELETE FROM gate_seal", "UPDATE gate_seal SET count = 0", "TRUNCATE gate_seal CASCADE",
                      "DELETE FROM gate_seal_leaves", "INSERT INTO gate_seal_purge VALUES (1, 0)",
                      "SELECT gate.purge_log(now() - interval '2 years', 1)"):  # fmt: skip
        with (
            psycopg.connect(database.url(postgres.APP)) as raw,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            raw.execute(statement)
