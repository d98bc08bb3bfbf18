"""Scanned pages, one at a time: PDF, TIFF, JPEG, PNG and folders of them become gray images at their own
pixels."""

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from sekisho.base.errors import UserError
from sekisho.paper import scans_pdf
from sekisho.paper.held import Source, for_pillow
from sekisho.paper.limits import check_pixels
from sekisho.paper.seals import gray_unless_red, read_through

FileKind = Literal["pdf", "picture"]

#: What is taken from a folder; other files in it are left alone.
SUFFIXES = (".pdf", ".tif", ".tiff", ".jpg", ".jpeg", ".png")

#: Files that somebody may well hand over as scans, with what to do about each.
OTHER_KINDS = {
    ".heic": "スマートフォンの写真です。JPEG で書き出してからお渡しください。",
    ".heif": "スマートフォンの写真です。JPEG で書き出してからお渡しください。",
    ".xlsx": "Excel の表です。スキャンした PDF か画像をお渡しください。",
    ".xlsm": "Excel の表です。スキャンした PDF か画像をお渡しください。",
    ".xls": "Excel の表です。スキャンした PDF か画像をお渡しください。",
    ".docx": "Word の文書です。PDF で書き出してからお渡しください。",
    ".doc": "Word の文書です。PDF で書き出してからお渡しください。",
    ".xdw": "DocuWorks の文書です。PDF で書き出してからお渡しください。",
    ".zip": "圧縮ファイルです。展開したフォルダーをお渡しください。",
}


@dataclass(frozen=True)
class Scan:
    """One scanned page. ``source``: file name, or the path within the folder that was given; ``page`` from 1;
    ``gray``: height x width, 0 black to 255 white; ``dpi``: as the file says, 0.0 when it says nothing
    usable; ``unsealed``: the same without its vermilion seals, where there are any."""

    source: str
    page: int
    gray: NDArray[np.uint8]
    dpi: float
    unsealed: NDArray[np.uint8] | None = None


def find_files(paths: Sequence[Path]) -> list[tuple[Path, str]]:
    """Files with their source names: given files as they come, folders in natural order (2 before 10),
    with theirs.

    Raises UserError for a missing path or a folder without a scan in it.
    """
    found: list[tuple[Path, str]] = []
    for path in paths:
        if path.is_dir():
            inside = [item for item in path.rglob("*") if _is_scan_of_folder(item, path)]
            if not inside:
                raise UserError(
                    f"フォルダー「{path}」にスキャン画像がありません。",
                    "PDF・TIFF・JPEG・PNG のファイルを入れてからやり直してください。",
                )
            names = sorted((item.relative_to(path).as_posix() for item in inside), key=natural_order)
            found.extend((path / name, name) for name in names)
        elif path.is_file():
            found.append((path, path.name))
        else:
            raise UserError(f"「{path}」がありません。", "ファイルやフォルダーの場所と名前をご確認ください。")
    return found


def natural_order(name: str) -> list[tuple[int, int, str]]:
    """Sort key under which page2 comes before page10."""
    parts = re.split(r"(\d+)", name.lower())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part]


def iter_pages(paths: Sequence[Path]) -> Iterator[Scan]:
    """All pages of files and folders, in order, one in memory at a time. Raises UserError on a file it
    can't read."""
    for path, source in find_files(paths):
        for page in range(1, count_pages(path) + 1):
            yield load_page(path, page, source)


def count_pages(path: Source) -> int:
    """Number of pages of one file, without decoding them. Raises UserError when it is no readable scan."""
    if _kind(path) == "pdf":
        return scans_pdf.count_pages(path)
    with _opened(path) as image:
        return int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1


def load_page(path: Source, page: int, source: str | None = None) -> Scan:
    """One page (from 1) of one file; cheap enough to be called page by page in worker processes."""
    pixels, dpi = scans_pdf.load_page(path, page) if _kind(path) == "pdf" else _load_picture(path, page)
    if pixels.ndim == 2:
        return Scan(source or path.name, page, pixels, dpi)
    gray = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    return Scan(source or path.name, page, gray, dpi, read_through(pixels, gray, dpi))


def _is_scan_of_folder(item: Path, folder: Path) -> bool:
    hidden = any(part.startswith((".", "~$")) for part in item.relative_to(folder).parts)
    return not hidden and item.is_file() and item.suffix.lower() in (*SUFFIXES, ".heic", ".heif")


