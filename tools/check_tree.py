"""Checks of the tree that no linter makes: the lock names only neutral addresses, no machine path, no stray big file."""

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlparse

ROOT = Path(__file__).resolve().parent.parent
NEUTRAL = {"pypi.org", "files.pythonhosted.org"}
LARGEST = 21 * 1024 * 1024


def problems() -> list[str]:
    """What is wrong, a line each."""
    found = []
    lock = (ROOT / "uv.lock").read_text(encoding="utf-8")
    for host in sorted({urlparse(url).netloc for url in re.findall(r'"(https?://[^"]+)"', lock)}):
        if host not in NEUTRAL:
            found.append(f"uv.lock names the address {host}")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True)
    for name in listed.stdout.decode().split("\0"):
        path = ROOT / name
        if not name or not path.is_file():
            continue
        if path.stat().st_size > LARGEST:
            found.append(f"{name} is larger than 21 MiB")
        if path.suffix in {".py", ".toml", ".md", ".sh", ".yaml", ".html"} and name != "tools/check_tree.py":
            text = path.read_text(encoding="utf-8")
            for match in re.finditer(r"/(?:work/main|work/shared|root/|home/\w+/)", text):
                found.append(f"{name} holds the machine path {match[0]}")
    return found


if __name__ == "__main__":
    wrong = problems()
    print("\n".join(wrong) or "tree: nothing found")
    sys.exit(bool(wrong))
