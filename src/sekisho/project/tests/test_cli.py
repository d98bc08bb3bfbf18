"""The command line as a user meets it: help, wrong usage, mendable mistakes."""

import subprocess
import sys
from pathlib import Path

import pytest


def sekisho(*arguments: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    code = "from sekisho.project.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=folder, capture_output=True, text=True, timeout=120
    )


def test_help_is_japanese_throughout() -> None:
    for arguments in ([], ["read"], ["calibrate"], ["form"], ["form", "learn"], ["post"], ["rule", "learn"]):
        said = sekisho(*arguments, "--help")
        assert said.returncode == 0
        for word in ("Options", "Arguments", "Commands", "Show this", "required", "default:", "Usage"):
            assert word not in said.stdout, (arguments, word)


def test_help_is_whole_in_a_narrow_window() -> None:
    for arguments in ([], ["read"], ["form", "learn"], ["post"], ["compare"]):
        assert "…" not in sekisho(*arguments, "--help").stdout, arguments


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["read"], "がありません"),
        (["raed"], "「raed」というコマンドはありません"),
        (["read", "x", "--from", "y"], "「--from」はありません"),
        (["read", "x", "--form", "f.toml", "--jobs", "many"], "--jobs"),
        (["read", "x", "--form", "f.toml", "--month", "5月"], "2025-05"),
        (["read", "x", "--form", "f.toml", "-o", "none/rows.csv"], "「none」がありません"),
    ],
)
def test_wrong_usage_is_said_in_one_sentence(tmp_path: Path, arguments: list[str], said: str) -> None:
    found = sekisho(*arguments, folder=tmp_path)
    assert found.returncode == 2
    assert said in found.stderr
    assert "Traceback" not in found.stderr
    assert not list(tmp_path.iterdir())


def test_no_arguments_show_the_help() -> None:
    assert "コマンド" in sekisho().stdout
