from sekisho.paper.date_columns import date_columns
from sekisho.paper.form import Column


def _named(*names: str) -> list[str]:
    return [column.name for column in date_columns(Column(name, "date", 0, 10, name) for name in names)]


def test_the_day_of_the_sample_counts_wherever_it_stands() -> None:
    assert _named("検査日", "採取日")[0] == "採取日"
    assert _named("受付日", "検査日", "採便日") == ["採便日", "検査日", "受付日"]
    assert _named("報告", "検査年月日")[0] == "検査年月日"


def test_days_of_something_else_and_repeated_blocks_do_not_count() -> None:
    assert _named("生年月日", "入園日") == []
    assert _named("検査日", "検査日") == ["検査日"]
