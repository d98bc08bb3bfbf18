"""Letters on paper (purpose «bereavement.posting»): print them, and say that they are in the post."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from sekisho import gate
from sekisho.affairs.bereavement.booking import letters as post
from sekisho.base.errors import UserError
from sekisho.site import menu
from sekisho.site.downloads import PDF, download

POSTING = "bereavement.posting"


@menu.page("郵送するお知らせ")
@gate.purpose(POSTING)
def letters(request: HttpRequest) -> HttpResponse:
    """What waits for the printer."""
    return render(request, "bereavement/letters.html", {"letters": post.to_post()})


@menu.page(None)
@require_GET
@gate.purpose(POSTING)
def letters_pdf(request: HttpRequest) -> HttpResponse:
    """All of them, a page each."""
    found = post.to_post()
    if not found:
        raise UserError("印刷するお知らせはありません。", "「郵送するお知らせ」に並ぶと、印刷できます。")
    data, serial = post.printed(found, str(request.user))
    return download(data, f"{serial}.pdf", PDF)


@require_POST
@gate.purpose(POSTING)
def posted(request: HttpRequest, letter: int) -> HttpResponse:
    """It is in the post."""
    post.posted(letter)
    return redirect("bereavement:letters")
