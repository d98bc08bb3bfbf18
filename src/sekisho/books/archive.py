"""The zip under an Excel ledger: parts are read within limits and replaced in place.

Everything that is not replaced is copied as the raw bytes it was (local header, compressed data, descriptor),
never decompressed and packed again, so pictures, macros and unknown extensions can't be harmed.
Format: APPNOTE.TXT 6.3.10 of PKWARE, sections 4.3.7 (local header), 4.3.12 (central directory), 4.3.16 (end).
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Set
from dataclasses import dataclass

from sekisho.base.errors import UserError

MAX_FILE = 512 * 1024 * 1024
MAX_PART = 256 * 1024 * 1024
MAX_PARTS = 10_000

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_HAS_DESCRIPTOR = 0x08
_ENCRYPTED = 0x01
_BROKEN_REMEDY = "Excel で開いて保存し直してから、もう一度お試しください。"


def broken(what: str) -> UserError:
    """The error for a ledger whose inside is damaged or not what Excel writes."""
    return UserError(f"台帳のファイルが壊れているか、Excel の形式ではありません（{what}）。", _BROKEN_REMEDY)


def too_large(what: str) -> UserError:
    """The error for a ledger beyond the limits (a zip bomb or a wrong file)."""
    return UserError(
        f"台帳の中身が大きすぎます（{what}）。",
        "正しい台帳のファイルか、ご確認ください。開かずに止めました。",
    )


@dataclass(frozen=True)
class Entry:
    """One part: its name, where its local header begins and its compressed data lies, and its sizes."""

    name: str
    info: zipfile.ZipInfo
    data_start: int


class Archive:
    """A ledger's zip in memory. ``data``: the whole file. Raises UserError for what is not a sound zip."""

    def __init__(self, data: bytes) -> None:
        if len(data) > MAX_FILE:
            raise too_large(f"{len(data) // 2**20} MB")
        self.data = data
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as opened:
                infos = opened.infolist()
        except (zipfile.BadZipFile, ValueError, struct.error, NotImplementedError, EOFError) as error:
            raise broken("zip として開けません") from error
        if len(infos) > MAX_PARTS:
            raise too_large(f"部品 {len(infos)} 個")
        self.entries: dict[str, Entry] = {}
        self._order = infos
        self._cache: dict[str, bytes] = {}
        for info in infos:
            if info.filename in self.entries:
                raise broken(f"部品「{info.filename}」が二つあります")
            self.entries[info.filename] = Entry(info.filename, info, self._data_start(info))
        self._check_overlap()

    def _data_start(self, info: zipfile.ZipInfo) -> int:
        header = self.data[info.header_offset : info.header_offset + _LOCAL.size]
        if len(header) < _LOCAL.size or header[:4] != b"PK\x03\x04":
            raise broken("部品の先頭がありません")
        name_length, extra_length = struct.unpack_from("<2H", header, 26)
        return int(info.header_offset + _LOCAL.size + name_length + extra_length)

    def _check_overlap(self) -> None:
        """Overlapping parts are the trick of the strongest zip bombs; Excel never writes them."""
        last = 0
        for entry in sorted(self.entries.values(), key=lambda entry: entry.info.header_offset):
            if entry.info.header_offset < last:
                raise broken("部品が重なっています")
            last = entry.data_start + entry.info.compress_size
        if last > len(self.data):
            raise broken("ファイルが途中で切れています")

    def __contains__(self, name: str) -> bool:
        return name in self.entries

    def read(self, name: str) -> bytes:
        """The uncompressed bytes of a part; never more than MAX_PART, whatever the directory claims."""
        if name in self._cache:
            return self._cache[name]
        if name not in self.entries:
            raise broken(f"部品「{name}」がありません")
        entry = self.entries[name]
        info = entry.info
        if info.flag_bits & _ENCRYPTED or info.compress_type not in (
            zipfile.ZIP_STORED,
            zipfile.ZIP_DEFLATED,
        ):
            raise broken(f"部品「{name}」を読み取れません")
        if info.file_size > MAX_PART:
            raise too_large(name)
        packed = self.data[entry.data_start : entry.data_start + info.compress_size]
        if info.compress_type == zipfile.ZIP_STORED:
            data = packed
        else:
            try:
                data = zlib.decompressobj(-15).decompress(packed, MAX_PART + 1)
            except zlib.error as error:
                raise broken(f"部品「{name}」を展開できません") from error
        if len(data) > MAX_PART:
            raise too_large(name)
        if zlib.crc32(data) != info.CRC:
            raise broken(f"部品「{name}」の検査値が合いません")
        self._cache[name] = data
        return data

    def seal(self, without: Set[str], parts: Mapping[str, bytes]) -> int:
        """One number for the contents of all parts but ``without``, as they are after ``replaced(parts)``."""
        sums = [
            (name, zlib.crc32(parts[name]) if name in parts else entry.info.CRC)
            for name, entry in sorted(self.entries.items())
            if name not in without
        ]
        return zlib.crc32(repr(sums).encode())

    def replaced(self, parts: Mapping[str, bytes]) -> bytes:
        """The file with these parts' contents; every other byte of every other part is copied as it is.

        Without any part it is the very file that was opened.
        """
        if not parts:
            return self.data
        by_offset = sorted(self.entries.values(), key=lambda entry: entry.info.header_offset)
        directory = self._directory_start()
        starts = [entry.info.header_offset for entry in by_offset]
        output = [self.data[: starts[0]]]
        position = starts[0]
        offsets: dict[str, int] = {}
        changed: dict[str, tuple[int, int, int]] = {}
        for entry, stop in zip(by_offset, [*starts[1:], directory], strict=True):
            offsets[entry.name] = position
            if entry.name in parts:
                piece, changed[entry.name] = self._packed(entry, parts[entry.name])
            else:
                piece = self.data[entry.info.header_offset : stop]
            output.append(piece)
            position += len(piece)
        central = self._central(directory, offsets, changed)
        comment = self.data[self._end_start() + _END.size :]
        count = len(self._order)
        if position + len(central) >= 0xFFFFFFFF or count >= 0xFFFF:
            raise too_large("4 GB を超えます")
        end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(central), position, len(comment))
        return b"".join([*output, central, end, comment])

    def _packed(self, entry: Entry, content: bytes) -> tuple[bytes, tuple[int, int, int]]:
        """A new local header and data for a changed part; method, time and name stay as they were."""
        at = entry.info.header_offset
        fields = list(_LOCAL.unpack_from(self.data, at))
        name = self.data[at + _LOCAL.size : at + _LOCAL.size + fields[9]]
        extra = _without_zip64(self.data[at + _LOCAL.size + fields[9] : entry.data_start])
        data = content
        if entry.info.compress_type == zipfile.ZIP_DEFLATED:
            packer = zlib.compressobj(6, zlib.DEFLATED, -15)
            data = packer.compress(content) + packer.flush()
        sizes = (zlib.crc32(content), len(data), len(content))
        fields[2] &= ~_HAS_DESCRIPTOR
        fields[6:9] = sizes
        fields[10] = len(extra)
        return _LOCAL.pack(*fields) + name + extra + data, sizes

    def _central(
        self, start: int, offsets: Mapping[str, int], changed: Mapping[str, tuple[int, int, int]]
    ) -> bytes:
        """The central directory with new offsets, and new sizes where a part has changed."""
        output = []
        for info in self._order:
            fields = list(_CENTRAL.unpack_from(self.data, start))
            name_end = start + _CENTRAL.size + fields[10]
            extra = self.data[name_end : name_end + fields[11]]
            comment = self.data[name_end + fields[11] : name_end + fields[11] + fields[12]]
            sizes = changed.get(info.filename)
            if sizes:
                fields[3] &= ~_HAS_DESCRIPTOR
            fields[7:10] = sizes or (info.CRC, info.compress_size, info.file_size)
            extra = _without_zip64(extra)
            start = name_end + fields[11] + fields[12]
            fields[11] = len(extra)
            fields[16] = offsets[info.filename]
            output.append(
                _CENTRAL.pack(*fields) + self.data[name_end - fields[10] : name_end] + extra + comment
            )
        return b"".join(output)

    def _end_start(self) -> int:
        found = self.data.rfind(b"PK\x05\x06")
        if found < 0:
            raise broken("zip の終わりがありません")
        return found

    def _directory_start(self) -> int:
        """Where the central directory begins: the first record's own place, seen from the end."""
        end = self._end_start()
        size, start = struct.unpack_from("<2L", self.data, end + 12)
        if 0xFFFFFFFF in (size, start):
            locator = self.data.rfind(b"PK\x06\x06", 0, end)
            if locator < 0:
                raise broken("zip の目次がありません")
            (start,) = struct.unpack_from("<Q", self.data, locator + 48)
        if self.data[start : start + 4] != b"PK\x01\x02":
            raise broken("zip の目次がありません")
        return int(start)


def _without_zip64(extra: bytes) -> bytes:
    """The extra fields without the one for 64-bit sizes, which 32-bit sizes make needless."""
    kept = []
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind != 1:
            kept.append(extra[at : at + 4 + length])
        at += 4 + length
    return b"".join(kept)
