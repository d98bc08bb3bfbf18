"""Text over blanks, by typst and pikepdf; pictures of pages, by PDFium. Knows no Django and no database."""

import io
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from sekisho.affairs.bereavement.papers.fields import CHECK, TICK, Place
from sekisho.base.errors import UserError
from sekisho.site.documents import pdf

_LAYOUT = Path(__file__).parent.parent / "layouts" / "overlay.typ"
#: Millimetres.
POINT = 25.4 / 72
#: Pages and bytes of a blank that the city may bring.
MOST_PAGES, MOST_BYTES = 10, 5_000_000
#: Dots an inch of a page's picture in the editor.
DPI = 96


@dataclass(frozen=True)
class Sheet:
    """A blank, where its fields stand, and what stands in them; ``ticked``: what is so, for its ✓ («d.ins», «nhi»)."""

    blank: bytes
    places: Sequence[Place]
    values: Mapping[str, str]
    ticked: Set[tuple[str, str]] = frozenset()

    def text(self, place: Place) -> str:
        """What stands there; "" where nothing does."""
        if place.field == CHECK:
            return TICK if (place.what, place.value) in self.ticked else ""
        return self.values.get(place.field, "")


def checked(data: bytes) -> bytes:
    """A blank that can be filled, without what a PDF may do by itself; UserError says what is wrong with it."""
    if len(data) > MOST_BYTES:
        raise UserError("PDF が大きすぎます（5 MB まで）。", "画像の解像度を下げて、保存し直してください。")
    try:
        with pikepdf.open(io.BytesIO(data)) as found:
            if not 0 < len(found.pages) <= MOST_PAGES:
                raise UserError(
                    f"{len(found.pages)} ページあります（{MOST_PAGES} ページまで）。",
                    "書式ごとに分けてください。",
                )
            if any(int(page.get("/Rotate", 0)) % 360 for page in found.pages):
                raise UserError(
                    "回転させたページがあります。",
                    "「PDF として印刷」で保存し直すと、向きがそのまま固まります。",
                )
            if "/AcroForm" in found.Root and "/XFA" in found.Root.AcroForm:
                raise UserError(
                    "XFA という動く書式の PDF です。", "「PDF として印刷」で、普通の PDF にしてください。"
                )
            for name in ("/OpenAction", "/AA", "/AcroForm"):
                if name in found.Root:
                    del found.Root[name]
            if "/Names" in found.Root and "/JavaScript" in found.Root.Names:
                del found.Root.Names["/JavaScript"]
            saved = io.BytesIO()
            found.save(saved, deterministic_id=True)
            return saved.getvalue()
    except pikepdf.PasswordError as error:
        raise UserError("PDF が保護されています。", "保護を解いた PDF をお渡しください。") from error
    except pikepdf.PdfError as error:
        raise UserError("PDF として読めません。", "もう一度書き出した PDF をお渡しください。") from error


def sizes(blank: bytes) -> list[tuple[float, float]]:
    """Width and height of each page in millimetres."""
    with pikepdf.open(io.BytesIO(blank)) as found:
        return [_size(page) for page in found.pages]


def _size(page: pikepdf.Page) -> tuple[float, float]:
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    return (right - left) * POINT, (top - bottom) * POINT


def filled(sheets: Sequence[Sheet], title: str, serial: str, watermark: str) -> bytes:
    """All sheets with their values over them, as one PDF; each page says its number at its foot. The same data gives the same bytes."""
    with pikepdf.new() as out:
        pages = []
        for sheet in sheets:
            with pikepdf.open(io.BytesIO(sheet.blank)) as blank:
                for number, page in enumerate(blank.pages):
                    width, height = _size(page)
                    texts = [
                        {"x": one.x, "y": one.y, "width": one.width, "size": one.size, "text": text}
                        for one in sheet.places
                        if one.page == number and (text := sheet.text(one))
                    ]  # fmt: skip
                    pages.append({"width": width, "height": height, "texts": texts})
                out.pages.extend(blank.pages)
        said = {"title": title, "pages": pages, "serial": serial, "watermark": watermark}
        over = pdf(_LAYOUT, said, "said")
        with pikepdf.open(io.BytesIO(over)) as overlay:
            for page, text in zip(out.pages, overlay.pages, strict=True):
                _lay(out, page, text)
        out.docinfo["/Title"], out.docinfo["/Keywords"] = title, serial
        saved = io.BytesIO()
        out.save(saved, deterministic_id=True)
        return saved.getvalue()


def _lay(out: pikepdf.Pdf, page: pikepdf.Page, text: pikepdf.Page) -> None:
    """The text over the page, under a name of ours: pikepdf's own way draws a random one, and the bytes would differ each time."""
    form = page.add_resource(
        out.copy_foreign(text.as_form_xobject()), pikepdf.Name.XObject, pikepdf.Name("/SekishoText")
    )
    left, bottom = (float(edge) for edge in list(page.mediabox)[:2])
    page.contents_add(b"q", prepend=True)
    page.contents_add(f"Q q 1 0 0 1 {left:.3f} {bottom:.3f} cm {form} Do Q".encode())


def picture(data: bytes, page: int) -> bytes:
    """A page as PNG, ``DPI`` dots an inch."""
    # PDFium is loaded when somebody looks at a blank, not when the web server starts.
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        image = document[page].render(scale=DPI / 72).to_pil()
        saved = io.BytesIO()
        image.save(saved, "PNG")
        return saved.getvalue()
    finally:
        document.close()
