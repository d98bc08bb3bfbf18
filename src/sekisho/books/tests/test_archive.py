"""The zip under a ledger."""

import io
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest

from sekisho.base.errors import UserError
from sekisho.books import archive
from sekisho.books.archive import Archive


def zipped(*entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as out:
        out.comment = comment
        for name, data in entries:
            out.writestr(zipfile.ZipInfo(name, (2025, 4, 1, 9, 30, 0)), data, method)
    return stream.getvalue()


class Unseekable(io.RawIOBase):
    """A stream as of a server's reply: zipfile then writes data descriptors behind the parts."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.data += bytes(data)
        return len(bytes(data))


def raw_parts(data: bytes) -> dict[str, bytes]:
    """The bytes of each entry from its local header to the next one."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        infos = sorted(opened.infolist(), key=lambda info: info.header_offset)
        ends = [info.header_offset for info in infos[1:]] + [opened.start_dir]
    return {info.filename: data[info.header_offset : end] for info, end in zip(infos, ends, strict=True)}


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_only_the_replaced_entry_changes_raw(method: int) -> None:
    data = zipped(("a", b"A" * 999), ("b", b"B" * 5), ("日本", b"C" * 77), method=method, comment=b"note")
    changed = Archive(data).replaced({"b": b"new content" * 40})
    before, after = raw_parts(data), raw_parts(changed)
    assert before["a"] == after["a"] and before["日本"] == after["日本"] and before["b"] != after["b"]
    with zipfile.ZipFile(io.BytesIO(changed)) as opened:
        assert opened.testzip() is None
        assert opened.read("b") == b"new content" * 40
        assert opened.comment == b"note"
        assert opened.getinfo("b").date_time == (2025, 4, 1, 9, 30, 0)
        assert opened.getinfo("b").compress_type == method


def test_data_descriptors_are_copied_and_dropped_where_replaced() -> None:
    stream = Unseekable()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("a", b"A" * 999)
        out.writestr("b", b"B" * 999)
    data = bytes(stream.data)
    assert struct.unpack_from("<H", data, 6)[0] & 8
    changed = Archive(data).replaced({"a": b"other"})
    assert raw_parts(changed)["b"] == raw_parts(data)["b"]
    with zipfile.ZipFile(io.BytesIO(changed)) as opened:
        assert (opened.read("a"), opened.read("b")) == (b"other", b"B" * 999)


def test_zip64_records_are_read_and_written_plainly() -> None:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out,
        out.open("a", "w", force_zip64=True) as part,
    ):
        part.write(b"A" * 999)
    changed = Archive(stream.getvalue()).replaced({"a": b"other"})
    with zipfile.ZipFile(io.BytesIO(changed)) as opened:
        assert opened.read("a") == b"other"


def test_without_changes_the_file_is_the_same() -> None:
    data = zipped(("a", b"1"))
    assert Archive(data).replaced({}) is data


def test_a_part_that_unpacks_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_PART", 100_000)
    data = bytearray(zipped(("bomb", b"\0" * 10_000_000)))
    with pytest.raises(UserError, match="大きすぎます"):
        Archive(bytes(data)).read("bomb")
    # A bomb that lies about its size in the directory is met by the limit on unpacking.
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<L", 10)
    with pytest.raises(UserError, match="大きすぎます"):
        Archive(bytes(data)).read("bomb")


def test_too_many_parts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_PARTS", 3)
    with pytest.raises(UserError, match="部品 4 個"):
        Archive(zipped(*((str(number), b"") for number in range(4))))


def test_overlapping_entries_are_refused() -> None:
    data = bytearray(zipped(("a", b"A" * 50), ("b", b"B" * 50)))
    second = data.rfind(b"PK\x01\x02")
    data[second + 42 : second + 46] = struct.pack("<L", 0)
    with pytest.raises(UserError, match="壊れている"):
        Archive(bytes(data))


@pytest.mark.parametrize("cut", [10, 60, 200])
def test_truncated_files_are_refused(cut: int) -> None:
    data = zipped(("a", bytes(range(256))), ("b", b"B" * 50))
    with pytest.raises(UserError, match="壊れている"):
        Archive(data[:-cut])


def test_damaged_content_is_refused() -> None:
    data = bytearray(zipped(("a", bytes(range(256)) * 4)))
    data[60] ^= 0xFF
    with pytest.raises(UserError, match="壊れている"):
        Archive(bytes(data)).read("a")


def test_duplicate_names_are_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        data = zipped(("a", b"1"), ("a", b"2"))
    with pytest.raises(UserError, match="二つあります"):
        Archive(data)


def test_encrypted_entries_are_refused(tmp_path: Path) -> None:
    data = bytearray(zipped(("a", b"1")))
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1
    with pytest.raises(UserError, match="読み取れません"):
        Archive(bytes(data)).read("a")
