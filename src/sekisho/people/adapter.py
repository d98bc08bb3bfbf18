"""Sign-in by staff number, with a lock after failures; nobody signs up by themselves."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse

from sekisho.people.address import client_address
from sekisho.people.models import SignInFailure, Staff

LOCKED = "続けて何度も違ったため、しばらくログインできません。15 分以上待つか、所属長に初回コードの発行を頼んでください。"


class SignIn(DefaultAccountAdapter):
    """allauth's adapter for this house."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "職員番号かパスワードが違います。",
        "incorrect_password": "パスワードが違います。",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are kept by the heads."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse a number that is locked, whether or not somebody has it."""
        if SignInFailure.locked(credentials.get("username", "")):
            raise ValidationError(LOCKED)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the failure."""
        SignInFailure.failed(credentials.get("username", ""))

    def login(self, request: HttpRequest, user: Staff) -> None:
        """Both factors were right."""
        SignInFailure.forget(user.number)
        super().login(request, user)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who has no second factor yet has just signed in to set it up: the password isn't asked for twice."""
        first_factor = app == "allauth.mfa" and not context.request.user.authenticator_set.exists()
        return not first_factor and bool(super().is_reauthentication_required(app=app, **kwargs))

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """allauth's own messages say less than the page that follows."""

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """A shared tablet shows the names again: two taps from one person to the next."""
        at = getattr(request, "terminal", None)
        return reverse("tablet" if at and at.kind == "tablet" else "sign_in")

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address behind the trusted proxies."""
        return client_address(request)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Staff have no e-mail here; the page itself confirms changes."""