def _kind(path: Source) -> FileKind:
    """By the first bytes, not by the name."""
    try:
        with path.open("rb") as stream:
            head = stream.read(1024)
    except OSError as error:
        raise UserError(
            f"「{path.name}」を開けません（{error.strerror or error}）。",
            "場所と読み取りの権限をご確認ください。",
        ) from error
    if b"%PDF-" in head:
        return "pdf"
    if head[:4] in (b"II*\0", b"MM\0*") or head[:3] == b"\xff\xd8\xff" or head[:8] == b"\x89PNG\r\n\x1a\n":
        return "picture"
    suffix = path.suffix.lower()
    if not head:
        raise UserError(
            f"「{path.name}」は中身のない空のファイルです。", "スキャンし直したものをお渡しください。"
        )
    if suffix == ".pdf":
        raise UserError(
            f"「{path.name}」は PDF ではありません（名前だけが .pdf です）。",
            "元のファイルをお確かめください。",
        )
    raise UserError(
        f"「{path.name}」は読み取れる種類のファイルではありません。",
        OTHER_KINDS.get(suffix, "PDF・TIFF・JPEG・PNG のいずれかでお渡しください。"),
    )


@contextmanager
def _opened(path: Source) -> Iterator[Image.Image]:
    """Open a picture without decoding it; every way in which it can be broken becomes a UserError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(for_pillow(path)) as image:
                check_pixels(path.name, *image.size)
                yield image
    except Image.DecompressionBombError as error:
        raise UserError(
            f"「{path.name}」の画像が大きすぎます。", "600dpi 以下でスキャンし直したものをお渡しください。"
        ) from error
    except (OSError, SyntaxError, ValueError, EOFError, UnidentifiedImageError) as error:
        raise UserError(
            f"「{path.name}」は途中で切れているか壊れていて、画像として読み取れません。",
            "コピーし直すか、スキャンし直したものをお渡しください。",
        ) from error


def _load_picture(path: Source, page: int) -> tuple[NDArray[np.uint8], float]:
    with _opened(path) as image:
        if image.format == "TIFF":
            image.seek(page - 1)
            check_pixels(path.name, *image.size)
        across, down = _resolution(image)
        pixels = _pixels(image)
        if across and down and abs(across / down - 1) > 0.02:
            pixels, across = _squared(pixels, across, down), max(across, down)
        turned = ImageOps.exif_transpose(_Oriented.of(pixels, image))
        return np.asarray(turned, dtype=np.uint8), float(across)


class _Oriented:
    """Carries the orientation of a file over to its pixels, so that Pillow turns them."""

    @staticmethod
    def of(pixels: NDArray[np.uint8], image: Image.Image) -> Image.Image:
        plain = Image.fromarray(pixels)
        plain.getexif()[0x0112] = image.getexif().get(0x0112, 1)
        return plain


def _pixels(image: Image.Image) -> NDArray[np.uint8]:
    """Gray (height × width), or red, green and blue of it (height × width × 3) where something is red."""
    if image.mode.startswith(("I", "F")):
        values = np.asarray(image).astype(np.float32)
        top = 65535.0 if image.mode.startswith("I") else max(1.0, float(values.max()))
        return np.asarray(np.clip(values * (255.0 / top) + 0.5, 0, 255), dtype=np.uint8)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image.convert("RGBA"))
    return gray_unless_red(image)


def _squared(pixels: NDArray[np.uint8], across: float, down: float) -> NDArray[np.uint8]:
    """A fax has unequal resolutions (204 x 98): bring the coarser one up to the finer."""
    height, width = pixels.shape[:2]
    finer = max(across, down)
    size = (round(width * finer / across), round(height * finer / down))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def _resolution(image: Image.Image) -> tuple[float, float]:
    """Dots per inch across and down; zeros when missing or absurd (cameras write 72, some programs 1)."""
    given = image.info.get("dpi", (0, 0))
    try:
        across, down = float(given[0]), float(given[1])
    except (TypeError, ValueError, ZeroDivisionError, IndexError):
        return 0.0, 0.0
    sane = 60 < across <= 2400 and 60 < down <= 2400 and not across == down == 72
    return (across, down) if sane else (0.0, 0.0)
