"""Looking for a resident: by name, kana and birth date, parts of which may be unknown."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sekisho import gate
from sekisho.base.errors import UserError
from sekisho.residents import queries
from sekisho.residents.birth import Birth, parse_birth

#: Rows shown: who needs more narrows the question, and the log stays small.
MOST = 50


class SearchForm(forms.Form):
    """What somebody knows of the person."""

    name = forms.CharField(
        label="氏名",
        max_length=60,
        required=False,
        help_text="はじめの部分だけでも。読めない字は ? と書きます。",
    )
    kana = forms.CharField(
        label="ふりがな", max_length=80, required=False, help_text="ひらがなでもカタカナでも。"
    )
    birth = forms.CharField(
        label="生年月日",
        max_length=30,
        required=False,
        help_text="昭和10年3月5日、S10.3、1935 など。分からない部分は ? と書きます。",
    )

    def clean_birth(self) -> Birth | None:
        """The parts that are known."""
        said = self.cleaned_data["birth"]
        birth = parse_birth(said) if said else None
        if said and birth is None:
            raise ValidationError(
                "日付として読めません。「昭和10年3月5日」「S10.3」「1935」のように書いてください。", "date"
            )
        return birth


@gate.purpose("residents.lookup")
def lookup(request: HttpRequest) -> HttpResponse:
    """Residents, none of them under protection measures."""
    return _search(request, "住民の検索", False)


@gate.purpose("residents.protected")
def protected(request: HttpRequest) -> HttpResponse:
    """Residents, those under protection measures too."""
    return _search(request, "支援措置の対象者を含む検索", True)


def _search(request: HttpRequest, title: str, marked: bool) -> HttpResponse:
    # Names belong in no address, so the question comes as a form that is posted.
    form = SearchForm(request.POST or None)
    rows, error, asked = [], None, form.is_bound and form.is_valid()
    if asked:
        try:
            rows = list(queries.found(**form.cleaned_data)[: MOST + 1])
        except UserError as refused:
            error = refused
    words = {"title": title, "form": form, "rows": rows[:MOST], "more": len(rows) > MOST, "most": MOST,
             "asked": asked and not error, "error": error, "marked": marked}  # fmt: skip
    return render(request, "residents/search.html", words, status=400 if error else 200)
