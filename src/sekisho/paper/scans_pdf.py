"""Pages of a PDF: the scanner's own image taken out where a page is just that, rendered at 200 dpi
elsewhere."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray
from PIL import Image

from sekisho.base.errors import UserError
from sekisho.paper.held import Source, for_pdfium
from sekisho.paper.limits import MOST_PIXELS, check_pixels
from sekisho.paper.seals import gray_unless_red

RENDER_DPI = 200.0


def count_pages(path: Source) -> int:
    """Number of pages; UserError when the file is encrypted, cut off or no PDF inside."""
    with _document(path) as document:
        return len(document)


def load_page(path: Source, page: int) -> tuple[NDArray[np.uint8], float]:
    """Pixels (see ``seals.gray_unless_red``) and dpi of one page (from 1)."""
    with _document(path) as document:
        try:
            sheet = document[page - 1]
            image = _sole_image(sheet, path.name)
            taken = _take_out(sheet, image) if image else None
            return taken or _rendered(sheet)
        except pypdfium2.PdfiumError as error:
            raise _broken(path) from error


@contextmanager
def _document(path: Source) -> Iterator[pypdfium2.PdfDocument]:
    # PDFium mends a file whose end is missing and silently drops pages: a cut file is told by its missing
    # trailer.
    with path.open("rb") as stream:
        stream.seek(0, 2)
        stream.seek(max(0, stream.tell() - 8192))
        complete = b"startxref" in stream.read()
    try:
        document = pypdfium2.PdfDocument(for_pdfium(path))
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise UserError(
                f"「{path.name}」はパスワードで保護されています。", "保護を解いた PDF をお渡しください。"
            ) from error
        raise _broken(path) from error
    try:
        if not complete or len(document) == 0:
            raise _broken(path)
        yield document
    finally:
        document.close()


def _broken(path: Source) -> UserError:
    return UserError(
        f"「{path.name}」は途中で切れているか壊れていて、PDF として読み取れません。",
        "コピーし直すか、スキャンし直したものをお渡しください。",
    )


def _sole_image(sheet: pypdfium2.PdfPage, name: str) -> pypdfium2.PdfImage | None:
    """The one image that fills the page, when nothing else is to be seen on it (hidden OCR text is let pass).

    Checks the size of every image on the way, since rendering would decode them too.
    """
    images = []
    alone = True
    for item in sheet.get_objects():
        if item.type == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            check_pixels(name, *item.get_px_size())
            images.append(item)
        elif item.type == pdfium_c.FPDF_PAGEOBJ_TEXT:
            alone &= pdfium_c.FPDFTextObj_GetTextRenderMode(item) == pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE
        elif item.type != pdfium_c.FPDF_PAGEOBJ_FORM:
            alone = False
    if not alone or len(images) != 1:
        return None
    left, bottom, right, top = images[0].get_bounds()
    box = sheet.get_bbox()
    seen = (min(right, box[2]) - max(left, box[0])) * (min(top, box[3]) - max(bottom, box[1]))
    whole = (box[2] - box[0]) * (box[3] - box[1])
    fills = seen > 0.9 * whole and (right - left) * (top - bottom) < 1.1 * whole
    return images[0] if fills else None


def _take_out(sheet: pypdfium2.PdfPage, image: pypdfium2.PdfImage) -> tuple[NDArray[np.uint8], float] | None:
    """The image's own pixels, upright as the page shows them; None when it is mirrored, slanted or a
    stencil."""
    matrix = image.get_matrix()
    if matrix.a <= 0 or matrix.d <= 0 or abs(matrix.b) + abs(matrix.c) > 0.01 * matrix.a:
        return None
    pixels = _jpeg(image)
    if pixels is None:
        try:
            pixels = gray_unless_red(image.get_bitmap().to_pil())
        except pypdfium2.PdfiumError:
            return None
        # Stencil masks and inverted palettes: let PDFium decide how they look.
        if pixels.mean() < 128:
            return None
    height, width = pixels.shape[:2]
    across, down = width / (matrix.a / 72), height / (matrix.d / 72)
    if abs(across / down - 1) > 0.02:
        return None
    turns = sheet.get_rotation() // 90
    return np.ascontiguousarray(np.rot90(pixels, -turns)), across


def _jpeg(image: pypdfium2.PdfImage) -> NDArray[np.uint8] | None:
    """Decode a JPEG straight, which is faster than PDFium's way."""
    if image.get_filters() != ["DCTDecode"]:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(bytes(image.get_data())))
            if picture.mode not in ("L", "RGB"):
                return None
            return gray_unless_red(picture)
    except (OSError, ValueError, SyntaxError):
        return None


def _rendered(sheet: pypdfium2.PdfPage) -> tuple[NDArray[np.uint8], float]:
    width, height = sheet.get_size()
    scale = min(RENDER_DPI / 72, (MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    coloured = any(item.type == pdfium_c.FPDF_PAGEOBJ_IMAGE for item in sheet.get_objects())
    bitmap = sheet.render(scale=scale, grayscale=not coloured, prefer_bgrx=False)
    return gray_unless_red(bitmap.to_pil()), scale * 72
