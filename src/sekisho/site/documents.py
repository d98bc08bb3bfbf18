"""Documents of the house, for rooms above: the shell's own layouts, and what fills them (``gate.documents``)."""

from pathlib import Path

from sekisho.gate.documents import lacking, pdf

__all__ = ["LAYOUTS", "lacking", "pdf"]

LAYOUTS = Path(__file__).parent / "layouts"
