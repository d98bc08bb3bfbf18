"""Fetch the fonts of `fonts.toml` into .fonts/, for training and the bench (the product itself needs none of them).

Debian packages are unpacked without installing them; web fonts come from the npm registry in slices
and are joined into one file. Run: `uv run --group train tools/fetch_fonts.py` (needs apt-get and npm).
"""

import json
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import urllib.parse
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / ".fonts"


def from_debian(package: str, folder: Path) -> Path:
    """Download and unpack a Debian package below ``folder``."""
    subprocess.run(["apt-get", "download", "-q", package], cwd=folder, check=True, capture_output=True)
    archive = next(folder.glob(f"{package}_*.deb"))
    subprocess.run(["dpkg", "-x", archive.name, package], cwd=folder, check=True)
    return folder / package


def from_npm(package: str, folder: Path) -> Path:
    """Download and unpack an npm package below ``folder``."""
    packed = subprocess.run(
        ["npm", "pack", "--json", package], cwd=folder, check=True, capture_output=True, text=True
    )
    answer = json.loads(packed.stdout)
    entry = answer[0] if isinstance(answer, list) else next(iter(answer.values()))
    target = folder / package.replace("/", "_")
    with tarfile.open(folder / urllib.parse.unquote(entry["filename"])) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


def join_slices(slices: list[Path], target: Path) -> None:
    """Join the unicode-range slices of a web font into one TrueType file."""
    with tempfile.TemporaryDirectory() as folder:
        plain = []
        for number, path in enumerate(slices):
            font = TTFont(path)
            font.flavor = None
            for table in ("GSUB", "GPOS", "GDEF", "vhea", "vmtx", "DSIG", "BASE", "VORG", "meta"):
                if table in font:
                    del font[table]
            name = Path(folder) / f"{number}.ttf"
            font.save(name)
            plain.append(str(name))
        Merger().merge(plain).save(target)


def main() -> None:
    """Fetch what is missing."""
    TARGET.mkdir(exist_ok=True)
    wanted = tomllib.loads((ROOT / "fonts.toml").read_text(encoding="utf-8"))["font"]
    unpacked: dict[str, Path] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for font in wanted:
            target = TARGET / f"{font['name']}.{font.get('suffix', 'ttf')}"
            if target.exists():
                continue
            source = font["package"]
            try:
                if source not in unpacked:
                    fetch = from_npm if source.startswith("@") else from_debian
                    unpacked[source] = fetch(source, Path(scratch))
                if source.startswith("@"):
                    slices = [
                        p
                        for p in sorted(unpacked[source].glob(f"files/*-{font['weight']}-normal.woff2"))
                        if p.name.split("-")[-3].isdigit() or p.name.split("-")[-3] == "latin"
                    ]
                    join_slices(slices, target)
                else:
                    found = sorted(unpacked[source].rglob(font["file"]))
                    target.write_bytes(found[0].read_bytes())
                print(font["name"])
            except Exception as error:
                print(f"{font['name']}: {error!r}", file=sys.stderr)


if __name__ == "__main__":
    main()
