"""A rule learned from cells that a clerk filled in by hand: the sentence, its rivals, a trial on a month's rows. Pure."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from sekisho.affairs.stool_tests.posting.lines import Sure, work_out
from sekisho.books.book import Book
from sekisho.books.describe import describe
from sekisho.books.learn import learn_books
from sekisho.books.rule import Rule
from sekisho.books.rule_file import dump_rule, rule_from_text

_SHOWN = 10


@dataclass(frozen=True)
class Choice:
    """A rule that fits the examples: its sentence, its file, and what to fill in so that it can be told from the best one."""

    sentence: str
    rule: str
    decide: str = ""


@dataclass(frozen=True)
class Lesson:
    """What was learned. ``choices``: the best rule, then its rivals. ``tried``: rows of the trial by outcome; ``misses``: some of
    those for which it found no cell: facility, name, reason."""

    choices: list[Choice]
    examples: int
    rows: int
    found: int
    tried: dict[str, int] = field(default_factory=dict)
    misses: list[list[str]] = field(default_factory=list)

    def as_text(self) -> str:
        """For keeping."""
        return json.dumps(asdict(self), ensure_ascii=False)


def lesson_of(text: str) -> Lesson:
    """What was kept."""
    kept: dict[str, Any] = json.loads(text)
    return Lesson(**{**kept, "choices": [Choice(**choice) for choice in kept["choices"]]})


def learn(old: Book, new: Book, rows: Sequence[Sure], trial: Sequence[Sure]) -> Lesson:
    """Find the rule behind what was filled in between ``old`` and ``new``, and try it on the rows of a month.

    Raises UserError when there are too few examples, or nothing explains them all.
    """
    learned = learn_books(old, new, [one.row for one in rows])
    choices = [Choice(learned.sentence, dump_rule(learned.rule, learned.sentence))]
    choices += [Choice(one.sentence, dump_rule(one.rule, one.sentence), one.decide) for one in learned.rivals]
    lines = work_out(trial, old, learned.rule).lines
    misses = [[line.facility, line.name, line.reason] for line in lines if line.trouble]
    tried = dict(Counter(line.outcome for line in lines))
    return Lesson(choices, learned.examples, learned.rows, learned.found, tried, misses[:_SHOWN])


def chosen(lesson: Lesson, number: int) -> tuple[Rule, str]:
    """The rule of a choice, with its sentence."""
    choice = lesson.choices[number]
    return rule_from_text(choice.rule, "見つけた決まり"), choice.sentence


def sentence_of(rule: str) -> str:
    """What a ledger's rule does, in a sentence; empty where there is none."""
    return describe(rule_from_text(rule, "転記の決まり")) if rule else ""
