"""The engine is large: it is loaded in the worker when there is something to read, and never at web start."""

import subprocess
import sys

_CODE = """
import sys, django
django.setup()
from django.urls import get_resolver
assert get_resolver().url_patterns
print([name for name in ("cv2", "onnxruntime", "pypdfium2") if name in sys.modules])
"""


def test_a_web_process_does_not_load_the_engine() -> None:
    said = subprocess.run([sys.executable, "-c", _CODE], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[]"
