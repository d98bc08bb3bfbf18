"""A scan file that is held in memory: what came over the web or out of a vault never lies on a disk in plain."""

import io
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import IO


@dataclass(frozen=True)
class Held:
    """A file's bytes under the name that it came with; it can be read wherever a ``Path`` to a scan can."""

    name: str
    data: bytes

    @property
    def suffix(self) -> str:
        """The ending of the name, with its dot."""
        return PurePath(self.name).suffix

    def open(self, _mode: str = "rb") -> IO[bytes]:
        """The bytes as a stream."""
        return io.BytesIO(self.data)


Source = Path | Held


def for_pillow(source: Source) -> Path | IO[bytes]:
    """What Pillow opens."""
    return source if isinstance(source, Path) else source.open()


def for_pdfium(source: Source) -> Path | bytes:
    """What PDFium opens."""
    return source if isinstance(source, Path) else source.data
