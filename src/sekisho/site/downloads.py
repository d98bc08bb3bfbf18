"""Files that leave through the browser."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from sekisho.base.files import shift_jis

CSV, PDF = "text/csv; charset=utf-8", "application/pdf"
#: Ways in which a CSV is written: for programs, and for what reads nothing else (an Excel that is opened by a double click).
CODINGS = ("utf-8", "cp932")


def download(data: bytes, name: str, kind: str) -> HttpResponse:
    """An answer that the browser saves under ``name``: a file is never shown as a page of ours."""
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


def download_csv(data: bytes, name: str, coding: str) -> HttpResponse:
    """A CSV that was made as UTF-8, in one of CODINGS."""
    if coding == "cp932":
        return download(shift_jis(data.decode("utf-8-sig")), name, "text/csv; charset=Shift_JIS")
    return download(data, name, CSV)
