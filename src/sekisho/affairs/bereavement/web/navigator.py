"""The public navigator (purpose «bereavement.navigator»): no sign-in, no pass, nothing kept.

Answers travel in the body of the form, so that neither an address nor a log of addresses holds them.
"""

from dataclasses import dataclass
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from sekisho import gate
from sekisho.affairs.bereavement.editor import versions
from sekisho.affairs.bereavement.navigator import talk as talking
from sekisho.affairs.bereavement.navigator import words
from sekisho.affairs.bereavement.navigator.result import Result, result
from sekisho.affairs.bereavement.navigator.talk import Talk
from sekisho.affairs.bereavement.procedures import Attribute, Catalogue
from sekisho.base import clock
from sekisho.people import limits
from sekisho.site import menu
from sekisho.site.documents import pdf
from sekisho.site.downloads import PDF, download

NAVIGATOR = "bereavement.navigator"
#: What a list as PDF costs a server, in pages.
PAPER = 6
_LAYOUT = Path(__file__).parent.parent / "layouts" / "navigator.typ"


@dataclass(frozen=True)
class Asked:
    """A question as the page shows it."""

    attribute: Attribute
    ask: str
    choices: list[tuple[str, str]]
    told: str
    error: str


# The form changes nothing anywhere, and works where cookies are refused.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@menu.page("ご遺族の手続きのご案内")
@gate.public(NAVIGATOR)
def navigate(request: HttpRequest) -> HttpResponse:
    """Some questions, or the list that the answers lead to."""
    if wait := limits.seconds_to_wait(request):
        return _too_often(request, wait)
    known, language = versions.in_force(), _language(request)
    sent = request.POST.dict()
    talk, now, do = talking.read(sent, known), _now(sent, known), sent.get("do", "")
    told = talk
    if do == "back":
        talk, now = talking.back(talk)
    elif do in ("next", "show"):
        wrong = talking.wrong(now, talk, known, clock.today())
        if wrong:
            return _questions(request, talk, now, known, language, wrong)
        talk, now = talking.forward(talk, now), ()
    elif do == "again":
        talk, now = Talk((), {}), ()
    elif not do and sent.get("shown"):
        # Only the language was switched.
        do = "show"
    names = now or tuple(talking.left(talk, known)[: 1 if not talk.asked else talking.PAGE])
    if do == "show" or (not names and told.asked):
        return _list(request, talk, known, language)
    return _questions(request, talk, names, known, language, {})


# As above.
@csrf_exempt
@require_POST
@gate.public(NAVIGATOR)
def as_pdf(request: HttpRequest) -> HttpResponse:
    """The list for paper."""
    if wait := limits.seconds_to_wait(request, PAPER):
        return _too_often(request, wait)
    known, language = versions.in_force(), _language(request)
    found = _found(talking.read(request.POST.dict(), known), known, language)
    day = clock.today()
    said = words.says(language)
    lines = [[counter, [_on_paper(line) for line in there]] for counter, there in found.counters]
    data = {
        "says": said, "lines": lines, "bring": found.bring, "date": [day.year, day.month, day.day],
        "asked": [[line.name, line.official, line.counter, list(questions)] for line, questions in found.asked],
        "as_of": words.day(known.as_of, language), "day": words.day(day, language),
    }  # fmt: skip
    return download(pdf(_LAYOUT, data), "procedures.pdf", PDF)


def _too_often(request: HttpRequest, wait: int) -> HttpResponse:
    """429: when to try again; the answers are still in the page before."""
    language = _language(request)
    told = {"says": words.says(language), "wait": wait}
    answer = render(request, "bereavement/navigator_wait.html", told, status=429)
    answer["Retry-After"] = str(wait)
    return answer


def _on_paper(line: object) -> dict[str, object]:
    told = dict(vars(line))
    del told["last_day"]
    return told


def _language(request: HttpRequest) -> str:
    asked = request.POST.get("to") or request.POST.get("language") or request.GET.get("language", "")
    return asked if asked in words.LANGUAGES else "ja"


def _now(sent: dict[str, str], known: Catalogue) -> tuple[str, ...]:
    names = dict.fromkeys(sent.get("now", "")[:400].split(","))
    return tuple(name for name in names if name in known.attributes)


def _common(talk: Talk, now: tuple[str, ...], language: str) -> dict[str, object]:
    """For both templates; what the page's own fields don't say goes along unseen."""
    return {
        "says": words.says(language), "language": language, "asked": talk.written(),
        "languages": [(one, words.says(one)) for one in words.LANGUAGES],
        "carried": [(name, text) for name, text in talk.told.items() if name not in now],
    }  # fmt: skip


def _questions(
    request: HttpRequest,
    talk: Talk,
    names: tuple[str, ...],
    known: Catalogue,
    language: str,
    wrong: dict[str, str],
) -> HttpResponse:
    said = words.says(language)
    asked = [
        Asked(
            one, words.ask(one, language), words.choices(one, language), talk.told.get(one.name, ""),
            said[wrong[one.name]] if one.name in wrong else "",
        )
        for one in (known.attributes[name] for name in names)
    ]  # fmt: skip
    told = {
        **_common(talk, names, language), "questions": asked, "now": ",".join(names), "page": len(talk.asked) + 1,
        "left": len({*talking.left(talk, known), *names}), "wrong": [one for one in asked if one.error],
    }  # fmt: skip
    return render(request, "bereavement/navigator.html", told, status=400 if wrong else 200)


def _found(talk: Talk, known: Catalogue, language: str) -> Result:
    return result(talking.facts(talk, known), known, language, clock.today())


def _list(request: HttpRequest, talk: Talk, known: Catalogue, language: str) -> HttpResponse:
    told = {
        **_common(talk, (), language), "found": _found(talk, known, language), "more": bool(talking.left(talk, known)),
        "as_of": words.day(known.as_of, language),
    }  # fmt: skip
    return render(request, "bereavement/navigator_list.html", told)
