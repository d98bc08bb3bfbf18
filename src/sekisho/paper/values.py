"""Numbers and free text of further columns: read as they come, for a person's eye; never a reason to
accept a row."""

import re

import numpy as np

from sekisho.paper.ctc import Alphabet, greedy
from sekisho.paper.engine import Reading
from sekisho.paper.recogniser import Line

_DIGITS = "0123456789.,-−/()"


def free_text(line: Line, alphabet: Alphabet, digits: bool = False) -> Reading:
    """The free reading; with ``digits`` only figures and what stands between them compete."""
    logp = line.logp
    if digits:
        kept = [0, *(c for c in map(alphabet.encode_exact, _DIGITS) if c)]
        masked = np.full_like(logp, -1e9)
        masked[:, kept] = logp[:, kept]
        logp = masked
    classes, _, _ = greedy(logp)
    text = "".join(alphabet.characters[c - 1] for c in classes)
    path = line.logp[np.arange(len(logp)), logp.argmax(1)]
    sure = float(np.exp(max(float(path.sum()), -50.0)))
    if digits:
        text = re.sub(r"^[.,/]+|[.,/]+$", "", text)
    return Reading(text, round(sure, 6), "")
