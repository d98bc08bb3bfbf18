"""What leaves as a file or print: a serial number, a watermark, and a line of the log with the subjects in it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from sekisho.base import clock
from sekisho.base.files import csv_bytes
from sekisho.base.wareki import format_date
from sekisho.gate import passes
from sekisho.gate.refusals import refusal
from sekisho.gate.register.load import find

_SERIAL = re.compile(r"S(\d{8,})-(\d\d)")


@dataclass(frozen=True)
class Export:
    """What is about to leave. ``watermark`` says who, when, why and under which number."""

    serial: str
    watermark: str

    def csv(self, header: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
        """CSV whose every line carries the number, and whose last line is the watermark."""
        rows = [[*line, self.serial] for line in lines]
        return csv_bytes([*header, "出力番号"], [*rows, [self.watermark]])

    def typst(self) -> dict[str, str]:
        """For a layout of typst: text of header and footer, and what goes into the PDF's metadata."""
        return {"serial": self.serial, "watermark": self.watermark, "keywords": self.serial}


def issue(form: str, who: str) -> Export:
    """Number and log what the open pass has shown so far; call it after the rows are read, before they are written.

    ``form``: csv, pdf or print; ``who``: the person's name for the watermark. Raises Refused where the purpose isn't one
    that the register lets out, and then nothing is written.
    """
    opened = passes.current()
    found = find(opened.purpose) if opened else None
    if opened is None or found is None:
        raise RuntimeError("an export is made inside a pass")
    with connection.cursor() as cursor:
        cursor.execute("SELECT gate.export_number()")
        serial = cursor.fetchone()[0]
        if serial is None:
            raise refusal(opened.purpose, "export", opened.held)
        opened.settle()
        for (kind, table), look in sorted(opened.looks.items()):
            if kind == "read":
                cursor.execute(
                    "SELECT gate.note('exported', %s, %s::text[], %s::text[], %s, %s)",
                    [table, sorted(look.subjects), sorted(look.fields), look.rows, f"{serial} {form}"],
                )
    now = clock.now().astimezone(clock.TOKYO)
    when = f"{format_date(now.date())} {now.hour}時{now.minute:02}分"
    return Export(serial, f"{who}・{when}・{found[1].name}・{serial}")


def serial_of(text: str) -> str | None:
    """The serial number in what somebody copied from a page; None when there is none or it was misread."""
    found = _SERIAL.search(text.strip().upper().replace("－", "-").replace(" ", ""))
    if found is None or int(found[2]) != 98 - int(found[1]) * 100 % 97:
        return None
    return found[0]
