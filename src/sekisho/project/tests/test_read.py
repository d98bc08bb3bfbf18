"""From scans to rows through the command line, on a small made-up city."""

import csv
import io
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

CODE = "from sekisho.project.cli import main; main()"


def sekisho(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", CODE, *arguments], cwd=folder, capture_output=True, text=True, timeout=300
    )


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("city")
    made = sekisho("demo", "scans", ".", "--facilities", "5", "--people", "60", "--seed", "3", folder=folder)
    assert made.returncode == 0, made.stderr
    learned = sekisho("form", "learn", "blank.pdf", "-o", "form.toml", folder=folder)
    assert learned.returncode == 0, learned.stderr
    return folder


@pytest.fixture(scope="module")
def rows(city: Path) -> bytes:
    """ROWS.csv of a run with everything, in one process."""
    found = sekisho(
        "read", "scans", "--form", "form.toml", "--roster", "roster.csv", "-o", "rows.csv", "--jsonl",
        "rows.jsonl", "--report", "rows.html", "--crops", "crops", "--jobs", "1", folder=city,
    )  # fmt: skip
    assert found.returncode == 0, found.stderr
    assert "確定した行" in found.stdout
    return (city / "rows.csv").read_bytes()


def lines(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_no_accepted_row_is_wrong_and_most_are_accepted(city: Path, rows: bytes) -> None:
    truth = {
        (line["source"], line["page"], line["row"]): line for line in lines((city / "truth.csv").read_bytes())
    }
    found = lines(rows)
    accepted = [line for line in found if line["state"] == "accepted"]
    assert len(accepted) > 0.6 * len(truth)
    for line in accepted:
        true = truth[line["source"], line["page"], line["row"]]
        for column in ("facility", "name", "date"):
            assert line[column] == true[column], (line, true)
    assert all(line["reason"] for line in found if line["state"] == "doubtful")
    assert not any(line["reason"] for line in accepted)
    missed = set(truth) - {(line["source"], line["page"], line["row"]) for line in found}
    assert len(missed) < 0.05 * len(truth)


def test_what_goes_beside_the_rows(city: Path, rows: bytes) -> None:
    found = lines(rows)
    details = [json.loads(line) for line in (city / "rows.jsonl").read_text(encoding="utf-8").splitlines()]
    read = [one for one in details if "row" in one]
    assert len(read) == len(found)
    assert {"text", "probability", "reason", "candidates"} <= set(read[0]["parts"]["name"])
    assert len(read[0]["boxes"]["氏名"]) == 4
    crops = {path.name for path in (city / "crops").iterdir()}
    stem = Path(found[0]["source"]).stem
    assert f"{stem}-p{found[0]['page']}-r{found[0]['row']}.png" in crops
    assert '<html lang="ja">' in (city / "rows.html").read_text(encoding="utf-8")
    assert not list(city.glob(".*.part"))


def test_two_processes_write_the_same_bytes(city: Path, rows: bytes) -> None:
    found = sekisho(
        "read", "scans", "--form", "form.toml", "--roster", "roster.csv", "-o", "two.csv", "--jobs", "2",
        folder=city,
    )  # fmt: skip
    assert found.returncode == 0, found.stderr
    assert (city / "two.csv").read_bytes() == rows


def test_a_stopped_run_goes_on_where_it_stopped(city: Path, rows: bytes) -> None:
    arguments = [
        "read", "scans", "--form", "form.toml", "--roster", "roster.csv", "-o", "again.csv", "--jobs", "1",
    ]  # fmt: skip
    running = subprocess.Popen(
        [sys.executable, "-c", CODE, *arguments], cwd=city, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    journal = city / ".again.csv.part"
    for _ in range(2000):
        if journal.exists() and journal.read_bytes().count(b"\n") >= 2:
            break
        assert running.poll() is None
        time.sleep(0.005)
    running.send_signal(signal.SIGINT)
    said = running.communicate(timeout=60)[1].decode()
    assert running.returncode == 130
    assert "中断しました" in said
    assert not (city / "again.csv").exists()
    pages = journal.read_bytes().count(b"\n") - 1
    assert pages >= 1
    found = sekisho(*arguments, folder=city)
    assert found.returncode == 0, found.stderr
    assert (city / "again.csv").read_bytes() == rows
    assert not journal.exists()


def test_a_form_without_a_column_of_names_is_told_before_reading(city: Path) -> None:
    text = (city / "form.toml").read_text(encoding="utf-8").replace('kind = "name"', 'kind = "text"')
    (city / "nameless.toml").write_text(text, encoding="utf-8")
    found = sekisho("read", "scans", "--form", "nameless.toml", "-o", "none.csv", folder=city)
    assert found.returncode == 2 and "氏名の列がない" in found.stderr
    assert not (city / "none.csv").exists()


def test_a_run_without_a_single_sheet_of_the_form_is_no_success(city: Path, tmp_path: Path) -> None:
    """Photographs of something else, or the wrong form: what was found is written, and the command says so."""
    Image.new("L", (1654, 2339), 250).save(tmp_path / "blank.png", dpi=(200, 200))
    found = sekisho("read", "blank.png", "--form", str(city / "form.toml"), "-o", "rows.csv", folder=tmp_path)
    assert found.returncode == 2 and "1 枚もありませんでした" in found.stderr
    assert "白紙です。" in found.stdout and lines((tmp_path / "rows.csv").read_bytes()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["blank.png", "rows.csv"]


def test_a_facility_that_is_not_on_the_roster(city: Path) -> None:
    found = sekisho(
        "read", "scans", "--form", "form.toml", "--roster", "roster.csv", "--facility", "ない園", folder=city
    )
    assert found.returncode == 2
    assert "「ない園」は名簿にありません" in found.stderr
    assert not (city / "rows.csv.part").exists()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.pdf", b"not a pdf", "PDF ではありません"),
        ("b.jpg", b"\xff\xd8\xff\xe0 cut off", "壊れていて"),
        ("c.pdf", b"", "空のファイル"),
    ],
)
def test_hopeless_input_is_one_sentence(
    city: Path, tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(data)
    found = sekisho("read", name, "--form", str(city / "form.toml"), "-o", "rows.csv", folder=tmp_path)
    assert found.returncode == 2
    assert said in found.stderr
    assert "Traceback" not in found.stderr
    assert [path.name for path in tmp_path.iterdir()] == [name]
