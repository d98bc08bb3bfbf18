"""What changed between two wordings of an entry, in Japanese lines."""

from collections.abc import Iterator, Mapping

from sekisho.gate.register.schema import Entry

_KEYS = {
    "items": "name",
    "records": "model",
    "purposes": "key",
    "retention": "event",
    "gives": "key",
    "takes": "giver",
}
_WORDS = {"affair": "事務", "items": "項目", "records": "記録", "purposes": "利用目的", "retention": "保存期間",
          "technical": "技術的な列", "plain": "個人情報のないモデル", "gives": "ほかの事務への引き渡し", "takes": "ほかの事務からの受け取り"}  # fmt: skip


def changes(before: Entry | None, after: Entry) -> list[str]:
    """A line for everything added, dropped or worded otherwise; ``before`` None: the affair is new."""
    if before is None:
        return [f"新しい事務「{after.affair.name}」"]
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    found: list[str] = []
    for part, word in _WORDS.items():
        if part in _KEYS:
            found += _by_key(
                word, {e[_KEYS[part]]: e for e in old[part]}, {e[_KEYS[part]]: e for e in new[part]}
            )
        elif part == "affair":
            found += _fields(word, old[part], new[part])
        elif old[part] != new[part]:
            found.append(f"{word}の内容が変わりました。")
    return found


def _by_key(
    word: str, old: Mapping[str, dict[str, object]], new: Mapping[str, dict[str, object]]
) -> Iterator[str]:
    for key in old.keys() - new.keys():
        yield f"{word}「{key}」がなくなりました。"
    for key, entry in new.items():
        if key not in old:
            yield f"{word}「{key}」が加わりました。"
        else:
            yield from _fields(f"{word}「{key}」", old[key], entry)


def _fields(what: str, old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[str]:
    # What isn't so may be left out of an entry.
    for name in {**old, **new}:
        if old.get(name) != new.get(name):
            yield f"{what}の {name}：{old.get(name)} → {new.get(name)}"
