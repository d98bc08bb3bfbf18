import datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.paper.ctc import score
from sekisho.paper.date_lattice import FORMS, STYLES, Cell, score_dates
from sekisho.paper.tests.lines import ALPHABET, CHARACTERS, line

DAYS = st.dates(datetime.date(2024, 1, 1), datetime.date(2026, 12, 31))
YEARS = (2024, 2025, 2026)
WRITINGS = (
    "令和{r}年{m}月{d}日",
    "令{r}年{m}月{d}日",
    "R{r}.{m}.{d}",
    "R{r:02}.{m:02}.{d:02}",
    "{r:02}.{m:02}.{d:02}",
    "{y}/{m}/{d}",
    "{y}年{m}月{d}日",
    "{y}-{m:02}-{d:02}",
)


@given(st.text(CHARACTERS[:10] + "/.", min_size=1, max_size=6), st.integers(0, 2**32 - 1), st.integers(1, 14))
@settings(max_examples=60, deadline=None)
def test_a_string_scores_as_the_forward_algorithm_says(text: str, seed: int, frames: int) -> None:
    """Without the pools of look-alikes: only digits and slashes, of which / has none in this alphabet."""
    text = text.replace("0", "2").replace(".", "/")
    logits = np.random.default_rng(seed).normal(0, 2, (frames, len(CHARACTERS) + 1))
    logp = (logits - np.logaddexp.reduce(logits, axis=1)[:, None]).astype(np.float32)
    expected = float(score(logp, [ALPHABET.encode(text)])[0]) - float(logp.max(1).sum())
    found = Cell(logp, ALPHABET).whole(text)
    if expected < -40:
        assert found < 1e-12
    else:
        assert np.log(found) == pytest.approx(expected, abs=2e-3)


@given(DAYS, st.sampled_from(WRITINGS))
@settings(max_examples=60, deadline=None)
def test_every_writing_of_every_day_is_found(day: datetime.date, writing: str) -> None:
    text = writing.format(r=day.year - 2018, m=day.month, d=day.day, y=day.year)
    scores = score_dates(Cell(line(text).logp, ALPHABET), YEARS)
    year, month, number = np.unravel_index(scores.dated.sum((0, 1, 2)).argmax(), (3, 12, 31))
    assert (YEARS[year], month + 1, number + 1) == (day.year, day.month, day.day)
    assert scores.dated.max() > 0.9


@given(DAYS, st.sampled_from(["{m}/{d}", "{m}月{d}日", "{m:02}.{d:02}", "年{m}月{d}日", "{m}月{d}"]))
@settings(max_examples=40, deadline=None)
def test_days_without_a_year(day: datetime.date, writing: str) -> None:
    scores = score_dates(Cell(line(writing.format(m=day.month, d=day.day)).logp, ALPHABET), YEARS)
    month, number = np.unravel_index(scores.undated.sum((0, 1, 2)).argmax(), (12, 31))
    assert (month + 1, number + 1) == (day.month, day.day)


def test_styles_are_told_apart() -> None:
    scores = score_dates(Cell(line("R7.5.1").logp, ALPHABET), YEARS)
    style, form, _, year, _, _ = np.unravel_index(scores.dated.argmax(), scores.dated.shape)
    assert (STYLES[style][0], FORMS[form], YEARS[year]) == (".", "letter", 2025)


def test_what_is_no_date_fits_none() -> None:
    scores = score_dates(Cell(line("佐藤").logp, ALPHABET), YEARS)
    assert max(scores.dated.max(), scores.undated.max()) < 1e-3


def test_the_first_year_of_an_era() -> None:
    scores = score_dates(Cell(line("平成31年4月1日").logp, ALPHABET), (2018, 2019, 2020))
    assert scores.dated.sum((0, 1, 2)).argmax() == np.ravel_multi_index((1, 3, 0), (3, 12, 31))


def test_a_lost_digit_fits_no_padded_date() -> None:
    scores = score_dates(Cell(line("R08.05.1").logp, ALPHABET), (2025, 2026, 2027))
    assert scores.dated.max() < 0.05
