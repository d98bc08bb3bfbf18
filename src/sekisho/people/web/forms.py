"""Forms of the heads' pages."""

from django import forms

from sekisho.gate.words import POSTS
from sekisho.people.models import Office
from sekisho.people.models.terminals import KINDS


def _day(label: str, required: bool = True) -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}))


class PostForm(forms.Form):
    """A post at one of the offices in reach."""

    office = forms.ModelChoiceField(Office.objects.none(), label="課・園")
    post = forms.ChoiceField(label="職位", choices=tuple(POSTS.items()))
    since = _day("から")
    until = _day("まで（空欄なら終わりなし）", required=False)
    deputy = forms.BooleanField(label="代理", required=False)

    def __init__(self, *args: object, offices: list[Office], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = Office.objects.filter(pk__in=[office.pk for office in offices])
        if len(offices) == 1:
            self.fields["office"].initial = offices[0]


class StaffForm(PostForm):
    """Somebody new, with a first post."""

    number = forms.CharField(label="職員番号", max_length=20)
    name = forms.CharField(label="氏名", max_length=60)
    kana = forms.CharField(label="ふりがな", max_length=80, required=False)
    field_order = ("number", "name", "kana", "office", "post", "since", "until", "deputy")


class MoveForm(PostForm):
    """A further post for somebody who is known by number."""

    number = forms.CharField(label="職員番号", max_length=20)
    field_order = ("number", "office", "post", "since", "until", "deputy")


class TerminalForm(forms.Form):
    """A browser to become a terminal."""

    name = forms.CharField(label="端末の名称（例：事務室 1 号機）", max_length=60)
    kind = forms.ChoiceField(label="種類", choices=KINDS)
    office = forms.ModelChoiceField(Office.objects.none(), label="課・園")

    def __init__(self, *args: object, offices: list[Office], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = Office.objects.filter(pk__in=[office.pk for office in offices])
        if len(offices) == 1:
            self.fields["office"].initial = offices[0]
