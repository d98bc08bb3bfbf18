"""Cut BIZ UDGothic for the pages (woff2 slices with their unicode-range) and for the PDFs of the shell (one file).

Every page loads the slice of kana and signs and that of the kanji in the house's own texts; a page with people mostly needs
that of frequent names besides. The rest of JIS level 1 and 2 lies in slices of ``SLICE`` characters. Run after `tools/fetch_fonts.py`:
`uv run --group train tools/vendor_site_fonts.py` (the texts decide only which slice a kanji lies in).
"""

import tempfile
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from vendor_fonts import ROOT, SOURCE, licence

STATIC = ROOT / "src/sekisho/site/static/site"
LAYOUTS = ROOT / "src/sekisho/gate/fonts"
TEXTS = ("site", "people", "gate", "affairs")
NAMES = ("surnames.py", "given_names.py")
WEIGHTS = {400: "bizudgothic", 700: "bizudgothic-bold"}
SLICE = 300
_DROPPED = ["GSUB", "GPOS", "GDEF", "vhea", "vmtx", "DSIG", "BASE", "VORG", "meta", "gasp", "STAT"]
#: Signs that pages use and JIS X 0208 lacks: arrows, ticks, circled figures, dashes.
_BESIDES = "©«»–—•…↑↓←→↵✓✕⚠①②③④⑤⑥⑦⑧⑨⑩−〜　"


def rows(first: int, last: int) -> str:
    """The characters of JIS X 0208 in the rows ``first`` to ``last``, in their order."""
    found = ""
    for row in range(first, last + 1):
        for cell in range(1, 95):
            try:
                found += bytes((0xA0 + row, 0xA0 + cell)).decode("euc_jp")
            except UnicodeDecodeError:
                continue
    return found


def house_text() -> str:
    """The product's own templates, registers and messages."""
    return "".join(
        path.read_text(encoding="utf-8")
        for room in TEXTS
        for path in sorted((ROOT / "src/sekisho" / room).rglob("*"))
        if path.suffix in {".html", ".toml", ".py", ".js"} and "tests" not in path.parts
    )


def names_text() -> str:
    """Frequent surnames and given names."""
    folder = ROOT / "src/sekisho/paper/synth"
    return "".join((folder / name).read_text(encoding="utf-8") for name in NAMES)


def slices() -> list[str]:
    """Characters of each slice; the first two are those that every page needs."""
    latin = "".join(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x100), *range(0xFF01, 0xFFEF))))
    kana = "".join(dict.fromkeys(latin + rows(1, 8) + _BESIDES))
    left = dict.fromkeys(rows(16, 84))
    found = [kana]
    for text in (house_text(), names_text()):
        seen = set(text)
        taken = [character for character in left if character in seen]
        found.append("".join(taken))
        left = dict.fromkeys(character for character in left if character not in seen)
    rest = "".join(left)
    return [*found, *(rest[at : at + SLICE] for at in range(0, len(rest), SLICE))]


def cut(source: Path, target: Path, characters: str, flavor: str | None) -> None:
    """Write the outlines of ``characters`` alone, the same bytes whenever it is run."""
    options = Options()
    options.hinting, options.layout_features, options.notdef_outline = False, [], True
    options.name_IDs = [0, 1, 2, 4, 5, 6, 13, 14]
    options.drop_tables += _DROPPED
    font = TTFont(source)
    subsetter = Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.flavor = flavor
    font.save(target)


def unicode_range(source: Path, characters: str) -> str:
    """The characters that the font has, as CSS names them."""
    has = TTFont(source).getBestCmap()
    codes = sorted({ord(character) for character in characters} & has.keys())
    runs: list[list[int]] = []
    for code in codes:
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ",".join(f"U+{low:X}" + (f"-{high:X}" if high > low else "") for low, high in runs)


def main() -> None:
    """Write the slices, ``fonts.css``, the file for PDFs and the licence."""
    fonts = STATIC / "fonts"
    fonts.mkdir(parents=True, exist_ok=True)
    for old in fonts.glob("*.woff2"):
        old.unlink()
    LAYOUTS.mkdir(parents=True, exist_ok=True)
    lines = ["/* Written by tools/vendor_site_fonts.py; BIZ UDGothic, SIL OFL 1.1 (fonts/OFL.txt). */"]
    for weight, name in WEIGHTS.items():
        source = SOURCE / f"{name}.ttf"
        for number, characters in enumerate(slices()):
            file = f"bizudgothic-{weight}-{number:02}.woff2"
            cut(source, fonts / file, characters, "woff2")
            lines.append(
                f'@font-face{{font-family:"BIZ UDGothic";font-weight:{weight};font-display:swap;'
                f'src:url("fonts/{file}") format("woff2");unicode-range:{unicode_range(source, characters)}}}'
            )
    (STATIC / "fonts.css").write_text("\n".join(lines) + "\n", encoding="utf-8")
    cut(SOURCE / "bizudgothic.ttf", LAYOUTS / "bizudgothic.ttf", "".join(slices()), None)
    with tempfile.TemporaryDirectory() as scratch:
        text = licence("fonts-morisawa-bizud-gothic", Path(scratch))
    for folder in (fonts, LAYOUTS):
        (folder / "OFL.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
