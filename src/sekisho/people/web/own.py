"""What people settle for themselves: the post they act in, their PIN, their sessions."""

import itertools

from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from sekisho.gate.messages.gateway import mobile
from sekisho.people import robots
from sekisho.people.models import Pin


def me(request: HttpRequest) -> HttpResponse:
    """Posts held, second factors, PIN and sessions, and programs at work in one's own name."""
    context = {
        "held": request.posts_held,
        "sessions": UserSession.objects.purge_and_list(request.user),
        "robots": robots.living(request.user),
    }
    return render(request, "people/me.html", context)


@require_POST
def choose_pin(request: HttpRequest) -> HttpResponse:
    """Six digits for the shared tablets of one's own office."""
    pin = request.POST.get("pin", "")
    if request.session.get("tablet"):
        messages.error(
            request, "PIN は、事務用端末でパスワードと認証アプリを使ってログインしてから決めてください。"
        )
    elif not (pin.isdecimal() and pin.isascii() and len(pin) == 6):
        messages.error(request, "PIN は数字 6 桁で決めてください。")
    elif _easy(pin):
        messages.error(
            request, "その PIN は当てられやすいので使えません。並びや繰り返しでない 6 桁にしてください。"
        )
    else:
        Pin.choose(request.user, pin)
        messages.success(request, "PIN を決めました。共用タブレットで使えます。")
    return redirect("me")


def _easy(pin: str) -> bool:
    """Repeated digits, or digits that run up or down."""
    steps = {(int(b) - int(a)) % 10 for a, b in itertools.pairwise(pin)}
    return len(set(pin)) <= 2 or steps in ({1}, {9})


class EmailForm(forms.Form):
    """Where notices go."""

    email = forms.EmailField(required=False, max_length=254)


@require_POST
def choose_email(request: HttpRequest) -> HttpResponse:
    """Where notices go (never a way to sign in, nor to get a password back); empty: nowhere."""
    form = EmailForm(request.POST)
    if request.session.get("tablet"):
        messages.error(request, "通知を受けるメールは、事務用端末でログインして変えてください。")
    elif form.is_valid():
        request.user.email = form.cleaned_data["email"]
        request.user.save(update_fields=["email"])
        messages.success(request, "通知を受けるメールを変えました。")
    else:
        messages.error(request, "メールアドレスとして読めません。職場のアドレスを半角で書いてください。")
    return redirect("me")


@require_POST
def choose_phone(request: HttpRequest) -> HttpResponse:
    """Where urgent notices go as short messages, too (as little a way in as the address); empty: nowhere."""
    typed = request.POST.get("phone", "").strip()
    digits = mobile(typed)
    if request.session.get("tablet"):
        messages.error(request, "携帯電話は、事務用端末でログインして変えてください。")
    elif typed and not digits:
        messages.error(
            request, "携帯電話の番号として読めません。070・080・090 で始まる 11 桁を書いてください。"
        )
    else:
        request.user.phone = digits
        request.user.save(update_fields=["phone"])
        messages.success(request, "急ぎの知らせを受ける携帯電話を変えました。")
    return redirect("me")


@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere else."""
    for session in UserSession.objects.purge_and_list(request.user):
        if session.session_key != request.session.session_key:
            session.end()
    messages.success(request, "ほかの端末のログインを終わらせました。")
    return redirect("me")
