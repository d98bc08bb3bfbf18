"""The copier's folder."""

from pathlib import Path

from sekisho import gate
from sekisho.affairs.stool_tests.actions.forms import publish_form
from sekisho.affairs.stool_tests.models import Form, Scan
from sekisho.affairs.stool_tests.tests.sheets import MONTH
from sekisho.affairs.stool_tests.watching import Watched
from tests.cast import Cast, actor


def _names(cast: Cast) -> list[str]:
    with gate.enter(actor(cast.alice), "stool_tests.intake"):
        return [scan.name for scan in Scan.objects.order_by("id")]


def test_a_file_is_taken_once_it_has_stopped_growing_and_then_goes(cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "一階").mkdir()
    first, second = tmp_path / "scan1.pdf", tmp_path / "一階" / "scan2.PDF"
    first.write_bytes(b"%PDF-1.4 half")
    (tmp_path / "メモ.txt").write_text("x")
    watched = Watched(tmp_path)
    assert list(watched.look(MONTH)) == []
    first.write_bytes(b"%PDF-1.4 half and the rest")
    second.write_bytes(b"%PDF-1.4 other")
    assert list(watched.look(MONTH)) == []
    assert sorted(watched.look(MONTH)) == ["scan1.pdf：受け取りました。", "scan2.PDF：受け取りました。"]
    assert not first.exists() and not second.exists() and (tmp_path / "メモ.txt").exists()
    assert sorted(_names(cast)) == ["scan1.pdf", "scan2.PDF"]


def test_the_same_file_again_goes_and_an_empty_one_stays(cast: Cast, tmp_path: Path) -> None:
    watched = Watched(tmp_path)
    for _ in range(2):
        (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.4 same")
        said = list(watched.look(MONTH, settled=True))
    assert "同じファイルを" in said[0] and not (tmp_path / "scan.pdf").exists()
    (tmp_path / "empty.pdf").touch()
    assert "フォルダーに残しました" in next(iter(watched.look(MONTH, settled=True)))
    assert (tmp_path / "empty.pdf").exists() and _names(cast) == ["scan.pdf"]


def test_a_form_is_published_in_versions(cast: Cast) -> None:
    assert str(publish_form("報告書", "a")) == "報告書 第1版"
    assert str(publish_form("報告書", "a")) == "報告書 第1版"
    assert str(publish_form("報告書", "b")) == "報告書 第2版"
    assert [one.version for one in Form.objects.filter(retired_at__isnull=True)] == [2]
