import datetime

from sekisho.paper.date_ink import Written
from sekisho.paper.dates import (
    DITTO_LOOSE,
    ELSEWHEN,
    NO_YEAR,
    NOTHING,
    UNREADABLE,
    YEAR_UNSURE,
    read_dates,
    read_under,
)
from sekisho.paper.engine import Reading
from sekisho.paper.tests.lines import ALPHABET, line

MAY = datetime.date(2025, 5, 1)


def written(*texts: str) -> list[Written | None]:
    return [Written(line(text, 0.999)) if text else None for text in texts]


def test_dates_without_a_year_take_the_sheets() -> None:
    found = read_dates(written("5/1", "5/12", ""), ALPHABET, MAY)
    assert [reading.text for reading in found] == ["2025-05-01", "2025-05-12", ""]
    assert found[0].probability > 0.95
    assert found[2].reason == NOTHING


def test_a_date_across_new_year_lies_near_the_sheet() -> None:
    found = read_dates(written("12/28", "1/5"), ALPHABET, datetime.date(2026, 1, 1))
    assert [reading.text for reading in found] == ["2025-12-28", "2026-01-05"]


def test_a_year_on_one_row_serves_the_others() -> None:
    found = read_dates(written("R7.5.1", "5.2", "5.3"), ALPHABET)
    assert [reading.text for reading in found] == ["2025-05-01", "2025-05-02", "2025-05-03"]


def test_no_year_anywhere_is_said_and_not_guessed() -> None:
    found = read_dates(written("5/1", "5/2"), ALPHABET)
    assert {reading.text for reading in found} == {""}
    assert {reading.reason for reading in found} == {NO_YEAR}


def test_another_month_is_doubted_even_when_it_reads_well() -> None:
    sheet = read_dates(written(*["5/1"] * 6, "11/1"), ALPHABET, MAY)
    odd = sheet[-1]
    assert odd.probability < sheet[0].probability
    assert odd.reason == ELSEWHEN


def test_same_as_above_takes_the_row_above_and_its_doubt() -> None:
    above = read_dates(written("5/1", "同上", "々"), ALPHABET, MAY)
    assert [reading.text for reading in above] == ["2025-05-01"] * 3
    assert above[0].probability >= above[1].probability >= above[2].probability > 0.5
    sign = read_dates([Written(line("5/2")), Written(line("11"), 0.99999)], ALPHABET, MAY)
    assert sign[1].text == "2025-05-02"


def test_same_as_above_without_anything_above() -> None:
    found = read_dates([Written(line("11"), 0.99999), *written("5/1")], ALPHABET, MAY)
    assert (found[0].text, found[0].probability, found[0].reason) == ("", 0.0, DITTO_LOOSE)
    assert found[1].text == "2025-05-01"


def test_a_word_that_fits_no_date_is_no_ditto() -> None:
    """休 in the column of dates is neither a date nor 〃, however little it looks like a date."""
    above = [Written(line("5/1", 0.9999)) for _ in range(4)]
    ditto, word = (Written(line("11"), 0.99999, drawn) for drawn in (True, False))
    told, other = (read_dates([*above, one], ALPHABET, MAY)[-1] for one in (ditto, word))
    assert told.text == other.text == "2025-05-01" and told.probability > 0.99
    assert other.probability <= 0.9 and other.reason == UNREADABLE


def test_ink_that_could_be_either_is_never_sure() -> None:
    either = Written(line("5/1", rivals={2: ("7", 0.4)}))
    found = read_dates([*written(*["5/1"] * 10), either], ALPHABET, MAY)[-1]
    assert found.probability < 0.999
    assert {text for text, _ in found.candidates[:2]} == {"2025-05-01", "2025-05-07"}


def test_neighbours_never_override_ink() -> None:
    found = read_dates(written(*["5/1"] * 20, "5/7"), ALPHABET, MAY)[-1]
    assert found.text == "2025-05-07"


def test_a_month_that_the_sheet_cannot_have_does_not_hold_up_its_own() -> None:
    """7/12 on a sheet of July, its 7 a little likelier a 9: nobody hands in two months ahead."""
    july = datetime.date(2025, 7, 1)

    def last(rival: str, share: float) -> Reading:
        odd = Written(line("7/12", rivals={0: (rival, share)}))
        return read_dates([*written(*["7/12"] * 10), odd], ALPHABET, july)[-1]

    far = last("9", 0.6)
    assert (far.text, far.probability > 0.99) == ("2025-07-12", True)
    # The month before is possible, and so is a month that the ink shows clearly.
    assert last("6", 0.6).probability <= 0.9
    assert last("9", 0.97).probability <= 0.9


