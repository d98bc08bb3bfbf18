"""How honest the probabilities are: what was said against what was found, with exact binomial bounds."""

import csv
import io
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scipy.stats import beta

from sekisho.base.errors import UserError
from sekisho.base.files import read_text, undefuse
from sekisho.base.kanji import fold, plain
from sekisho.base.rows import Row

_COLUMNS = ("facility", "name", "date", "source", "page", "row")
_EDGES = (0.0, 0.5, 0.9, 0.99, 0.999, 0.9999, 1.0)

Place = tuple[str, int, int]
Truth = Mapping[Place, tuple[str, str, str]]


@dataclass(frozen=True)
class Bin:
    """Rows whose probability lay from ``low`` up to ``high``: how many, how many right, what was said
    on average, and the 95 % interval of what is so."""

    low: float
    high: float
    count: int
    right: int
    said: float
    interval: tuple[float, float]


@dataclass(frozen=True)
class Reliability:
    """``accepted``/``wrong``: accepted rows and the wrong among them; ``doubtful``: left to a person.
    ``threshold``: least probability at which the share of wrong rows keeps to ``risk`` on these rows
    (None when it never does), and ``left``: rows below it. ``extra``/``missed``: read rows without a
    truth, true rows that weren't read."""

    bins: tuple[Bin, ...]
    accepted: int
    wrong: int
    doubtful: int
    risk: float
    threshold: float | None
    left: int
    extra: int
    missed: int

    def sentences(self) -> list[str]:
        """What it means, in Japanese."""
        bound = upper_bound(self.wrong, self.accepted)
        rows = self.accepted + self.doubtful
        said = [
            f"確定した {self.accepted:,} 行のうち誤りは {self.wrong:,} 行"
            f"（95 % の確かさで {bound:.3%} 以下）。",
            f"確認待ちは {self.doubtful:,} 行（{self.doubtful / rows:.2%}）。"
            if rows
            else "行がありません。",
        ]
        if self.threshold is None:
            said.append(f"誤りを {self.risk:.4%} 以下に抑えられる線は、この結果からは引けません。")
        else:
            said.append(
                f"誤りを {self.risk:.4%} 以下に抑えるには、確からしさ {self.threshold:.5f} 未満の "
                f"{self.left:,} 行（{self.left / max(1, rows):.2%}）を人が確かめます。"
            )
        if self.extra or self.missed:
            said.append(f"正解にない行：{self.extra:,}、読まれなかった行：{self.missed:,}")
        return said


def load_truth(path: Path) -> Truth:
    """TRUTH.csv by source, page and row; UserError when a column is missing or a number can't be read."""
    reader = csv.DictReader(io.StringIO(read_text(path), newline=""))
    missing = [name for name in _COLUMNS if name not in (reader.fieldnames or [])]
    if missing:
        raise UserError(
            f"「{path.name}」に列「{'、'.join(missing)}」がありません。",
            "1 行目を facility,name,date,source,page,row としてください。",
        )
    truth = {}
    for line in reader:
        try:
            place = (undefuse(line["source"]), int(line["page"]), int(line["row"]))
        except (ValueError, TypeError):
            raise UserError(
                f"「{path.name}」の {reader.line_num} 行目のページか行の番号を読み取れません。",
                "page と row は 1 からの整数で書いてください。",
            ) from None
        truth[place] = (line["facility"] or "", line["name"] or "", line["date"] or "")
    if not truth:
        raise UserError(f"「{path.name}」に行がありません。", "正解を 1 行に 1 件ずつ書いてください。")
    return truth


def judge(rows: Sequence[Row], truth: Truth, risk: float) -> Reliability:
    """Compare read rows with the truth. A name counts as right when it is the same but for spaces and
    variants; a name of «» in the truth stands for somebody who isn't on the roster, and is never
    right."""
    seen = [row for row in rows if row.state != "blank"]
    marked = [(row, _right(row, truth.get((row.source, row.page, row.row)))) for row in seen]
    accepted = [right for row, right in marked if row.state == "accepted"]
    threshold = _threshold(marked, risk)
    places = {(row.source, row.page, row.row) for row in seen}
    return Reliability(
        bins=tuple(_bins(marked)),
        accepted=len(accepted),
        wrong=accepted.count(False),
        doubtful=len(seen) - len(accepted),
        risk=risk,
        threshold=threshold,
        left=sum(row.probability < threshold for row in seen) if threshold is not None else len(seen),
        extra=len(places - set(truth)),
        missed=len(set(truth) - places),
    )


def _right(row: Row, truth: tuple[str, str, str] | None) -> bool:
    if truth is None or not plain(row.name):
        return False
    facility, name, date = truth
    same = plain(row.facility) == plain(facility) and fold(row.name) == fold(name)
    return same and (row.date.isoformat() if row.date else "") == date


def _bins(marked: Sequence[tuple[Row, bool]]) -> list[Bin]:
    found = []
    for low, high in itertools.pairwise(_EDGES):
        inside = [
            (row.probability, right)
            for row, right in marked
            if low <= row.probability and (row.probability < high or high == _EDGES[-1])
        ]
        if inside:
            count, right = len(inside), sum(right for _, right in inside)
            said = sum(probability for probability, _ in inside) / count
            found.append(Bin(low, high, count, right, said, interval(right, count)))
    return found


def _threshold(marked: Sequence[tuple[Row, bool]], risk: float) -> float | None:
    """The lowest probability above which (itself included) the wrong ones are at most ``risk`` of all."""
    best, wrong = None, 0
    ordered = sorted(marked, key=lambda item: -item[0].probability)
    for number, (row, right) in enumerate(ordered, start=1):
        wrong += not right
        last = number == len(ordered) or ordered[number][0].probability < row.probability
        if last and wrong <= risk * number:
            best = row.probability
    return best


def interval(hits: int, count: int, level: float = 0.95) -> tuple[float, float]:
    """Clopper–Pearson interval of a share (Clopper & Pearson 1934)."""
    tail = (1 - level) / 2
    low = float(beta.ppf(tail, hits, count - hits + 1)) if hits else 0.0
    high = float(beta.ppf(1 - tail, hits + 1, count - hits)) if hits < count else 1.0
    return low, high


def upper_bound(hits: int, count: int, level: float = 0.95) -> float:
    """One-sided Clopper–Pearson bound: the share is at most this, with confidence ``level``."""
    return float(beta.ppf(level, hits + 1, count - hits)) if hits < count else 1.0
