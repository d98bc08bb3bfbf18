from allauth.account import views as account
from allauth.mfa.urls import urlpatterns as second_factor
from django.urls import include, path
from django.views.generic import RedirectView

from sekisho.people.web import entrance, homes, offices, own, robots, staff_list, upkeep

urlpatterns = [
    path("sign-in/", account.login, name="sign_in"),
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="sign_out"),
    path("sign-out/", account.logout, name="account_logout"),
    path("sign-in/again/", account.reauthenticate, name="account_reauthenticate"),
    path("sign-in/inactive/", account.account_inactive, name="account_inactive"),
    path("me/password/", account.password_change, name="account_change_password"),
    # Who has no password yet gets one with the head's code, not by themselves.
    path("me/password/set/", RedirectView.as_view(pattern_name="first"), name="account_set_password"),
    path("me/second-factor/", include(second_factor)),
    path("first/", entrance.first, name="first"),
    path("terminals/enrol/", entrance.enrol, name="enrol"),
    path("terminals/enrol/<str:code>/", entrance.enrol, name="enrol_with"),
    path("tablet/", entrance.tablet, name="tablet"),
    path("me/", own.me, name="me"),
    path("me/pin/", own.choose_pin, name="choose_pin"),
    path("me/email/", own.choose_email, name="choose_email"),
    path("me/phone/", own.choose_phone, name="choose_phone"),
    path("me/sessions/end/", own.end_sessions, name="end_sessions"),
    path("staff/", upkeep.staff, name="staff"),
    path("staff/new/", upkeep.new, name="new_staff"),
    path("staff/move/", upkeep.move, name="move_staff"),
    path("staff/confirm/", upkeep.confirm, name="confirm_staff"),
    path("staff/assignments/<int:assignment>/end/", upkeep.end, name="end_assignment"),
    path("staff/<int:person>/reset/", upkeep.reset, name="reset_sign_in"),
    path("staff/terminals/new/", upkeep.new_terminal, name="new_terminal"),
    path("staff/terminals/<int:terminal>/revoke/", upkeep.revoke_terminal, name="revoke_terminal"),
    path("staff/robots/", robots.robots, name="robots"),
    path("staff/robots/<int:robot>/revoke/", robots.revoke, name="revoke_robot"),
    path("staff/offices/", offices.offices, name="offices"),
    path("staff/offices/rename/", offices.rename, name="rename_office"),
    path("staff/list/", staff_list.staff_list, name="staff_list"),
    path("staff/homes/", homes.home_list, name="homes"),
    path("staff/homes/<int:home>/forget/", homes.forget, name="forget_home"),
    path("staff/requests/", upkeep.requests, name="requests"),
]
