"""Gaps: what the models hold and the register doesn't say, or the other way round; each with the line to write."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from sekisho.gate.records import Record
from sekisho.gate.register.load import Registered, registers

#: Rooms whose models aren't an affair's: they need a register only for models that are records, and once they have one, each
#: model stands in it, by its columns or as plain.
_HOUSE = ("sekisho.gate", "sekisho.people", "sekisho.audit", "sekisho.residents", "sekisho.site")


def gaps() -> list[str]:
    """A sentence for each gap of all registers; none when the registers and the models agree."""
    found: list[str] = []
    for config in apps.get_app_configs():
        if config.name.startswith("sekisho."):
            registered = registers().get(config.label)
            house = config.name in _HOUSE
            if registered is None:
                records = [model.__name__ for model in config.get_models() if issubclass(model, Record)]
                if records or not house:
                    found.append(f"{config.label}：register.toml がありません。")
                continue
            found += _gaps(registered, list(config.get_models()), house)
    return found


def _gaps(registered: Registered, held: list[type[models.Model]], house: bool) -> Iterator[str]:
    entry, where = registered.entry, f"{registered.key}/register.toml"
    kinds = {kind.model: kind for kind in entry.records}
    plain = {name for one in entry.plain for name in one.models}
    known = {model.__name__: model for model in held}
    for name in sorted(plain | set(kinds) | {m for r in entry.retention for m in r.models}):
        if name not in known:
            yield f"{where}：モデル {name} はありません。その行を消すか、名前を直してください。"
    columns = {column for item in entry.items for column in item.columns}
    columns |= {column for one in entry.technical for column in one.columns}
    said = {column.split(".")[0] for column in columns}
    for name, model in sorted(known.items()):
        record = issubclass(model, Record)
        if record and name not in kinds:
            yield f'{where}：{name} は個人情報を持つのに [[records]] にありません。model = "{name}" と書いてください。'
        elif not record and name in kinds:
            yield f"{where}：{name} は [[records]] にありますが、gate.records.Record を継いでいません。"
        elif not record and name not in plain and not (house and name in said):
            yield f'{where}：{name} に個人情報がないなら [[plain]] に models = ["{name}"] と理由を書いてください。'
        if record:
            for field in model._meta.concrete_fields:
                if f"{name}.{field.name}" not in columns and not field.primary_key:
                    yield (
                        f'{where}：列 {name}.{field.name} がどの [[items]] にもありません。columns に "{name}.{field.name}" '
                        "と書くか、個人のことを何も表さないなら [[technical]] に理由とともに書いてください。"
                    )
            if not any(name in one.models for one in entry.retention):
                yield f'{where}：{name} をいつ消すかが [[retention]] にありません。models に "{name}" と書いてください。'
    yield from _retention(registered, known)
    yield from _columns_without_field(registered, known, columns)
    yield from _purposes(registered)
    yield from _handovers(registered)


def _retention(registered: Registered, known: dict[str, type[models.Model]]) -> Iterator[str]:
    """Each model has one line, and the clock's columns are days or times of that model itself."""
    where = f"{registered.key}/register.toml"
    named = [name for line in registered.entry.retention for name in line.models]
    for name in sorted({name for name in named if named.count(name) > 1}):
        yield f"{where}：{name} の [[retention]] が二つあります。一つにしてください。"
    for line in registered.entry.retention:
        for column in sorted({line.anchor, line.fallback}):
            name, field = column.split(".")
            if line.models != (name,):
                yield f"{where}：[[retention]] の {column} は {'・'.join(line.models)} の列ではありません。モデルごとに行を分けてください。"
            held = {one.name: one for one in known[name]._meta.concrete_fields} if name in known else {}
            if field in held and not isinstance(held[field], models.DateField):
                yield f"{where}：[[retention]] の {column} は日付か日時の列ではありません。"


