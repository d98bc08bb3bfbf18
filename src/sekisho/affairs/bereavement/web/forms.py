"""What is typed at the desk; everything may be unknown."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from sekisho.affairs.bereavement.actions import PROOFS
from sekisho.affairs.bereavement.models.step import NAMED, OUTCOMES
from sekisho.affairs.bereavement.procedures import Attribute
from sekisho.base import clock
from sekisho.base.wareki import parse_coming
from sekisho.gate.messages.gateway import mobile
from sekisho.residents.birth import parse_birth
from sekisho.site.forms import WarekiField

_BIRTH_HELP = "昭和10年3月5日、S10.3、昭和10年 など。分からない部分は書かないか ? と書きます。"
_NO_BIRTH = "日付として読めません。「昭和10年3月5日」「S10.3」「昭和10年」のように書いてください。"


def _birth(text: str) -> str:
    if text and parse_birth(text) is None:
        raise ValidationError(_NO_BIRTH, "date")
    return text


class CallForm(forms.Form):
    """One call, on one screen."""

    deceased_name = forms.CharField(label="亡くなった方の氏名", max_length=60, required=False)
    deceased_kana = forms.CharField(label="ふりがな", max_length=80, required=False)
    deceased_birth = forms.CharField(label="生年月日", max_length=30, required=False, help_text=_BIRTH_HELP)
    died_on = WarekiField(label="亡くなった日", required=False)
    deceased_address = forms.CharField(label="亡くなった方の住所", max_length=200, required=False)
    caller_name = forms.CharField(label="お電話の方の氏名", max_length=60, required=False)
    caller_relation = forms.CharField(
        label="亡くなった方との関係（聞いたまま）", max_length=30, required=False
    )
    caller_phone = forms.CharField(label="折り返しの電話番号", max_length=20, required=False)
    wish = forms.CharField(label="ご希望の日時など", max_length=200, required=False)
    confirm_by = forms.ChoiceField(
        label="予約の確認を書面で送るか",
        required=False,
        choices=(("", "送らない（電話だけ）"), ("sms", "SMS（折り返しの番号に）"), ("post", "郵送")),
    )
    caller_address = forms.CharField(label="確認の郵送先", max_length=200, required=False)

    def clean_deceased_birth(self) -> str:
        """A birth date, parts of which may be missing."""
        return _birth(self.cleaned_data["deceased_birth"])

    def clean(self) -> dict[str, Any]:
        """No death in the future or before birth; something must be known."""
        told = super().clean() or {}
        died_on = told.get("died_on")
        birth = parse_birth(told.get("deceased_birth") or "")
        if died_on and died_on > clock.today():
            self.add_error("died_on", "亡くなった日が、今日より後になっています。もう一度お聞きください。")
        if died_on and birth and birth.year and (birth.year, birth.month or 1, birth.day or 1) > (
            died_on.year, died_on.month, died_on.day,
        ):  # fmt: skip
            self.add_error(
                "died_on", "亡くなった日が、生年月日より前になっています。もう一度お聞きください。"
            )
        if told.get("confirm_by") == "sms" and not mobile(told.get("caller_phone") or ""):
            self.add_error("caller_phone", "SMS を送るには、070・080・090 で始まる 11 桁の番号が要ります。")
        if told.get("confirm_by") == "post" and not told.get("caller_address"):
            self.add_error("caller_address", "郵送するには、郵送先が要ります。")
        if not self.errors and not any(told.values()):
            raise ValidationError("何も書かれていません。分かったことを一つは書いてください。", "empty")
        return told


class VisitorForm(forms.Form):
    """Who came, whether they agree, and which documents were seen (kinds, no copies)."""

    name = forms.CharField(label="来た方の氏名", max_length=60)
    birth = forms.CharField(label="来た方の生年月日", max_length=30, required=False, help_text=_BIRTH_HELP)
    relation = forms.CharField(label="亡くなった方との関係（本人の言うまま）", max_length=30, required=False)
    consents = forms.BooleanField(
        label="同じ世帯だったかを住民記録で確かめることに、本人が同意した", required=False
    )
    documents = forms.MultipleChoiceField(
        label="見た書類（写しは取りません）",
        required=False,
        choices=tuple(PROOFS.items()),
        widget=forms.CheckboxSelectMultiple,
    )

    address = forms.CharField(
        label="来た方の住所（書式と期限のお知らせに使います）", max_length=200, required=False
    )
    phone = forms.CharField(label="来た方の電話番号（書式に使います）", max_length=20, required=False)
    wants_reminder = forms.BooleanField(
        label="残った手続きの期限が近づいたら、郵送で知らせてほしい", required=False
    )

    def clean(self) -> dict[str, Any]:
        """A letter needs an address."""
        said = super().clean() or {}
        if said.get("wants_reminder") and not said.get("address"):
            self.add_error("address", "期限のお知らせを郵送するには、住所が要ります。")
        return said

    def clean_birth(self) -> str:
        """A birth date, parts of which may be missing."""
        return _birth(self.cleaned_data["birth"])


class AnswerForm(forms.Form):
    """Some questions of the catalogue, each with «分かりません»."""

    def __init__(self, asked: list[Attribute], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in asked:
            self.fields[one.name] = _field(one)


def _field(one: Attribute) -> forms.Field:
    unknown = [("", "分かりません")]
    told = {"label": one.ask, "required": False}
    if one.kind == "bool":
        return forms.ChoiceField(**told, choices=[*unknown, ("true", "はい"), ("false", "いいえ")])
    if one.kind == "enum":
        return forms.ChoiceField(**told, choices=[*unknown, *one.values.items()])
    if one.kind == "date":
        return WarekiField(**told)
    return forms.IntegerField(**told, min_value=0, max_value=999)


class OutcomeForm(forms.Form):
    """What became of a procedure; for what stays open or is handed over, whose turn it is, and the day agreed."""

    outcome = forms.ChoiceField(choices=tuple(OUTCOMES.items()))
    owner = forms.CharField(max_length=60, required=False)
    until = forms.CharField(max_length=30, required=False)

    def clean(self) -> dict[str, Any]:
        """Both are asked for only where they are kept, so that a day long past stops nobody from writing «済み»."""
        said = super().clean() or {}
        if said.get("outcome") not in NAMED:
            return {**said, "owner": "", "until": None}
        if not said.get("owner") and "owner" not in self.errors:
            self.add_error("owner", "だれの番かを書いてください。担当課かご遺族です。")
        text, today = said.get("until") or "", clock.today()
        until = parse_coming(text, today) if text else None
        if text and until is None:
            self.add_error("until", "日付として読めません。「12月20日」「R8.12.20」のように書いてください。")
        elif until and until < today:
            self.add_error("until", "過ぎた日です。今日か、今日より後の日を書いてください。")
        return {**said, "until": until}
