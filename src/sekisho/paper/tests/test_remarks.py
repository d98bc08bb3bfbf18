"""Remarks that speak against their row."""

import pytest

from sekisho.paper.remarks import is_remarks, takes_back


@pytest.mark.parametrize(
    "text",
    [
        "取消",
        "取リ消し",
        "検体不良",
        "検体个良",
        "再検査",
        "欠",
        "誤記",
        "未提出",
        "要確認",
        "退園のため",
        "前回分",
        "本人ではない",
        "代理の方",
        "No.14",
    ],
)
def test_what_takes_a_row_back(text: str) -> None:
    assert takes_back(text)


@pytest.mark.parametrize("text", ["", "済", "連絡済", "新規", "産休", "異常なし", "特に無し", "パート"])
def test_what_says_nothing_of_the_test(text: str) -> None:
    assert not takes_back(text)


def test_a_class_is_no_remark() -> None:
    assert is_remarks("備考") and is_remarks("摘　要".replace("\u3000", ""))
    assert not is_remarks("クラス") and takes_back("未満児")
