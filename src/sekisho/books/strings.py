"""Texts of a workbook: shared strings with what is struck out, without furigana."""

from dataclasses import dataclass

from sekisho.books import markup


@dataclass(frozen=True)
class Text:
    """A cell's text as one reads it. ``struck``: all of it is struck out; a part struck out is left away."""

    value: str
    struck: bool = False


class TextReader:
    """Gathers one ``si`` or ``is``: runs ``r`` with ``rPr/strike``, plain ``t``; ``rPh`` is furigana."""

    def __init__(self) -> None:
        self.living = ""
        self.dead = ""
        self._strike = False
        self._furigana = 0
        self._in_text = False

    def start(self, name: str, attributes: markup.Attributes) -> None:
        """An element begins (local name)."""
        if name == "rPh":
            self._furigana += 1
        elif name == "r":
            self._strike = False
        elif name in ("strike", "dstrike"):
            self._strike = attributes.get("val", "1") not in ("0", "false")
        elif name == "t":
            self._in_text = True

    def end(self, name: str) -> None:
        """An element ends (local name)."""
        if name == "rPh":
            self._furigana -= 1
        elif name == "r":
            self._strike = False
        elif name == "t":
            self._in_text = False

    def text(self, data: str) -> None:
        """Character data."""
        if not self._in_text or self._furigana:
            return
        if self._strike:
            self.dead += data
        else:
            self.living += data

    def result(self) -> Text:
        """What was gathered."""
        if self.dead and not self.living.strip():
            return Text(self.dead, struck=True)
        return Text(self.living)


def shared_strings(data: bytes) -> list[Text]:
    """All texts of ``xl/sharedStrings.xml`` in their order."""
    texts: list[Text] = []
    reader = TextReader()
    made = markup.parser()

    def start(name: str, attributes: markup.Attributes) -> None:
        nonlocal reader
        name = name.rpartition(":")[2]
        if name == "si":
            reader = TextReader()
        else:
            reader.start(name, attributes)

    def end(name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "si":
            texts.append(reader.result())
        else:
            reader.end(name)

    made.StartElementHandler = start
    made.EndElementHandler = end
    made.CharacterDataHandler = lambda text: reader.text(text)
    markup.parse(made, data)
    return texts
