"""Cut, for the PDFs, the kanji of names that BIZ UDGothic lacks (髙, 﨑, 𠮷 …) out of Noto Sans CJK JP.

Without them a print about 髙橋 fails. Run after `tools/fetch_fonts.py` and `tools/vendor_site_fonts.py`:
`PYTHONPATH=src uv run --group train tools/vendor_name_font.py`.
"""

import tempfile
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont
from vendor_fonts import SOURCE, licence
from vendor_site_fonts import _DROPPED, LAYOUTS

from sekisho.base.kanji import GROUPS

TARGET = LAYOUTS / "notosans-names.otf"


def name_characters() -> set[str]:
    """JIS X 0213, in which the registers' usual kanji lie, the compatibility kanji, and every variant that the search knows."""
    found = set("".join(GROUPS)) | {chr(code) for code in range(0xF900, 0xFAE0)}
    for plane in (b"", b"\x8f"):
        for row in range(1, 95):
            for cell in range(1, 95):
                try:
                    found |= set((plane + bytes((0xA0 + row, 0xA0 + cell))).decode("euc_jis_2004"))
                except UnicodeDecodeError:
                    continue
    return found


def main() -> None:
    """Write the font and its licence."""
    there = set(TTFont(LAYOUTS / "bizudgothic.ttf").getBestCmap())
    font = TTCollection(SOURCE / "notosans.ttc").fonts[0]
    held = set(font.getBestCmap())
    options = Options()
    options.hinting, options.layout_features, options.notdef_outline, options.desubroutinize = (
        False,
        [],
        True,
        False,
    )
    options.name_IDs = [0, 1, 2, 4, 5, 6, 13, 14]
    options.drop_tables += _DROPPED
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[ord(one) for one in name_characters() if ord(one) in held - there])
    subsetter.subset(font)
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(TARGET)
    with tempfile.TemporaryDirectory() as scratch:
        (LAYOUTS / "OFL-noto.txt").write_text(licence("fonts-noto-cjk", Path(scratch)), encoding="utf-8")
    print(TARGET.name, TARGET.stat().st_size)


if __name__ == "__main__":
    main()
