"""Files that leave through the browser."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

CSV, PDF = "text/csv; charset=utf-8", "application/pdf"


def download(data: bytes, name: str, kind: str) -> HttpResponse:
    """An answer that the browser saves under ``name``: a file is never shown as a page of ours."""
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer
