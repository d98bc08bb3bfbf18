"""Remarks that take a row back, or leave it open: 取消, 検体不良, 再検査, 欠席, 前回分 …"""

import re

#: Words in the header of a column of remarks. (A class may be called 未満児: other columns of text say nothing of the test.)
_REMARKS = ("備考", "摘要", "特記", "メモ", "所見", "連絡事項", "コメント")
#: One character of such a word is enough: in handwriting another may be misread.
_BACK = re.compile(
    r"[消欠再誤違未否辞破→]|無効|不[良可明備足要]|検体|中止|退[園所職]|転[園所出]|入院|要[再確検]|陽性|本人|別人|前回|代理|訂正|差し?替|N[oO0]\.?\d"
)


def is_remarks(header: str) -> bool:
    """Whether a column with this name and header holds remarks."""
    return any(word in header for word in _REMARKS)


def takes_back(text: str) -> bool:
    """Whether a remark speaks against its row."""
    return bool(_BACK.search(text))
