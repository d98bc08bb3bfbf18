"""The rules of a sample sheet: long ones, and short ones that end at others; strokes of characters stay
out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from sekisho.paper.ink import Floats, Mask, find_rules
from sekisho.paper.learn.dashes import find_dashes


@dataclass(frozen=True)
class Rule:
    """An axis-parallel rule in mm: ``at`` is its y when ``across``, else its x; it runs from ``start`` to
    ``end``,
    of which ``drawn`` is really there; ``solid``: no dots or dashes."""

    across: bool
    at: float
    start: float
    end: float
    drawn: float
    solid: bool = True

    @property
    def length(self) -> float:
        return self.end - self.start


#: A rule this long (mm) needs nothing to end at.
FREE_LENGTH = 16.0
#: Ends count as touching within this distance (mm).
TOUCH = 1.1
#: Longest piece of a rule (mm) that damage may have taken.
LONGEST_GAP = 28.0


def clean_rules(ink: Mask, scale: float) -> tuple[tuple[Rule, ...], Mask]:
    """Rules in mm of an upright ink mask with ``scale`` pixels a mm, and the mask of their pixels."""
    found = find_rules(ink, round(4.0 * scale), gap=5)
    dashed = find_dashes(ink, found, scale)
    level, upright = np.vstack([found.across, dashed.across]), np.vstack([found.down, dashed.down])
    across = _merged(level[:, [1, 3]].mean(1), level[:, 0], level[:, 2], scale, True)
    down = _merged(upright[:, [0, 2]].mean(1), upright[:, 1], upright[:, 3], scale, False)
    kept = [rule for rule in across + down if rule.length >= FREE_LENGTH]
    for _ in range(2):
        kept = [rule for rule in across + down if _stands(rule, kept)]
    kept = [_healed(rule, kept) for rule in kept]
    # The mask of what was kept, from the pixels themselves so that slight slopes are followed.
    room = np.zeros_like(ink)
    for rule in kept:
        start, end, at = (round(value * scale) for value in (rule.start, rule.end, rule.at))
        ends = ((start, at), (end, at)) if rule.across else ((at, start), (at, end))
        cv2.line(room, *ends, 255, max(3, round(1.0 * scale)))
    mask = found.across_mask | found.down_mask | dashed.across_mask | dashed.down_mask
    mask = cv2.bitwise_and(mask, room)
    kept = [replace(rule, solid=_is_solid(rule, ink, scale)) for rule in kept]
    return tuple(sorted(kept, key=lambda rule: (not rule.across, rule.at, rule.start))), np.asarray(mask)


def _merged(at: Floats, start: Floats, end: Floats, scale: float, across: bool) -> list[Rule]:
    """Pieces of one line become one rule: same place within 0.4 mm, breaks up to 2 mm."""
    pieces = sorted(zip(at / scale, start / scale, end / scale, strict=True), key=lambda piece: piece[1])
    rules: list[Rule] = []
    for place, first, last in pieces:
        for index, rule in enumerate(rules):
            if abs(rule.at - place) < 0.45 and first - rule.end < 2.0:
                share = (last - first) / max(1e-6, rule.drawn + last - first)
                middle = float(rule.at * (1 - share) + place * share)
                new = max(0.0, last - max(first, rule.end))
                rules[index] = Rule(across, middle, rule.start, max(rule.end, last), rule.drawn + new)
                break
        else:
            rules.append(Rule(across, float(place), float(first), float(last), float(last - first)))
    return rules


def _stands(rule: Rule, others: list[Rule]) -> bool:
    """Held at both ends, or held at one and long, or long and unbroken (strokes of a title in a row are
    broken)."""
    # A tall character may nearly fill its row: short pieces must really meet the rules at both ends.
    near = TOUCH if rule.length >= FREE_LENGTH else 0.45
    held = _held(rule, rule.start, others, near) + _held(rule, rule.end, others, near)
    if held == 2:
        return True
    return rule.length >= FREE_LENGTH and (held == 1 or rule.drawn > 0.93 * rule.length)


def _healed(rule: Rule, others: list[Rule]) -> Rule:
    """A rule of a table that a punch hole or a stamp has cut short is drawn on to the next rule it was
    heading for.

    Only where one end is held and the other stops in the open, less than LONGEST_GAP before that next rule.
    """
    held = [_held(rule, end, others, TOUCH) for end in (rule.start, rule.end)]
    if rule.length < FREE_LENGTH or sum(held) != 1:
        return rule
    crossing = [
        other.at
        for other in others
        if other.across != rule.across and other.start - TOUCH < rule.at < other.end + TOUCH
    ]
    if held[0]:
        ahead = [at for at in crossing if 0 < at - rule.end < LONGEST_GAP]
        return replace(rule, end=min(ahead)) if ahead else rule
    behind = [at for at in crossing if 0 < rule.start - at < LONGEST_GAP]
    return replace(rule, start=max(behind)) if behind else rule


def _held(rule: Rule, end: float, others: list[Rule], near: float) -> bool:
    """Does a rule's end stop at another that crosses its direction?"""
    return any(
        other.across != rule.across
        and abs(other.at - end) < near
        and other.start - TOUCH < rule.at < other.end + TOUCH
        for other in others
    )


def _is_solid(rule: Rule, ink: Mask, scale: float) -> bool:
    """Is there ink nearly all along a rule?"""
    start, end, at = (round(value * scale) for value in (rule.start, rule.end, rule.at))
    strip = (
        ink[max(0, at - 4) : at + 5, start:end] if rule.across else ink[start:end, max(0, at - 4) : at + 5].T
    )
    return strip.size == 0 or float((strip > 0).any(0).mean()) > 0.85


def open_stacks(rules: Sequence[Rule]) -> list[Rule]:
    """Upright borders to think where a table has no frame: at the ends of four or more equal rules that lie one below
    another, when no upright rule stands there."""
    rest = sorted((rule for rule in rules if rule.across and rule.length > 40), key=lambda rule: rule.at)
    borders: list[Rule] = []
    while rest:
        stack = [
            rule for rule in rest if abs(rule.start - rest[0].start) < 2 and abs(rule.end - rest[0].end) < 2
        ]
        rest = [rule for rule in rest if rule not in stack]
        if len(stack) < 4:
            continue
        top, bottom = stack[0].at, stack[-1].at
        for at in (min(rule.start for rule in stack) + 0.2, max(rule.end for rule in stack) - 0.2):
            drawn = sum(
                max(0.0, min(rule.end, bottom) - max(rule.start, top))
                for rule in rules
                if not rule.across and abs(rule.at - at) < 2.5
            )
            if drawn < 0.3 * (bottom - top):
                borders.append(Rule(False, at, top, bottom, bottom - top))
    return borders
