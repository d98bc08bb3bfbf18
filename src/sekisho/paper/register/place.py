"""The decision: which form, which page of it, where on the scan, and whether that may be believed."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from sekisho.paper.form import Form, FormPage
from sekisho.paper.ink import Floats, Gray
from sekisho.paper.register.photo import PHOTO_SIDE, flattened_view
from sekisho.paper.register.pose import Guess, guess_poses
from sekisho.paper.register.refine import (
    POWERS,
    bent,
    distances,
    ends_agree,
    find_bend,
    hung_on_ends,
    other_rows,
    project,
    refine,
    weakest_rule,
)
from sekisho.paper.register.shapes import Likeness, compare
from sekisho.paper.register.views import View, level_view, shrink
from sekisho.paper.scans import Scan

#: A pose counts when this share of the form's lines lies where it says, within LINE_TOLERANCE pixels (0.4
#: mm) …
LEAST_LINES = 0.7
LINE_TOLERANCE = 1.6
#: … and the form's printed words are found at their places: mean likeness of the better three quarters of
#: them.
LEAST_WORDS = 0.62
#: A piece of a word (about a character) begins to speak against the form below this share of what the pieces of
#: the page usually reach, and speaks with all its weight of 1 where it is less alike by LIKENESS_SPAN of that.
LIKENESS_SHARE, LIKENESS_SPAN = 0.72, 0.25
#: A single word can weigh this much against a form, its title twice as much …
MOST_A_WORD = 0.9
#: … and this much in all is another form: a stamp, a hole or copying noise on one header word never is. On made-up
#: pages with all damages the right form met 0.53 at most, forms with another title or two other headers 0.98 at least.
OTHER_FORM = 0.95
#: … what weighs less than this is copying noise: small crowded characters at 150 dpi reach 0.37 beside a spoilt word.
NOISE = 0.4
#: The pieces of the right form reach this much on the worst page that can still be read.
LEAST_USUAL = 0.65
#: Where less of a table's widest rules is drawn, or the whole fits less, the page may be a slanted photograph and the form
#: hang on its dotted rows, one off: of 110 made-up ones nine did, none of which fitted better than 0.925.
WHOLE, CLOSE = 0.7, 0.93
#: Less ink than this share of what the form's words usually have there: the word isn't printed. A header that is missing
#: speaks less than one that is another: a copier's stripe takes away, and writes nothing instead.
BARE, MISSING = 0.2, 0.42
#: What to do about a sheet that is meant to be of the form: the same form printed in another typeface is another picture.
_TAUGHT = "同じ様式のはずなら（別の書体で刷られたものなど）、この用紙でも様式を覚えさせてください。"
#: How far (mm) a word may be off and still count as in its place; far less than any row is high.
WORD_MARGIN = 1.3


@dataclass(frozen=True)
class Placed:
    """A form found on a scan.

    ``transform``: 3x3 homography from mm of the form page to pixels of the original scan, after ``bend``
    (10 x 2
    coefficients, mm) has moved the points for curled paper. ``fit``: 0..1. ``turn``: degrees
    counter-clockwise
    by which the scan must be turned to stand upright.
    """

    form: Form
    page_index: int
    transform: Floats
    fit: float
    turn: int
    bend: Floats = field(default_factory=lambda: np.zeros((len(POWERS), 2)))

    @property
    def page(self) -> FormPage:
        return self.form.pages[self.page_index]

    def to_pixels(self, points: Floats) -> Floats:
        """N x 2 points in mm of the form page to pixels of the scan."""
        return project(self.transform, bent(np.asarray(points, dtype=np.float64), self.bend, self.page))


@dataclass(frozen=True)
class Refused:
    """No form was placed; ``reason`` is a Japanese sentence for the clerk. ``blank``: nothing is on the
    page."""

    reason: str
    blank: bool = False


@dataclass(frozen=True)
class _Candidate:
    form: Form
    index: int
    turn: int
    view: View
    matrix: Floats
    bend: Floats
    lines: float
    words: float
    #: What speaks against it, in Japanese; empty when nothing does.
    other: str

    @property
    def worth(self) -> float:
        return 0.5 * self.lines + 0.5 * self.words - (0.2 if self.other else 0.0)


def register(scan: Scan, forms: Sequence[Form]) -> Placed | Refused:
    """Find which page of which form a scan shows and where; refuse rather than guess.

    1. Bring the scan to about 100 dpi and level it. 2. Guess poses for every form page in four turns from the
    places of long lines. 3. Refine the best guesses by the lines, bend them for curled paper. 4. Believe
    the best
    only if lines and printed words are both where the form says. 5. Else take the scan for a photograph, flatten
    it by its vanishing points, and try once more.
    """
    small, back = shrink(scan.gray)
    view = level_view(small, back)
    best = _best(view, forms, uneven=0.06)
    if best and _believed(best) and _close(best):
        return _placed(best)
    flat = flattened_view(*shrink(scan.gray, PHOTO_SIDE))
    slanted = _best(flat, forms, uneven=0.5) if flat else None
    believed = [found for found in (best, slanted) if found and _believed(found)]
    if believed:
        return _placed(max(believed, key=lambda found: found.worth))
    best = max((found for found in (best, slanted) if found), key=lambda found: found.worth, default=None)
    if best is None or best.lines < 0.25:
        if _is_blank(view.soft):
            return Refused("白紙です。", blank=True)
        if len(view.rules.across) + len(view.rules.down) < 4:
            return Refused("罫線が見つかりません。この様式ではないようです。")
    return _refusal(best)


def _believed(found: _Candidate) -> bool:
    return found.lines >= LEAST_LINES and found.words >= LEAST_WORDS and not found.other


def _close(found: _Candidate) -> bool:
    """Is it beyond doubt that the form hangs on its own rules, and not on the rows of a slanted photograph?"""
    page = found.form.pages[found.index]
    if not page.has_uprights and not ends_agree(found.matrix, page, found.view.rules):
        return False
    return found.worth >= CLOSE and weakest_rule(page, found.matrix, found.bend, found.view.rules) >= WHOLE


def _refusal(best: _Candidate | None) -> Refused:
    if best is None or best.lines < LEAST_LINES:
        return Refused("罫線の並びがどの様式とも合いません。この様式ではないようです。")
    if best.words >= LEAST_WORDS and best.other:
        return Refused(f"{best.other}が様式と違います。この様式ではないようです。{_TAUGHT}")
    return Refused(f"表の形は似ていますが、表題や見出しの文字が違います。この様式ではないようです。{_TAUGHT}")


def _best(view: View, forms: Sequence[Form], uneven: float) -> _Candidate | None:
    turned = [view.turned(turn) for turn in range(4)]
    guesses: list[tuple[float, int, int, int, Guess]] = []
    for turn, sight in enumerate(turned):
        shape = (sight.soft.shape[0], sight.soft.shape[1])
        for number, form in enumerate(forms):
            for index, page in enumerate(form.pages):
                for guess in guess_poses(page, sight.rules, shape, uneven, 5):
                    off = distances(guess.matrix(), page, sight.rules, 7)
                    share = float((~np.isnan(off)).mean())
                    guesses.append((share * guess.score**0.5, number, index, turn, guess))
    guesses.sort(key=lambda item: -item[0])
    # The best guesses are looked at closely; a page of a form that is found beyond doubt needs no second
    # look,
    # but every other form that fits about as well gets its chance.
    found: list[_Candidate] = []
    settled: set[tuple[int, int]] = set()
    for share, number, index, turn, guess in guesses[:12]:
        if (number, index) in settled or (settled and share < guesses[0][0] - 0.25) or len(found) == 6:
            continue
        candidate = _refined(forms[number], index, turn, turned[turn], guess)
        found.append(candidate)
        if candidate.lines > 0.85 and candidate.words > 0.7 and not candidate.other:
            settled.add((number, index))
    return max(found, key=lambda item: item.worth, default=None)


def _refined(form: Form, index: int, turn: int, view: View, guess: Guess) -> _Candidate:
    """The form drawn to the page's rules; where its words aren't found then, also as it would lie a row higher or lower."""
    matrix = refine(guess.matrix(), form.pages[index], view.rules, (10, 7, 5))
    found = _hung(form, index, turn, view, matrix)
    if found.lines < LEAST_LINES or found.words >= LEAST_WORDS:
        return found
    tables = form.pages[index].tables
    pitch = float(np.median(np.diff(tables[0].edges))) if tables else 0.0
    others = [_hung(form, index, turn, view, _moved(matrix, rows * pitch)) for rows in (-1, 1) if pitch]
    return max((found, *others), key=lambda item: item.worth)


def _moved(matrix: Floats, down: float) -> Floats:
    """The form lying ``down`` mm lower."""
    return np.asarray(matrix @ np.array([[1.0, 0, 0], [0, 1.0, down], [0, 0, 1.0]]))


def _hung(form: Form, index: int, turn: int, view: View, matrix: Floats) -> _Candidate:
    """The form where ``matrix`` lays it, drawn closer. Without vertical rules it is as wide as it was guessed, or where its words
    aren't found then, as wide as the page's rules are."""
    page = form.pages[index]
    matrix = refine(matrix, page, view.rules, (4,))
    if page.has_uprights:
        return _judged(form, index, turn, view, matrix)
    for stretching in (False, True):
        sideways = _hung_on_words(hung_on_ends(matrix, page, view.rules, stretching), page, view.soft)
        found = _judged(form, index, turn, view, sideways)
        if found.words >= LEAST_WORDS:
            break
    return found


def _judged(form: Form, index: int, turn: int, view: View, matrix: Floats) -> _Candidate:
    """What speaks for the form at this place."""
    page = form.pages[index]
    bend = find_bend(matrix, page, view.rules, 5)
    off = distances(matrix, page, view.rules, 5, bend)
    lines = float((np.abs(np.nan_to_num(off, nan=9.0)) < LINE_TOLERANCE).mean())
    words, differing = _words(page, view.soft, matrix)
    other = f"表題や見出しの「{differing}」の文字" if differing else ""
    if lines >= LEAST_LINES and other_rows(page, matrix, bend, view.rules):
        other = "表の行の数や高さ"
    return _Candidate(form, index, turn, view, matrix, bend, lines, words, other)


def _hung_on_words(matrix: Floats, page: FormPage, soft: Gray) -> Floats:
    """A form without vertical rules is held sideways by its words: shift and stretch it until they are in
    place."""
    for margin in (5.0, 2.0):
        places, off = [], []
        for word in page.words:
            seen = compare(soft, matrix, word.box, word.shape, margin)
            if seen.score > 0.55:
                places.append(word.box[0] + word.box[2] / 2)
                off.append(seen.off[0])
        if len(places) < 2:
            return matrix
        stretch = np.polyfit(places, off, 1) if np.ptp(places) > 40 else np.array([0.0, np.median(off)])
        matrix = matrix @ np.array([[1 + stretch[0], 0, stretch[1]], [0, 1, 0], [0, 0, 1]])
    return matrix


def _words(page: FormPage, soft: Gray, matrix: Floats) -> tuple[float, str]:
    """Mean likeness of the better three quarters of the form's words, and the word that differs most when they
    speak against the form together (else nothing).

    What is usual is told by the page itself: a fax is less like the form in all its words alike.
    """
    found = [
        (word.text, compare(soft, matrix, word.box, word.shape, WORD_MARGIN))
        for word in page.words
        if word.shape
    ]
    if not found:
        return 0.0, ""
    scores = sorted((likeness.score for _, likeness in found), reverse=True)
    best = scores[: max(1, (3 * len(scores) + 2) // 4)]
    # Where more than a quarter of the words are missing, the others may be another sheet's as well.
    score = sum(best) / len(best) if best[-1] > 0.35 else 0.3
    pieces = [piece for _, likeness in found for piece in likeness.pieces]
    usual = max(LEAST_USUAL, float(np.median(pieces or [0.0])))
    depths = [likeness.depth for _, likeness in found if likeness.depth and likeness.score > 0.5]
    ink = BARE * float(np.median(depths or [0.0]))
    against = [(_against(page, text, likeness, usual, ink), text) for text, likeness in found]
    spoken = sum(weight for weight, _ in against if weight >= NOISE)
    heaviest = max(against)[1] if spoken >= OTHER_FORM else ""
    return score, heaviest


def _against(page: FormPage, text: str, likeness: Likeness, usual: float, ink: float) -> float:
    """How much a word speaks against the form."""
    is_title = text == page.title
    most = MOST_A_WORD * (2 if is_title else 1)
    if likeness.depth is not None and likeness.depth < ink:
        return most if is_title else MISSING
    pieces = np.array(likeness.pieces)
    return float(min(most, np.clip((LIKENESS_SHARE - pieces / usual) / LIKENESS_SPAN, 0, 1).sum()))


def _placed(found: _Candidate) -> Placed:
    transform = found.view.back @ found.matrix
    fit = min(1.0, found.worth)
    return Placed(found.form, found.index, transform / transform[2, 2], fit, found.turn * 90, found.bend)


def _is_blank(soft: Gray) -> bool:
    return float((soft[8:-8, 8:-8] > 30).mean()) < 2e-4
