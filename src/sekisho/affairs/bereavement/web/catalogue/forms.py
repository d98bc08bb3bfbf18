"""What is typed about a procedure."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms

from sekisho.affairs.bereavement.editor.checking import wrong_question, wrong_row
from sekisho.affairs.bereavement.procedures import CHANNELS, SOURCES, roles_of, roles_unsure
from sekisho.affairs.bereavement.procedures import KINDS as ANSWERS
from sekisho.affairs.bereavement.roles import roles
from sekisho.site.forms import WarekiField

KINDS = {
    "statutory": "法律で決まっている", "ordinance": "条例で決まっている", "prescription": "過ぎると権利がなくなる（時効）",
    "claim": "申請した分から受けられる", "notify": "届け出る", "return": "返す", "settlement": "精算する", "optional": "しなくてもよい",
    "certificate": "証明を取る", "prerequisite": "来庁の前に済んでいるはず", "guideline": "要綱で決まっている", "contract": "契約で決まっている",
    "advice": "相談", "external": "市役所の外の期限",
}  # fmt: skip
UNITS = {"days": "日", "months": "か月", "years": "年"}
BASES = {
    "": "数えない（言葉だけで示す）", "death": "亡くなった日の翌日から数える", "death_inclusive": "亡くなった日を1日目と数える",
}  # fmt: skip


class ProcedureForm(forms.Form):
    """One procedure of a draft; ``attributes``: the draft's questions, which conditions are written with."""

    id = forms.CharField(label="番号", max_length=3, help_text="英大文字一つと数字二つ。K01 など。")
    name = forms.CharField(label="手続きの名前", max_length=80)
    name_easy = forms.CharField(label="やさしい日本語の名前", max_length=120, required=False)
    name_en = forms.CharField(label="英語の名前", max_length=160, required=False)
    when = forms.CharField(
        label="要る条件", max_length=2000, widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
        help_text='例：d.ins == "nhi" and d.funeral_held　使える項目は、下の「条件に使える項目」にあります。だれにでも案内するなら True。',
    )  # fmt: skip
    counter = forms.CharField(label="窓口", max_length=40)
    channel = forms.ChoiceField(label="しかた", choices=tuple(CHANNELS.items()))
    bring = forms.CharField(
        label="持ち物（一行に一つ）",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    form = forms.CharField(
        label="様式（一行に一つ）", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    who = forms.CharField(
        label="できる人（一行に一つ）", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="ご遺族に示す言葉です。来庁のときにだれができるかは、次の役で決まります。",
    )  # fmt: skip
    roles = forms.MultipleChoiceField(
        label="できる人の役（どれか一つに当てはまる方ができる）", choices=[(one.key, one.label) for one in roles().values()],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    roles_unsure = forms.BooleanField(
        label="この役でよいかを、まだ担当課に確かめていない（要確認）", required=False
    )
    kind = forms.ChoiceField(label="期限の種類", choices=tuple(KINDS.items()))
    number = forms.IntegerField(label="期間", min_value=1, max_value=999, required=False)
    unit = forms.ChoiceField(label="期間の単位", choices=tuple(UNITS.items()))
    base = forms.ChoiceField(label="期限の日の数え方", choices=tuple(BASES.items()), required=False)
    counted = forms.CharField(
        label="数え始めの言葉", max_length=60, required=False, help_text="例：亡くなった日から、すみやかに"
    )
    ground = forms.CharField(label="根拠", max_length=200, required=False)
    note = forms.CharField(label="ご遺族への注意", max_length=300, required=False)
    unsure = forms.BooleanField(label="まだ担当課に確かめていない（要確認）", required=False)

    def __init__(self, attributes: Mapping[str, Mapping[str, Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._attributes = attributes

    def clean(self) -> dict[str, Any]:
        """What the program can't read is told beside the field."""
        told = super().clean() or {}
        if not self.errors:
            for words in wrong_row(self.row({}), self._attributes):
                self.add_error("when" if "条件" in words or "項目" in words else None, words)
        return told

    def row(self, old: Mapping[str, Any]) -> dict[str, Any]:
        """The procedure as the document has it; what the form doesn't ask stays as in ``old``."""
        told = self.cleaned_data
        length = f"{told['number']} {told['unit']}" if told.get("number") else ""
        plain = (
            "id",
            "name",
            "name_easy",
            "name_en",
            "when",
            "counter",
            "channel",
            "ground",
            "note",
            "unsure",
            "roles",
            "roles_unsure",
        )
        return {
            **old, **{name: told[name] for name in plain}, **{name: _lines(told[name]) for name in ("bring", "form", "who")},
            "deadline": {"kind": told["kind"], "length": length, "base": told["base"], "counted": told["counted"]},
        }  # fmt: skip


def initial(row: Mapping[str, Any]) -> dict[str, Any]:
    """A procedure of the document as the form shows it."""
    number, _, unit = row["deadline"].get("length", "").partition(" ")
    return {
        **row, **{name: "\n".join(row[name]) for name in ("bring", "form", "who")}, "kind": row["deadline"]["kind"],
        "number": number, "unit": unit or "days", "base": row["deadline"].get("base", ""),
        "counted": row["deadline"].get("counted", ""), "roles": roles_of(row), "roles_unsure": roles_unsure(row),
    }  # fmt: skip


class QuestionForm(forms.Form):
    """One question of a draft, and its answers."""

    name = forms.CharField(
        label="項目名", max_length=40, help_text="d.（故人のこと）か h.（家族のこと）に続けて、英小文字。d.boat など。条件はこの名前で書きます。"
    )  # fmt: skip
    label = forms.CharField(
        label="短い名前", max_length=80, help_text="画面の「わけ」に出ます。故人は船を持っていた など。"
    )
    kind = forms.ChoiceField(label="答え方", choices=tuple(ANSWERS.items()))
    ask = forms.CharField(
        label="質問の文", max_length=200, required=False, help_text="空けておくと、だれにも聞けません。"
    )
    ask_easy = forms.CharField(label="やさしい日本語の質問", max_length=300, required=False)
    ask_en = forms.CharField(label="英語の質問", max_length=300, required=False)
    values = forms.CharField(
        label="選ぶ答え（一行に一つ）", max_length=3000, required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="「nhi = 国民健康保険 = National Health Insurance」のように、英字の値、言葉、英語の言葉の順に書きます。分からない、は書きません。",
    )  # fmt: skip
    source = forms.ChoiceField(label="先に答えられるのは", choices=tuple(SOURCES.items()))
    section = forms.CharField(label="その課や担当の名前", max_length=40, required=False)

    def clean_values(self) -> dict[str, tuple[str, str]]:
        """Each value with its words and its English words."""
        found = {}
        for line in _lines(self.cleaned_data["values"]):
            value, word, english = ([part.strip() for part in line.split("=")] + ["", ""])[:3]
            if not re.fullmatch(r"[a-z0-9]\w{0,29}", value, re.ASCII) or not word or value in found:
                raise forms.ValidationError(
                    f"「{line[:60]}」を読めません。値は英小文字で、言葉と = で分け、二度は書きません。"
                )
            found[value] = (word, english)
        return found

    def clean(self) -> dict[str, Any]:
        """What the program can't read is told beside the field."""
        told = super().clean() or {}
        if not self.errors:
            fields = {"項目名": "name", "答え": "values"}
            for words in wrong_question(self.row({})):
                self.add_error(next((name for word, name in fields.items() if word in words), None), words)
        return told

    def row(self, old: Mapping[str, Any]) -> dict[str, Any]:
        """The attribute as the document has it; what the form doesn't ask stays as in ``old``."""
        told = self.cleaned_data
        plain = ("name", "label", "kind", "ask", "ask_easy", "ask_en", "source")
        values = told["values"] if told["kind"] == "enum" else {}
        kept = {name: value for name, value in old.items() if name not in ("values", "values_en", "from")}
        return {
            **kept, **{name: told[name] for name in plain},
            **({"from": told["section"]} if told["source"] in ("section", "offsite") else {}),
            **({"values": {value: word for value, (word, _) in values.items()}} if values else {}),
            **({"values_en": {value: english for value, (_, english) in values.items() if english}} if values else {}),
        }  # fmt: skip


def asked(one: Mapping[str, Any]) -> dict[str, Any]:
    """An attribute of the document as the form shows it."""
    english = one.get("values_en", {})
    lines = [
        " = ".join(filter(None, (value, word, english.get(value, ""))))
        for value, word in one.get("values", {}).items()
    ]
    return {**one, "values": "\n".join(lines), "section": one.get("from", "")}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class DecisionForm(forms.Form):
    """From which day a version is in force."""

    valid_from = WarekiField(label="使い始める日")
