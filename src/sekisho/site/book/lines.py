"""An entry in words, in the order in which the Act lists the fields of the file book (art. 75 (1) with art. 74 (1)). Pure."""

from dataclasses import dataclass

from sekisho.base.wareki import format_date
from sekisho.gate.register.load import registers
from sekisho.gate.register.schema import Entry, Purpose, Retention, Who
from sekisho.gate.words import POSTS, SCOPES, TERMINALS, ZONES

_UNITS = {"days": "日", "months": "か月", "years": "年", "fiscal_years": "年"}
_PLACES = {"section": "課", "facility": "園・施設", "any": "すべての課・園"}


@dataclass(frozen=True)
class Line:
    """A field of the book: its number there («» for the city's own), its name, and what stands in it."""

    number: str
    label: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Use:
    """A purpose in words: by whom (post, where, how far), with what, on which machines."""

    name: str
    why: str
    who: tuple[str, ...]
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    where: tuple[str, ...]
    besides: tuple[str, ...]


@dataclass(frozen=True)
class Keeping:
    """A retention rule in words; ``unsure``: the city has to confirm it (要確認)."""

    what: str
    event: str
    length: str
    ground: str
    unsure: bool


def lines(entry: Entry) -> list[Line]:
    """All fields; a field without anything says so."""
    affair = entry.affair
    sensitive = tuple(item.name for item in entry.items if item.sensitive)
    ordinance = tuple(item.name for item in entry.items if item.ordinance)
    requests = affair.requests_to + (f"（{affair.requests_address}）" if affair.requests_address else "")
    return [
        Line("1", "名称", (affair.name,)),
        Line("2", "機関の名称", (affair.institution,)),
        Line("2", "事務をつかさどる組織", (affair.office,)),
        Line("3", "利用目的", (affair.aim,)),
        Line("4", "記録項目", tuple(item.name for item in entry.items)),
        Line("4", "記録範囲（本人の範囲）", affair.subjects),
        Line("5", "収集方法", affair.sources),
        Line("6", "要配慮個人情報", tuple(f"含む：{name}" for name in sensitive) or ("含まない",)),
        Line("7", "経常的提供先", affair.recipients or ("なし",)),
        Line("8", "開示・訂正・利用停止の請求を受ける組織", (requests,)),
        Line("9", "訂正・利用停止の特別な手続", (affair.special_procedures or "該当なし",)),
        Line("10", "ファイルの種別", ("電算処理ファイル（法第60条第2項第1号）",)),
        Line("11", "条例要配慮個人情報", tuple(f"含む：{name}" for name in ordinance) or ("含まない",)),
        Line("12", "匿名加工情報の提案の募集", (affair.proposals or "該当なし",)),
        Line("", "根拠", (affair.ground,)),
        Line("", "事務の開始日", (format_date(affair.started, weekday=True),)),
        Line("", "委託先", affair.processors or ("なし",)),
        Line("", "外部との接続", affair.connections or ("なし",)),
        *_handovers(entry),
        Line("", "審議会への諮問", (affair.consultation or "なし",)),
        Line("", "備考", (affair.remarks or "なし",)),
    ]


def _handovers(entry: Entry) -> list[Line]:
    """What goes to other affairs and comes from them, where the entry speaks of it."""
    given = tuple(
        f"{'、'.join(map(_affair, one.to))}へ、{'、'.join(one.items)}。{one.why}" for one in entry.gives
    )
    taken = tuple(f"{_affair(one.giver.partition('.')[0])}から。{one.why}" for one in entry.takes)
    said = (("ほかの事務への引き渡し", given), ("ほかの事務からの受け取り", taken))
    return [Line("", name, texts) for name, texts in said if texts]


def _affair(key: str) -> str:
    registered = registers().get(key)
    return registered.entry.affair.name if registered else key


def uses(entry: Entry) -> list[Use]:
    """Every purpose in words."""
    return [_use(entry, purpose) for purpose in entry.purposes]


def keepings(entry: Entry) -> list[Keeping]:
    """Every retention rule in words."""
    return [_keeping(entry, rule) for rule in entry.retention]


def _use(entry: Entry, purpose: Purpose) -> Use:
    who = tuple(f"{_places(entry, one)}の{POSTS[one.post]}（{_scope(one)}）" for one in purpose.who)
    who = who or (("だれでも（ログインは要らない）",) if purpose.public else ())
    where = tuple(ZONES[zone] for zone in purpose.zones) + tuple(
        TERMINALS[kind] for kind in purpose.terminals
    )
    besides = ("プログラムも自動で使う",) if purpose.job else ()
    besides += ("個人情報に触れない",) if purpose.plain or purpose.public else ()
    besides += ("書き出し・印刷ができる",) if purpose.export else ()
    besides += ("記録を消去する",) if purpose.erases else ()
    return Use(purpose.name, purpose.why, who, purpose.reads, purpose.writes, where, besides)


def _places(entry: Entry, who: Who) -> str:
    at = who.at or (entry.affair.office_code,)
    return "・".join(_PLACES.get(code) or _office(code) for code in at)


def _scope(who: Who) -> str:
    named = "・".join(_office(code) for code in who.offices)
    return f"{SCOPES[who.scope]}：{named}" if named else SCOPES[who.scope]


def _office(code: str) -> str:
    """An office's name as the registers word it; its code where none does."""
    heads = (registered.entry.affair for registered in registers().values())
    return next((head.office for head in heads if head.office_code == code), code)


def _keeping(entry: Entry, rule: Retention) -> Keeping:
    items = [
        item.name
        for item in entry.items
        if any(column.split(".")[0] in rule.models for column in item.columns)
    ]
    number, unit = rule.length.split(" ")
    length = f"{number}{_UNITS[unit]}"
    if unit == "fiscal_years":
        length += "（翌年度の4月1日から数える）"
    return Keeping("、".join(items), rule.event, length, rule.ground, rule.unsure)


def differences(before: Entry, after: Entry) -> list[str]:
    """What reads otherwise in ``after``: a sentence for each field, purpose and retention rule."""
    said = []
    for old, new in zip(lines(before), lines(after), strict=True):
        if old.values != new.values:
            said.append(f"{new.label}：「{'、'.join(old.values)}」から「{'、'.join(new.values)}」へ")
    for word, old_ones, new_ones in (
        ("利用目的", {one.name: one for one in uses(before)}, {one.name: one for one in uses(after)}),
        ("保存期間", {one.what: one for one in keepings(before)}, {one.what: one for one in keepings(after)}),
    ):
        said += [f"{word}「{name}」がなくなりました" for name in old_ones if name not in new_ones]
        said += [f"{word}「{name}」が加わりました" for name in new_ones if name not in old_ones]
        said += [
            f"{word}「{name}」の内容が変わりました"
            for name, one in new_ones.items()
            if name in old_ones and old_ones[name] != one
        ]
    return said or ["表には出ない書き方だけが変わりました"]
