"""Headers that stand beside each other with no rule between them, told apart by the words that they make."""

from collections.abc import Sequence

from sekisho.paper.form import Box
from sekisho.paper.learn.sheet import ReadsText, Sheet, Text, read_boxes, text_boxes
from sekisho.paper.learn.vocabulary import match, tidy

#: Pieces closer than this share of their height are one for certain …
ONE = 0.35
#: … and those further apart than this are two words for certain; at most so many pieces make a word («氏　　名»).
TWO, LONGEST = 3.2, 8


def words_beside(sheet: Sheet, box: Box, reader: ReadsText) -> list[Text]:
    """The header words in ``box`` (mm) from left to right, empty when they stand in several lines.

    Pieces of print are put together so that they make as many known words as can be.
    """
    pieces: list[Box] = []
    for piece in sorted(text_boxes(sheet, box, ONE)):
        if pieces and piece[0] < pieces[-1][0] + pieces[-1][2]:
            pieces[-1] = _around((pieces[-1], piece))
        else:
            pieces.append(piece)
    high = max((height for _, _, _, height in pieces), default=0.0)
    if not pieces or _around(pieces)[3] > 1.6 * high:
        return []
    groups = [
        (first, last, _around(pieces[first:last]))
        for first in range(len(pieces))
        for last in range(first + 1, min(first + LONGEST, len(pieces)) + 1)
        if all(
            b[0] - a[0] - a[2] < TWO * high
            for a, b in zip(pieces[first:last], pieces[first + 1 : last], strict=False)
        )
    ]
    texts = read_boxes(sheet, [area for _, _, area in groups], reader)
    # The best way to cut the first n pieces, for every n.
    best: list[tuple[float, list[Text]]] = [(0.0, []), *((-1e9, []) for _ in pieces)]
    for end in range(1, len(pieces) + 1):
        for (first, last, _), text in zip(groups, texts, strict=True):
            if last == end:
                worth = best[first][0] + _worth(text)
                if worth > best[end][0]:
                    best[end] = (worth, [*best[first][1], text])
    return best[-1][1]


def _around(boxes: Sequence[Box]) -> Box:
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right = max(box[0] + box[2] for box in boxes)
    bottom = max(box[1] + box[3] for box in boxes)
    return (left, top, right - left, bottom - top)


def _worth(text: Text) -> float:
    """Whole words count one, words at the end of longer ones less, what nobody knows costs a little."""
    found = match(text.text)
    if found is None:
        return -0.15
    return 1.0 + 0.02 * len(tidy(text.text)) if found.score > 0.99 else 0.8 * found.score
