"""Files that people edit by hand (form.toml, rule.toml, register.toml): what is wrong with one, said in Japanese."""

import re
import tomllib
from typing import Any

from sekisho.base.errors import UserError

_PLACE = re.compile(r"line (\d+), column (\d+)")
#: What a Japanese keyboard leaves where TOML wants its half-width twin.
_WIDE = dict(zip("，、＝［］｛｝“”＂‘’＇．＃　", ",,=[]{}\"\"\"'''.# ", strict=True))
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'')


def parse(text: str, file: str) -> dict[str, Any]:
    """The tables of ``text``; ``file``: its name in the message. Raises UserError that names line and column, and the
    full-width sign when there is one."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _PLACE.search(str(error))
        if not found:
            raise UserError(
                f"「{file}」は途中で終わっています。", "閉じていない引用符やかっこがないかをご確認ください。"
            ) from error
        line, column = int(found[1]), int(found[2])
        place = f"「{file}」の {line} 行目（{column} 文字目の辺り）の書き方に誤りがあります。"
        wide = _wide_sign(text.split("\n")[line - 1])
        if wide:
            remedy = f"全角の「{wide}」を半角の「{_WIDE[wide]}」に直してください。"
            raise UserError(place, remedy.replace("半角の「 」", "半角の空白")) from error
        raise UserError(
            place, "引用符・かっこ・「=」・「,」の書き忘れや、同じ名前の重なりがないかをご確認ください。"
        ) from error


def _wide_sign(line: str) -> str:
    """The first full-width sign outside quotation marks."""
    return next((sign for sign in _TEXT.sub("", line) if sign in _WIDE), "")
