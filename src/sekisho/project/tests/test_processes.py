"""The parts as real processes: all together by ``up``, and each alone against a database somewhere else."""

import signal
from pathlib import Path

import psutil
import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sekisho.gate.jobs import hearts
from sekisho.gate.models import Job
from sekisho.project.tests.processes import PATIENCE, Start, answers, folder, free_port, start, until
from tests.cast import Cast, signed_in

__all__ = ["folder", "start"]


def _left(folder: Path, parent: int) -> list[str]:
    """Processes of the product that still run: PostgreSQL of the folder, or members of the parent's sessions."""
    found = []
    for process in psutil.process_iter(["cmdline", "environ", "status"]):
        ours = str(folder) in " ".join(process.info["cmdline"] or ())
        ours |= (process.info["environ"] or {}).get("SEKISHO_DATA") == str(folder)
        if ours and process.info["status"] != psutil.STATUS_ZOMBIE and process.pid != parent:
            found.append(" ".join(process.info["cmdline"] or ()))
    return found


@pytest.mark.long
def test_up_starts_everything_and_leaves_nothing_however_it_ends(start: Start, folder: Path) -> None:
    port = free_port()
    alone = {"SEKISHO_DATA": str(folder), "DATABASE_URL": None, "SEKISHO_OWNER_URL": None}
    for end in (signal.SIGINT, signal.SIGKILL, signal.SIGTERM):
        process = start("up", "--port", str(port), **alone)
        until(lambda: answers(port), process)
        other = start("up", "--port", str(port), **alone)
        assert other.wait(PATIENCE) == 2 and "もう使われています" in other.communicate()[0]
        process.send_signal(end)
        assert process.wait(60) == (-signal.SIGKILL if end == signal.SIGKILL else 0)
        until(lambda: not _left(folder, process.pid))  # noqa: B023
        assert not answers(port)
        said = process.communicate()[0]
        assert "sekisho-demo-2026" in said and "/terminals/enrol/" in said and "Traceback" not in said


def test_each_part_runs_alone_against_a_database_elsewhere(cast: Cast, start: Start, tmp_path: Path) -> None:
    """As on other machines: a data folder of its own, the run-time role's address and nothing else."""
    port = free_port()
    machines = [
        start(*arguments, SEKISHO_DATA=str(tmp_path / arguments[0]), SEKISHO_OWNER_URL=None)
        for arguments in (("worker",), ("scheduler",), ("web", "--port", str(port)))
    ]
    client = signed_in(cast.alice)
    file = SimpleUploadedFile("名簿.csv", "facility,name\n丘の上保育園,大空 花子\n".encode())
    page = client.post("/stool_tests/roster/uploads/", {"roster": file})["Location"]
    until(lambda: Job.objects.filter(name__endswith="compare_roster", state=Job.DONE).exists(), machines[0])
    assert "入職 1 人" in client.get(page).content.decode()
    until(lambda: hearts.alive(hearts.SCHEDULER), machines[1])
    until(lambda: answers(port), machines[2])
    for process in machines:
        process.send_signal(signal.SIGTERM)
    assert [process.wait(60) for process in machines] == [0, 0, 0]
    assert not hearts.alive(hearts.WORKER) and not hearts.alive(hearts.SCHEDULER)


def test_a_database_that_does_not_fit_or_answer_is_said(
    cast: Cast, superuser: psycopg.Connection, start: Start, tmp_path: Path
) -> None:
    said = superuser.execute("SELECT obj_description('gate'::regnamespace, 'pg_namespace')").fetchone()
    superuser.execute("COMMENT ON SCHEMA gate IS 'older'")
    old = start("worker", SEKISHO_DATA=str(tmp_path))
    gone = start(
        "scheduler", SEKISHO_DATA=str(tmp_path), DATABASE_URL=f"postgresql://x@/none?host={tmp_path}"
    )
    told = [process.communicate(timeout=PATIENCE)[0] for process in (old, gone)]
    superuser.execute(f"COMMENT ON SCHEMA gate IS '{said[0]}'")  # type: ignore[index]
    assert (old.returncode, gone.returncode) == (2, 2)
    assert "sekisho migrate を実行してください" in told[0] and "データベースに接続できません" in told[1]
