"""What a cell's style says here: struck-out font, number format that shows a date."""

import re
from dataclasses import dataclass

from sekisho.books import markup

#: Built-in formats that show a date (ISO/IEC 29500-1, 18.8.30; 27–36 and 50–58 are the Japanese ones).
_BUILT_IN_DATES = frozenset([14, 15, 16, 17, 22, *range(27, 32), 36, *range(50, 55), 57, 58])
_NOT_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!\$-)[^\]]*\]')


def shows_date(code: str) -> bool:
    """Whether a number format shows a day or a month (not only a time of day)."""
    bare = _NOT_CODE.sub("", code).lower()
    return bool(
        re.search(r"[yged]", re.sub("general|red", "", bare)) or (re.search(r"m", bare) and "h" not in bare)
    )


@dataclass(frozen=True)
class Styles:
    """Per style index (the ``s`` of a cell): is its font struck out, does it show dates."""

    struck: tuple[bool, ...] = ()
    dates: tuple[bool, ...] = ()

    def is_struck(self, style: int) -> bool:
        """Whether cells of this style are struck out."""
        return style < len(self.struck) and self.struck[style]

    def is_date(self, style: int) -> bool:
        """Whether cells of this style show their number as a date."""
        return style < len(self.dates) and self.dates[style]


def read_styles(data: bytes) -> Styles:
    """Read ``xl/styles.xml``."""
    fonts: list[bool] = []
    formats: dict[int, str] = {}
    styles: list[tuple[int, int]] = []
    path: list[str] = []
    made = markup.parser()

    def start(name: str, attributes: markup.Attributes) -> None:
        name = name.rpartition(":")[2]
        path.append(name)
        if path[1:] == ["fonts", "font"]:
            fonts.append(False)
        elif path[1:] == ["fonts", "font", "strike"]:
            fonts[-1] = attributes.get("val", "1") not in ("0", "false")
        elif path[1:] == ["numFmts", "numFmt"]:
            formats[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
        elif path[1:] == ["cellXfs", "xf"]:
            styles.append((int(attributes.get("fontId", "0")), int(attributes.get("numFmtId", "0"))))

    def end(_: str) -> None:
        path.pop()

    made.StartElementHandler = start
    made.EndElementHandler = end
    markup.parse(made, data)
    return Styles(
        struck=tuple(font < len(fonts) and fonts[font] for font, _ in styles),
        dates=tuple(
            shows_date(formats[number]) if number in formats else number in _BUILT_IN_DATES
            for _, number in styles
        ),
    )
