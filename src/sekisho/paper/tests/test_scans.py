"""Scans with real bytes: every kind of file, every kind of broken file."""

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from sekisho.base.errors import UserError
from sekisho.paper.scans import count_pages, find_files, iter_pages, load_page

PAGE = np.full((220, 160), 255, np.uint8)
PAGE[20:40, 10:150] = 0
PICTURE = Image.fromarray(PAGE)


def test_an_image_that_fills_a_pdf_page_is_taken_out_at_its_own_pixels(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    PICTURE.save(path, resolution=150, save_all=True, append_images=[PICTURE.rotate(180)])
    assert count_pages(path) == 2
    first, second = iter_pages([path])
    assert first.gray.shape == PAGE.shape
    assert first.dpi == pytest.approx(150, abs=0.5)
    assert (first.source, first.page, second.page) == ("a.pdf", 1, 2)
    assert first.gray[30, 80] < 60 < 200 < first.gray[100, 80]
    assert second.gray[190, 80] < 60


def test_a_pdf_page_without_a_scan_is_rendered(tmp_path: Path) -> None:
    path = tmp_path / "b.pdf"
    document = pypdfium2.PdfDocument.new()
    document.new_page(72, 144)
    document.save(path)
    scan = load_page(path, 1)
    assert scan.gray.shape == (400, 200)
    assert scan.dpi == pytest.approx(200)


def test_a_fax_with_unequal_resolution_becomes_square(tmp_path: Path) -> None:
    path = tmp_path / "fax.tif"
    fax = Image.fromarray(PAGE[::2]).convert("1")
    fax.save(path, compression="group4", dpi=(204, 98), save_all=True, append_images=[fax])
    scan = load_page(path, 2)
    assert scan.gray.shape == (round(110 * 204 / 98), 160)
    assert (scan.dpi, scan.page) == (204, 2)


def test_a_photo_is_turned_as_its_camera_says(tmp_path: Path) -> None:
    path = tmp_path / "c.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    PICTURE.save(path, exif=exif, dpi=(300, 300))
    scan = load_page(path, 1)
    assert scan.gray.shape == (160, 220)
    assert scan.gray[80, 190] < 60 < scan.gray[80, 30]


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "I;16"])
def test_png_of_any_depth(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "d.png"
    if mode == "I;16":
        Image.fromarray(PAGE.astype(np.uint16) * 257).save(path)
    elif mode in ("LA", "RGBA"):
        clear = PICTURE.convert(mode)
        clear.putalpha(Image.fromarray(255 - PAGE))
        clear.save(path)
    else:
        PICTURE.convert(mode).save(path)
    assert np.abs(load_page(path, 1).gray.astype(int) - PAGE).max() <= 1


def test_folders_are_read_in_natural_order_and_mixed_with_files(tmp_path: Path) -> None:
    folder = tmp_path / "五月"
    (folder / "sub").mkdir(parents=True)
    for name in ("page10.png", "page2.png", "sub/x.jpg", ".hidden.png"):
        PICTURE.save(folder / name)
    (folder / "memo.xlsx").write_bytes(b"PK")
    PICTURE.save(tmp_path / "one.png")
    names = [source for _, source in find_files([tmp_path / "one.png", folder])]
    assert names == ["one.png", "page2.png", "page10.png", "sub/x.jpg"]


def _jpeg() -> bytes:
    data = io.BytesIO()
    Image.fromarray(np.random.default_rng(1).integers(0, 255, (200, 200), dtype=np.uint8)).save(data, "JPEG")
    return data.getvalue()


def _pdf() -> bytes:
    data = io.BytesIO()
    PICTURE.save(data, "PDF")
    return data.getvalue()


def _locked_pdf() -> bytes:
    """A PDF whose key (standard handler, revision 2) belongs to another password than the empty one."""
    lock = b"/Encrypt <</Filter/Standard/V 1/R 2/P -4/O <%s>/U <%s>>> /ID [<%s> <%s>] " % (
        b"5a" * 32,
        b"a5" * 32,
        b"01" * 16,
        b"01" * 16,
    )
    head, found, tail = _pdf().rpartition(b"trailer")
    assert found
    return head + found + tail.replace(b"<<", b"<<" + lock, 1)


def _huge_png() -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


BROKEN = {
    "not.pdf": (b"hello", "PDF ではありません"),
    "locked.pdf": (_locked_pdf(), "パスワード"),
    "cut.pdf": (_pdf()[:-200], "途中で切れている"),
    "cut.jpg": (_jpeg()[:3000], "途中で切れている"),
    "huge.png": (_huge_png(), "大きすぎます"),
    "table.xlsx": (b"PK\x03\x04aaaa", "読み取れる種類"),
    "phone.heic": (b"\0\0\0\x18ftypheic", "読み取れる種類"),
    "empty.tif": (b"", "空のファイル"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_bad_files_get_one_clear_sentence(tmp_path: Path, name: str) -> None:
    data, words = BROKEN[name]
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UserError, match=words) as error:
        list(iter_pages([path]))
    assert name in error.value.message
    assert error.value.remedy


def test_an_empty_folder_and_a_missing_file_are_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="スキャン画像がありません"):
        list(iter_pages([tmp_path]))
    with pytest.raises(UserError, match="がありません"):
        list(iter_pages([tmp_path / "nowhere.pdf"]))
