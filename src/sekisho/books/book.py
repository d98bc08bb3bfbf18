"""An Excel ledger (.xlsx, .xlsm) opened for reading and for editing inside its zip."""

import posixpath
from functools import cached_property
from pathlib import Path

from sekisho.base.errors import UserError
from sekisho.books import markup
from sekisho.books.archive import MAX_FILE, Archive, broken, too_large
from sekisho.books.sheet import Cell, Sheet
from sekisho.books.sheet_reader import read_sheet
from sekisho.books.strings import Text, shared_strings
from sekisho.books.styles import Styles, read_styles

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKSHEET = "/relationships/worksheet"


def refuse_if_open(path: Path) -> None:
    """UserError when Excel (``~$name``) or LibreOffice (``.~lock.name#``) has the file open."""
    excel = [path.with_name(f"~${path.name}"), path.with_name(f"~${path.name[2:]}")]
    for lock, program in [
        *((name, "Excel") for name in excel),
        (path.with_name(f".~lock.{path.name}#"), "LibreOffice"),
    ]:
        if lock.exists():
            raise UserError(
                f"「{path.name}」は {program} で開かれています。",
                f"保存して閉じてから、もう一度お試しください（だれも開いていないときは、隠しファイル「{lock.name}」を"
                "消してください）。",
            )


def same_kind(one: Path, other: Path) -> None:
    """Refuse to give a ledger with macros the ending of one without, or the reverse: Excel won't open it."""
    if one.suffix.lower() != other.suffix.lower():
        raise UserError(
            f"書き出す台帳「{other.name}」の拡張子が、元の台帳（{one.suffix}）と違います。",
            f"「{other.stem}{one.suffix}」のように、同じ拡張子にしてください。",
        )


def _load(path: Path) -> bytes:
    refuse_if_open(path)
    try:
        if path.stat().st_size > MAX_FILE:
            raise too_large(f"{path.stat().st_size // 2**20} MB")
        data = path.read_bytes()
    except OSError as error:
        raise UserError(
            f"台帳「{path}」を開けません（{error.strerror or error}）。",
            "ファイルの場所と名前をご確認ください。",
        ) from error
    return data


def _checked(name: str, data: bytes) -> bytes:
    """``data`` unless it can't be a ledger."""
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UserError(
                f"「{name}」にはパスワードがかかっています。",
                "Excel の「情報」→「ブックの保護」で暗号化のパスワードを空にして保存してください。",
            )
        raise UserError(
            f"「{name}」は古い形式（.xls）です。",
            "Excel で開き、「Excel ブック（.xlsx）」で保存し直してください。",
        )
    if not data.startswith(b"PK"):
        raise UserError(
            f"「{name}」は Excel の台帳ではありません。", ".xlsx か .xlsm のファイルを指定してください。"
        )
    return data


class Book:
    """A ledger: its sheets in order (read when first asked for), shared strings and styles."""

    def __init__(self, path: Path, data: bytes | None = None) -> None:
        """Open ``path``; with ``data`` these are its bytes, and ``path`` only its name. UserError when it is open elsewhere,
        encrypted, .xls, damaged or too large."""
        self.path = path
        self.archive = Archive(_checked(path.name, _load(path) if data is None else data))
        main = [target for kind, target in self._relations("").values() if kind.endswith("/officeDocument")]
        if not main or main[0] not in self.archive or main[0].endswith(".bin"):
            raise UserError(
                f"「{path.name}」は Excel の台帳（.xlsx、.xlsm）ではありません。",
                "Excel で開き、「Excel ブック（.xlsx）」で保存し直してください。",
            )
        self.part = main[0]
        self._relation = self._relations(self.part)
        self.names: dict[str, str] = {}
        self.date1904 = False
        self.parts: dict[str, str] = {}
        self._read_workbook()
        self._sheets: dict[str, Sheet] = {}

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Relationship id → (type, target part) of a part; of the package itself for an empty name."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, tuple[str, str]] = {}

        def start(name: str, attributes: markup.Attributes) -> None:
            if name.rpartition(":")[2] == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "")
                where = (
                    target[1:]
                    if target.startswith("/")
                    else posixpath.normpath(posixpath.join(folder, target))
                )
                found[attributes.get("Id", "")] = (attributes.get("Type", ""), where)

        made = markup.parser()
        made.StartElementHandler = start
        markup.parse(made, self.archive.read(relations))
        return found

    def _read_workbook(self) -> None:
        defined: list[str] = []

        def start(name: str, attributes: markup.Attributes) -> None:
            local = name.rpartition(":")[2]
            if local == "sheet":
                key = next((key for key in attributes if key.endswith(":id")), "")
                kind, target = self._relation.get(attributes.get(key, ""), ("", ""))
                if kind.endswith(_WORKSHEET):
                    self.parts[attributes.get("name", "")] = target
            elif local == "workbookPr":
                self.date1904 = attributes.get("date1904") in ("1", "true")
            elif local == "definedName":
                defined.append(attributes.get("name", ""))
                self.names[defined[-1]] = ""

        def text(content: str) -> None:
            if defined:
                self.names[defined[-1]] += content

        def end(name: str) -> None:
            if name.rpartition(":")[2] == "definedName":
                defined.clear()

        made = markup.parser()
        made.StartElementHandler, made.EndElementHandler, made.CharacterDataHandler = start, end, text
        markup.parse(made, self.archive.read(self.part))
        if not self.parts:
            raise broken("シートがありません")

    @property
    def titles(self) -> list[str]:
        """The worksheets' titles in the order of their tabs."""
        return list(self.parts)

    def sheet(self, title: str) -> Sheet:
        """A worksheet by its title (KeyError when there is none)."""
        if title not in self._sheets:
            part = self.parts[title]
            self._sheets[title] = read_sheet(title, part, self.archive.read(part), self._strings)
        return self._sheets[title]

    def _related(self, kind: str) -> bytes | None:
        for name, target in self._relation.values():
            if name.endswith(kind) and target in self.archive:
                return self.archive.read(target)
        return None

    @cached_property
    def _strings(self) -> list[Text]:
        data = self._related("/sharedStrings")
        return shared_strings(data) if data else []

    @cached_property
    def styles(self) -> Styles:
        """What the cells' styles say."""
        data = self._related("/styles")
        return read_styles(data) if data else Styles()

    def struck(self, cell: Cell) -> bool:
        """Whether a cell's text is struck out, by its style or by its rich text."""
        return cell.struck or self.styles.is_struck(cell.style)
