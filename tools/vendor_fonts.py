"""Cut the fonts that the product ships out of .fonts/: the characters of its pages only, no hinting, no layout tables.

Run after `tools/fetch_fonts.py`: `uv run --group train tools/vendor_fonts.py` (needs apt-get and npm for the licences).
"""

import re
import tempfile
import tomllib
from pathlib import Path

from fetch_fonts import from_debian, from_npm
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / ".fonts"
TARGET = ROOT / "src" / "sekisho" / "paper" / "fonts"
TEXTS = (ROOT / "src/sekisho/paper/synth", ROOT / "src/sekisho/base")

#: The first writes pictures and forms, the others the pages of `sekisho demo scans`.
VENDORED = ("bizudgothic", "bizudmincho", "zen-kaku-gothic-new", "klee-one", "yusei-magic")


def level_one() -> set[str]:
    """Kana, signs and the kanji of JIS X 0208 level 1 (rows 1-8 and 16-47)."""
    found = set()
    for row in (*range(1, 9), *range(16, 48)):
        for cell in range(1, 95):
            try:
                found.add(bytes((0xA0 + row, 0xA0 + cell)).decode("euc_jp"))
            except UnicodeDecodeError:
                continue
    return found


def wanted_characters() -> set[str]:
    """Level 1, ASCII, full and half width, and whatever the texts of the generator use besides."""
    characters = level_one() | {chr(code) for code in (*range(0x20, 0x7F), *range(0xFF01, 0xFFEF))}
    for folder in TEXTS:
        for path in folder.glob("*.py"):
            characters |= set(path.read_text(encoding="utf-8"))
    return {character for character in characters if character.isprintable()} | {"\u3000"}


def shrink(source: Path, target: Path, characters: set[str]) -> None:
    """Write ``source`` with nothing but the outlines of ``characters`` to ``target``."""
    options = Options()
    options.hinting = False
    options.layout_features = []
    options.name_IDs = [0, 1, 2, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    options.drop_tables += [
        "GSUB",
        "GPOS",
        "GDEF",
        "vhea",
        "vmtx",
        "DSIG",
        "BASE",
        "VORG",
        "meta",
        "gasp",
        "STAT",
    ]
    font = TTFont(source)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[ord(character) for character in characters])
    subsetter.subset(font)
    font["head"].modified = font["head"].created  # the same bytes whenever it is run
    font.recalcTimestamp = False
    font.save(target)


def licence(package: str, folder: Path) -> str:
    """Copyright line and text of the Open Font License of ``package``."""
    if package.startswith("@"):
        return (from_npm(package, folder) / "LICENSE").read_text(encoding="utf-8")
    unpacked = from_debian(package, folder)
    debian = next(unpacked.glob("usr/share/doc/*/copyright")).read_text(encoding="utf-8")
    holder = re.search(r"^Files: \*\nCopyright: (.+)\n", debian, re.MULTILINE)
    text = debian.partition("License: SIL-1.1\n -")[2]
    if holder is None or "SIL OPEN FONT LICENSE" not in text:
        raise SystemExit(f"{package}: not under the Open Font License?")
    lines = [line[1:] if line != " ." else "" for line in f" -{text}".splitlines()]
    return f"Copyright {holder[1]}\n\n" + "\n".join(lines) + "\n"


def main() -> None:
    """Cut every font of VENDORED and put its licence beside it."""
    TARGET.mkdir(exist_ok=True)
    listed = {
        font["name"]: font
        for font in tomllib.loads((ROOT / "fonts.toml").read_text(encoding="utf-8"))["font"]
    }
    characters = wanted_characters()
    with tempfile.TemporaryDirectory() as scratch:
        for name in VENDORED:
            font = listed[name]
            shrink(SOURCE / f"{name}.{font.get('suffix', 'ttf')}", TARGET / f"{name}.ttf", characters)
            text = licence(font["package"], Path(scratch))
            (TARGET / f"{name}.OFL.txt").write_text(text, encoding="utf-8")
            print(name, (TARGET / f"{name}.ttf").stat().st_size)


if __name__ == "__main__":
    main()