def _columns_without_field(
    registered: Registered, known: dict[str, type[models.Model]], columns: set[str]
) -> Iterator[str]:
    entry, where = registered.entry, f"{registered.key}/register.toml"
    named = columns | {one.anchor for one in entry.retention} | {one.fallback for one in entry.retention}
    for kind in entry.records:
        named |= {
            f"{kind.model}.{name}"
            for name in (kind.subject, kind.office, kind.case, kind.name, kind.address)
            if name
        }
    for column in sorted(named):
        name, field = column.split(".")
        fields = {
            label
            for one in (known[name]._meta.concrete_fields if name in known else ())
            for label in (one.name, one.attname)
        }
        if field not in fields:
            yield f"{where}：列 {column} はモデルにありません。その行を消すか、名前を直してください。"


def _purposes(registered: Registered) -> Iterator[str]:
    entry, where = registered.entry, f"{registered.key}/register.toml"
    items = {item.name for item in entry.items}
    keys = [purpose.key for purpose in entry.purposes]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield f"{where}：利用目的 {key} が二度書かれています。"
    for purpose in entry.purposes:
        for name in sorted({*purpose.reads, *purpose.writes} - items):
            yield f"{where}：利用目的 {purpose.key} の項目「{name}」は [[items]] にありません。"
        if not purpose.who and not purpose.job and not purpose.public:
            yield f"{where}：利用目的 {purpose.key} を使える職位がありません。who に書くか、この目的を消してください。"
        if not purpose.reads and not purpose.writes and not purpose.plain and not purpose.public:
            yield f"{where}：利用目的 {purpose.key} は何も見ず何も書きません。reads か writes に項目を書くか、個人情報に触れないなら plain = true と書いてください。"
        unread = {*registered.columns(purpose.writes)} - {*registered.columns(purpose.reads)}
        for name in sorted(unread):
            yield f"{where}：利用目的 {purpose.key} は {name} に書きますが、その項目を何も見ません。reads にも書いてください。"
        places = [(who.post, who.at) for who in purpose.who]
        for post, _ in sorted({place for place in places if places.count(place) > 1}):
            yield f"{where}：利用目的 {purpose.key} に職位 {post} が同じ場所で二度書かれています。"
        for who in purpose.who:
            wanted = {"office": "office", "offices": "office", "case": "case"}.get(who.scope)
            named = {*registered.columns((*purpose.reads, *purpose.writes))}
            for kind in entry.records:
                if wanted and kind.model in named and not getattr(kind, wanted):
                    yield (
                        f"{where}：利用目的 {purpose.key} は {who.scope} の範囲を使いますが、"
                        f"[[records]] {kind.model} に {wanted} の列が書かれていません。"
                    )


def _handovers(registered: Registered) -> Iterator[str]:
    """What is given is taken, by both registers, and under a purpose that the program may use."""
    entry, where = registered.entry, f"{registered.key}/register.toml"
    items = {item.name for item in entry.items}
    for given in entry.gives:
        for name in sorted(set(given.items) - items):
            yield f"{where}：[[gives]] {given.key} の項目「{name}」は [[items]] にありません。"
        for taker in given.to:
            other = registers().get(taker)
            giver = f"{registered.key}.{given.key}"
            if other is None or giver not in {one.giver for one in other.entry.takes}:
                yield (
                    f'{where}：[[gives]] {given.key} を受け取る {taker} の登録簿に、[[takes]] giver = "{giver}" がありません。'
                    "両方の登録簿に書いてください。"
                )
    purposes = {purpose.key: purpose for purpose in entry.purposes}
    for taken in entry.takes:
        affair, _, key = taken.giver.partition(".")
        other = registers().get(affair)
        gives = other.entry.gives if other else ()
        if not any(one.key == key and registered.key in one.to for one in gives):
            yield (
                f"{where}：[[takes]] {taken.giver} は、{affair} の登録簿の [[gives]] にありません。両方の登録簿に書いてください。"
            )
        purpose = purposes.get(taken.purpose)
        if purpose is None or not purpose.job:
            yield f"{where}：[[takes]] {taken.giver} の利用目的 {taken.purpose} は、job = true の利用目的ではありません。"
