"""A rule in one Japanese sentence."""

from sekisho.books.rule import Rule, ValueRule


def describe(rule: Rule) -> str:
    """What a rule does, as one would explain it to a colleague."""
    place = f"{_sheet(rule)}{_region(rule)}{_row(rule)}と{_column(rule)}が交わるセル"
    return f"{place}に、{describe_value(rule.value)}を書きます。"


def describe_value(value: ValueRule) -> str:
    """What a rule writes: 数「1」, 日付."""
    if value.kind == "date":
        return "日付"
    if value.kind == "field":
        return f"読み取った「{value.write}」の値"
    if isinstance(value.write, str) and "{" in value.write:
        return f"日付を「{value.write}」の形にしたもの"
    return f"{'数' if value.kind == 'number' else '文字'}「{value.write}」"


def _sheet(rule: Rule) -> str:
    if rule.facility.by == "sheet":
        return "施設の名前のシートで、"
    if rule.month.by == "sheet":
        return "月の名前のシートで、"
    if rule.name.by == "sheet":
        return "氏名のシートで、"
    return f"シート「{rule.sheet}」で、"


def _region(rule: Rule) -> str:
    where = rule.facility
    if where.by == "block":
        return f"{where.column}列の施設の見出しから次の見出しまでの中の、"
    if where.by == "column":
        return f"{where.column}列がその施設の行のうち、"
    if where.by == "row":
        return f"{where.row}行目がその施設の列のうち、"
    return ""


def _row(rule: Rule) -> str:
    below = f"の {rule.down} 行下" if rule.down else ""
    if rule.name.by == "column":
        return f"{rule.name.column}列に氏名のある行{below}"
    if rule.month.by == "column":
        return f"{rule.month.column}列にその月のある行{below}"
    return f"{rule.row}行目" if rule.row else "その施設の行"


def _column(rule: Rule) -> str:
    beside = f"の {rule.right} 列右" if rule.right else ""
    if rule.name.by == "row":
        return f"{rule.name.row}行目に氏名のある列{beside}"
    if rule.month.by == "row" and rule.month.in_block:
        return f"見出しの {rule.month.row} 行下にその月のある列{beside}"
    if rule.month.by == "row":
        return f"{rule.month.row}行目にその月のある列{beside}"
    return f"{rule.column}列" if rule.column else "その施設の列"
