"""Dates as paper writes them, errors beside their fields."""

import datetime

import pytest

from sekisho.site.web.components import Sample


@pytest.mark.parametrize("text", ["平成30年4月1日", "H30.4.1", "2018-04-01", "2018/4/1", "Ｈ３０．４．１"])
def test_a_date_is_read_in_any_writing(text: str) -> None:
    form = Sample({"name": "青空 はるか", "born": text, "kind": "new"})
    assert form.is_valid() and form.cleaned_data["born"] == datetime.date(2018, 4, 1)
    assert "平成30年4月1日(日)</output>" in str(form)


def test_a_slip_is_said_beside_the_field_and_kept() -> None:
    form = Sample({"name": "", "born": "平成31年5月1日", "kind": "new"})
    text = str(form)
    assert not form.is_valid()
    assert 'value="平成31年5月1日"' in text and 'aria-invalid="true"' in text
    assert '<a href="#id_born">生年月日</a>：日付として読めません。' in text
    assert 'id="id_born_error"' in text and "id_born_error" in text.split('name="born"')[1].split(">")[0]
