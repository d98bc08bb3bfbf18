import numpy as np

from sekisho.paper.furigana import ink_of, names_alone, upper_band
from sekisho.paper.ink import Gray
from sekisho.paper.tests.written import EM, write


def with_kana(name: str, kana: str) -> Gray:
    """The name with small kana above it, in one cell."""
    below = write(name, width=9 * EM)
    above = np.full((16, 9 * EM), 245, np.uint8)
    small = write(kana, em=12)[2:18]
    above[:, : small.shape[1]] = small[:16]
    return np.vstack([above, below])


ROWS = [
    with_kana(name, kana)
    for name, kana in [
        ("山田　花子", "やまだ　はなこ"),
        ("佐藤　健", "さとう　けん"),
        ("林　さくら", "はやし　さくら"),
    ]
]
ALONE = [write(name, width=9 * EM) for name in ("山田　花子", "佐藤　健", "林　さくら", "二見　三二")]


def test_ink_without_rests_of_rules() -> None:
    crop = write("田中一", width=9 * EM)
    lines = crop.copy()
    lines[3:5, :] = 40
    assert not ink_of(lines)[2:6, 5 * EM :].any()
    assert ink_of(lines)[10:].sum() >= 0.97 * ink_of(crop)[10:].sum()


def test_the_bar_of_a_character_is_no_rule() -> None:
    crop = write("一二三", width=6 * EM)
    columns = np.flatnonzero(ink_of(crop).any(0))
    assert columns[0] < EM and columns[-1] > 3 * EM


def test_kana_above_is_seen() -> None:
    for crop in ROWS:
        assert 12 <= upper_band(ink_of(crop)) <= 28


def test_a_name_alone_has_nothing_above() -> None:
    for crop in ALONE:
        assert upper_band(ink_of(crop)) == 0


def test_kana_of_a_page_goes() -> None:
    crops, odd = names_alone(ROWS)
    assert odd == [False] * len(ROWS)
    for cut, row in zip(crops, ROWS, strict=True):
        assert 12 <= len(row) - len(cut) <= 28
        assert upper_band(ink_of(cut)) == 0
        assert ink_of(cut).sum() > 0.6 * ink_of(row[16:]).sum()


def test_a_name_that_touches_its_kana_is_cut_where_the_others_are() -> None:
    touching = ROWS[0].copy()
    touching[10:30, EM : EM + 3] = 30
    assert upper_band(ink_of(touching)) == 0
    crops, odd = names_alone([*ROWS, touching])
    assert not any(odd)
    assert 8 <= len(touching) - len(crops[-1]) <= 30


def test_one_correction_above_a_name_stays_and_is_told() -> None:
    crops, odd = names_alone([*ALONE, ROWS[0]])
    assert odd == [False, False, False, False, True]
    assert [crop.shape for crop in crops] == [crop.shape for crop in [*ALONE, ROWS[0]]]


def test_no_cells_and_empty_cells() -> None:
    assert names_alone([]) == ([], [])
    blank = np.full((60, 300), 245, np.uint8)
    assert upper_band(ink_of(blank)) == 0
    crops, odd = names_alone([blank, blank])
    assert [crop.shape for crop in crops] == [blank.shape] * 2 and odd == [False, False]


def test_rests_of_the_rule_above_furigana_do_not_hide_it() -> None:
    for crop in ROWS:
        ruled = np.vstack([np.full((10, crop.shape[1]), 245, np.uint8), crop])
        ruled[1, ::5] = 60
        assert upper_band(ink_of(ruled)) > 0


def test_empty_cells_with_a_line_of_the_drum_are_no_rows_without_furigana() -> None:
    empty = np.full_like(ROWS[0], 245)
    lined = [crop.copy() for crop in [*ROWS, *[empty] * 6]]
    for crop in lined:
        crop[:, -20] = 120
    crops, odd = names_alone(lined)
    assert not any(odd)
    assert all(len(cut) < len(row) for cut, row in zip(crops[:3], lined, strict=False))
