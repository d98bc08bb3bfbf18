"""Months, years and names as ledgers write them."""

import datetime

import pytest

from sekisho.books.months import Month, Year, fiscal_year, from_serial, month_of, to_serial, years_in
from sekisho.books.names import has_left, headings, index, matching_titles, person_keys
from sekisho.books.styles import shows_date


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("4月", Month(4)),
        ("４月分", Month(4)),
        ("12月度", Month(12)),
        ("4", Month(4)),
        ("04", Month(4)),
        ("R7.4", Month(4, 2025)),
        ("Ｒ7．4", Month(4, 2025)),
        ("令和7年4月", Month(4, 2025)),
        ("令和元年5月", Month(5, 2019)),
        ("7年4月", Month(4, 2025)),
        ("H31.4", Month(4, 2019)),
        ("2025/4", Month(4, 2025)),
        ("2025-04-15", Month(4, 2025, 15)),
        ("4/15", Month(4, None, 15)),
        ("4月15日", Month(4, None, 15)),
        ("4月検便", Month(4)),
        ("4 月\n実施", Month(4)),
        ("13月", None),
        ("4月～9月", None),
        ("4月計", None),
        ("氏名", None),
        ("45", None),
        ("", None),
    ],
)
def test_months(text: str, month: Month | None) -> None:
    assert month_of(text) == month


def test_years_and_fiscal_years() -> None:
    assert years_in("令和７年度　検便管理台帳") == [Year(2025, True)]
    assert years_in("2025年度 / 令和8年") == [Year(2025, True), Year(2026, False)]
    assert Year(2025, True).of_month(3) == 2026 and Year(2025, True).of_month(4) == 2025
    assert Year(2026, False).of_month(3) == 2026
    assert fiscal_year(datetime.date(2026, 3, 31)) == 2025 and fiscal_year(datetime.date(2026, 4, 1)) == 2026


@pytest.mark.parametrize("epoch", [False, True])
def test_serials(epoch: bool) -> None:
    date = datetime.date(2025, 4, 1)
    assert from_serial(f"{to_serial(date, epoch)}.5", epoch) == date
    assert to_serial(date, epoch) == (44286 if epoch else 45748)
    assert [from_serial(text, epoch) for text in ("1e12", "inf", "nan", "0", "x")] == [None] * 5


@pytest.mark.parametrize(
    ("code", "date"),
    [
        ("yyyy/mm/dd", True),
        ("m", True),
        ("[$-411]ggge年m月", True),
        ("h:mm", False),
        ("0.00", False),
        ("General", False),
        ('0"月"', False),
        ("[Red]0", False),
        ("#,##0_);\\d", False),
        ("m月", True),
    ],
)
def test_number_formats(code: str, date: bool) -> None:
    assert shows_date(code) is date


def test_names_match_exactly_first_and_folded_next() -> None:
    names = index([(5, "髙橋　恵"), (6, "渡邉 翔"), (7, "渡邊翔"), (8, "山田　花子（パート）")])
    assert names.find("高橋恵") == [5]
    assert names.find("渡邊 翔") == [7]
    assert names.find("渡辺翔") == [6, 7]
    assert names.find("山田花子") == [8]
    assert names.find("山田花") == []
    assert index([(1, "やまだ　はなこ\n山田　花子"), (2, "佐藤翔\n鈴木一")]).find("山田花子") == [1]
    assert index([(2, "佐藤翔\n鈴木一")]).find("鈴木一") == []
    assert person_keys("山田（旧姓）花子") == ("山田(旧姓)花子",)
    assert has_left("山田花子（R7.3退職）") and not has_left("山田花子（パート）")


@pytest.mark.parametrize(
    "text",
    [
        "青葉保育園",
        "施設名：青葉保育園",
        "【青葉保育園】",
        "1 青葉保育園",
        "①青葉保育園",
        "■青葉保育園（12名）",
        "No.3 青葉保育園",
    ],
)
def test_headings_of_facilities(text: str) -> None:
    assert headings([(3, text), (9, "青葉第二保育園")]).find("青葉保育園") == [3]


def test_titles_of_sheets() -> None:
    titles = [
        "集計",
        "01_青葉保育園",
        "髙田保育所",
        "A・B保育園分園",
        "とても長い名前の認定こども園ひまわりの丘学園附属第二幼稚園分",
    ]
    assert matching_titles("青葉保育園", titles) == ["01_青葉保育園"]
    assert matching_titles("高田保育所", titles) == ["髙田保育所"]
    assert matching_titles("A・B保育園/分園", titles) == ["A・B保育園分園"]
    assert matching_titles(titles[4] + "園舎", titles) == ([titles[4]] if len(titles[4]) >= 30 else [])
    assert matching_titles("青葉", titles) == []