def test_a_day_that_does_not_exist_is_not_read_as_itself() -> None:
    found = read_dates(written("2/30"), ALPHABET, datetime.date(2025, 2, 1))[0]
    assert found.probability < 0.9


def test_a_stain_before_one_date_is_no_year_for_the_sheet() -> None:
    found = read_dates(written("9/21", "9/20", "19/9/16", "9/21", "9/19"), ALPHABET)
    assert {reading.reason for reading in found} == {NO_YEAR}
    assert {reading.text for reading in found} == {""}


def test_a_stain_that_is_barely_a_year_is_no_year_for_the_sheet() -> None:
    stained = Written(line("□9/16".replace("□", "×")))
    found = read_dates([*written("9/21", "9/20"), stained, *written("9/21")], ALPHABET)
    assert {reading.reason for reading in found} == {NO_YEAR}


def test_bare_numbers_are_the_year_when_most_rows_have_one() -> None:
    found = read_dates(written("07.05.01", "07.05.02", "05.02"), ALPHABET)
    assert [reading.text for reading in found] == ["2025-05-01", "2025-05-02", "2025-05-02"]


def test_a_year_that_every_row_leaves_open_is_not_sure_for_being_repeated() -> None:
    row = Written(line("R7.5.1", rivals={1: ("1", 0.2)}))
    for rows in (1, 30):
        sure = max(reading.probability for reading in read_dates([row] * rows, ALPHABET))
        assert sure < 0.9


def test_a_month_that_every_row_leaves_open_is_not_sure_for_being_repeated() -> None:
    row = Written(line("R7.9.1", rivals={3: ("7", 0.2)}))
    assert max(reading.probability for reading in read_dates([row] * 30, ALPHABET)) < 0.9


def test_rows_without_a_year_are_no_surer_than_the_sheets_date() -> None:
    found = read_under(written("5/1", "5/2"), ALPHABET, Reading("2025-05-02", 0.95, ""))
    assert [reading.text for reading in found] == ["2025-05-01", "2025-05-02"]
    assert max(reading.probability for reading in found) <= 0.95


def test_rows_with_a_year_confirm_the_sheets_date_or_speak_against_it() -> None:
    rows = written("R7.5.1", "R7.5.2")
    confirmed = read_under(rows, ALPHABET, Reading("2025-05-02", 0.95, ""))
    assert min(reading.probability for reading in confirmed) > 0.95
    against = read_under(rows, ALPHABET, Reading("2026-05-02", 0.95, ""))
    assert max(reading.probability for reading in against) <= 0.06


def test_a_sheet_across_the_end_of_a_month_or_year_stays_sure() -> None:
    for first, second in (("R7.6.30", "R7.7.1"), ("R7.12.29", "R8.1.3")):
        found = read_dates(written(*[first, second, second] * 3, first, first), ALPHABET)
        assert min(reading.probability for reading in found) > 0.99


def test_a_date_that_looks_like_a_ditto_is_read_as_what_it_says() -> None:
    found = read_dates([*written(*["5/14"] * 4), Written(line("5/13"), 0.99)], ALPHABET, MAY)[-1]
    assert found.text == "2025-05-13"


def test_small_dots_may_be_lost_where_the_digits_leave_no_doubt() -> None:
    found = read_dates(written(*["R07.05.14"] * 6, "R070515", "R07.0516"), ALPHABET)
    assert [reading.text for reading in found[-2:]] == ["2025-05-15", "2025-05-16"]


def test_a_year_that_another_sheet_might_confirm_is_said_to_be_unsure() -> None:
    head = Reading("2025-05-01", 0.95, "")
    assert {reading.reason for reading in read_under(written("5/1", "5/2"), ALPHABET, head)} == {YEAR_UNSURE}
    sure = Reading("2025-05-01", 0.999999, "")
    assert YEAR_UNSURE not in {reading.reason for reading in read_under(written("5/1"), ALPHABET, sure)}


def test_a_date_is_believed_less_among_dates_that_hardly_lead() -> None:
    """A copier that eats a stroke eats it in every row."""
    one = Written(line("5/12", rivals={3: ("7", 0.02)}))
    clear = [Written(line(text, 0.9999)) for text in ("5/13", "5/14", "5/15", "5/16", "5/19")]
    worn = [
        Written(line(text, rivals={3: (other, 0.3)}))
        for text, other in (("5/13", "8"), ("5/14", "1"), ("5/15", "6"), ("5/16", "8"), ("5/19", "0"))
    ]
    good, bad = (read_dates([one, *rest], ALPHABET, MAY)[0] for rest in (clear, worn))
    assert good.text == bad.text == "2025-05-12"
    assert good.probability > bad.probability
