"""A second opinion, one character at a time: does this ink really show this kanji and not its look-alike?

The recogniser reads a line 48 px high in steps of 8 px and can't tell 恵 from 惠; the verifier looks at each
character in a window of its own, with classes for every variant (trained by ``sekisho train``).
"""

import numpy as np
from numpy.typing import NDArray

#: Side of a window in px, and how many times the character's em it covers.
SIZE = 48
WINDOW = 1.4


def normalise(gray: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Gray window to ink 0 (paper) … 1 (darkest), whatever the paper's shade and the pen's."""
    ink = 255.0 - gray.astype(np.float32)
    paper, dark = np.percentile(ink, (25, 98.5))
    return np.asarray(np.clip((ink - paper) / max(float(dark - paper), 40.0), 0, 1.2), np.float32)
