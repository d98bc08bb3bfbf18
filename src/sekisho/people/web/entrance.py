"""Pages before sign-in: enrolment of a terminal, the first sign-in, the shared tablet."""

from django.conf import settings
from django.contrib.auth import login, password_validation
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare

from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.people.adapter import LOCKED
from sekisho.people.models import Assignment, FirstSignInCode, SignInFailure, Staff
from sekisho.people.models.terminals import digest
from sekisho.people.terminals import enrol as enrol_terminal
from sekisho.people.terminals import keep_key

BACKEND = settings.AUTHENTICATION_BACKENDS[0]


@login_not_required
def enrol(request: HttpRequest, code: str = "") -> HttpResponse:
    """A code makes this browser a registered terminal."""
    if request.method != "POST":
        return render(request, "people/enrol.html", {"code": code})
    try:
        terminal, key = enrol_terminal(request.POST.get("code", ""))
    except UserError as error:
        return render(request, "people/enrol.html", {"error": error, "code": ""}, status=400)
    response = redirect("tablet" if terminal.kind == "tablet" else "home")
    keep_key(response, key)
    return response


@login_not_required
def first(request: HttpRequest) -> HttpResponse:
    """With the code from the head: choose a password."""
    if request.method != "POST":
        return render(request, "people/first.html")
    number, code, password = (request.POST.get(name, "") for name in ("number", "code", "password"))
    try:
        staff = _with_code(number, code)
        if password != request.POST.get("again", ""):
            raise UserError("二つのパスワードが違います。", "同じものを入れてください。")
        _check_password(password, staff)
    except UserError as error:
        return render(request, "people/first.html", {"error": error, "number": number}, status=400)
    with transaction.atomic():
        staff.set_password(password)
        staff.save(update_fields=["password"])
        FirstSignInCode.objects.filter(staff=staff).delete()
    login(request, staff, BACKEND)
    return redirect("home")


def _with_code(number: str, code: str) -> Staff:
    """Whose code it is; the same sentence for an unknown number and a wrong code."""
    if SignInFailure.locked(number):
        raise UserError(LOCKED)
    waiting = FirstSignInCode.objects.filter(
        staff__number=number.strip(), staff__is_active=True, expires_at__gt=clock.now()
    ).select_related("staff")
    found = waiting.first()
    if found is None or not constant_time_compare(found.code_digest, digest(code.strip().upper())):
        SignInFailure.failed(number)
        raise UserError(
            "職員番号かコードが違うか、期限が切れています。", "所属長に新しいコードを出してもらってください。"
        )
    SignInFailure.forget(number)
    return found.staff


def _check_password(password: str, staff: Staff) -> None:
    try:
        password_validation.validate_password(password, staff)
    except ValidationError as error:
        raise UserError("".join(error.messages), "") from error


@login_not_required
def tablet(request: HttpRequest) -> HttpResponse:
    """The shared tablet: tap your name, then your PIN. Only on a registered tablet, only people of its office."""
    terminal = request.terminal
    if terminal is None or terminal.kind != "tablet":
        return redirect("sign_in")
    here = Assignment.objects.on(clock.today()).filter(office=terminal.office)
    people = Staff.objects.filter(pk__in=here.values("staff"), pin__isnull=False)
    chosen = next(
        (staff for staff in people if str(staff.pk) == request.POST.get("staff", request.GET.get("staff"))),
        None,
    )
    error = None
    if request.method == "POST" and chosen:
        try:
            _with_pin(chosen, request.POST.get("pin", ""))
        except UserError as refused:
            error = refused
        else:
            login(request, chosen, BACKEND)
            request.session["tablet"] = True
            request.session["seen"] = clock.now().isoformat()
            return redirect("home")
    context = {"people": people, "chosen": chosen, "error": error, "office": terminal.office}
    return render(request, "people/tablet.html", context, status=400 if error else 200)


def _with_pin(staff: Staff, pin: str) -> None:
    """Raises UserError unless the PIN fits; failures lock as those of passwords do."""
    typed = f"pin {staff.number}"
    if SignInFailure.locked(typed):
        raise UserError(
            "続けて何度も違ったため、しばらく使えません。",
            "15 分以上待つか、事務用端末で PIN を決め直してください。",
        )
    if not staff.pin.fits(pin):
        SignInFailure.failed(typed)
        raise UserError("PIN が違います。", "もう一度入れてください。")
    SignInFailure.forget(typed)
