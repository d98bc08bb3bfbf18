"""Every address that exists, for tests that must miss none."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from sekisho.gate.register.load import registers

#: What stands for a part of an address that has to be filled in; an address with another part fails the test.
_FILLED = {
    "affair": "stool_tests", "code": "AAAA-BBBB-CCCC-DDDD", "pk": "1", "upload": "1", "preview": "1", "posting": "1", "ledger": "1",
    "teaching": "1", "row": "1", "scan": "1",
    "run": "1",
    "sample": "1",
    "month": "2026-10",
}  # fmt: skip
#: Not pages: files to load, parts of pages, and what only takes a form.
_OTHER = (
    "register_csv", "register_pdf", "wareki", "components_progress", "mfa_download_recovery_codes",
    "end_assignment", "reset_sign_in", "revoke_terminal", "mfa_edit_webauthn", "mfa_remove_webauthn",
    "certificate_pdf", "audit_log_csv", "exception_report", "exception_use", "job_progress", "cancel_job", "retry_job", "apply_roster",
    "ask_preview", "post_preview", "posting_report", "undo_posting", "posting_strip", "look", "reopen", "sample_strip", "confirm_posting", "parallel_minutes", "parallel_report", "say_who", "parallel_strip", "letters", "decide_newcomer", "newcomer_strip", "settle_positive", "positive_strip", "ledger_file", "ledger_rule", "use_rule",
    "intake_now", "receive", "decide_page", "page_picture", "review_take", "review_decide", "review_back", "review_leave", "strip",
    "review_page", "review_roster",
)  # fmt: skip


def addresses() -> list[str]:
    """All pages, every entry of the register among them."""
    found = list(dict.fromkeys(address for name, address in _walk(get_resolver(), "/") if name not in _OTHER))
    return [*found, *(f"/register/{key}/" for key in registers() if f"/register/{key}/" not in found)]


def _walk(resolver: URLResolver, before: str) -> Iterator[tuple[str, str]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern) and one.name in _OTHER:
            continue
        route = str(one.pattern)
        for name, converter in one.pattern.converters.items():
            kind = type(converter).__name__.removesuffix("Converter").lower()
            route = route.replace(f"<{kind}:{name}>", _FILLED[name])
        if isinstance(one, URLPattern):
            yield one.name or "", before + route
        else:
            yield from _walk(one, before + route)
