"""Every address that exists, for tests that must miss none."""

from sekisho.gate.register.load import registers
from sekisho.site.addresses import addresses as every_address

#: What stands for a part of an address that has to be filled in; an address with another part fails the test.
_FILLED = {
    "affair": "stool_tests", "code": "AAAA-BBBB-CCCC-DDDD", "pk": "1", "upload": "1", "preview": "1", "posting": "1", "ledger": "1",
    "teaching": "1", "scan": "1", "run": "1", "sample": "1", "month": "2026-10", "draft": "1",
    "form": "1", "resident": "1", "visit": "1", "step": "1", "version": "1", "procedure": "K01", "inquiry": "1", "letter": "1",
    "call": "1", "blank": "1", "page": "0", "application": "1", "person": "1", "question": "d.dog",
}  # fmt: skip
#: Not pages: files to load, parts of pages, and what only takes a form.
_OTHER = (
    "register_csv", "register_pdf", "wareki", "components_progress", "mfa_download_recovery_codes",
    "end_assignment", "reset_sign_in", "revoke_terminal", "mfa_edit_webauthn", "mfa_remove_webauthn",
    "certificate_pdf", "audit_log_csv", "audit_log_pdf", "person_pdf", "exception_report", "exception_use", "job_progress", "cancel_job",
    "retry_job", "apply_roster", "intake_now", "receive", "decide_page", "page_picture", "review_take", "review_decide", "review_back",
    "review_leave", "strip", "remark_scan",
    "review_page", "review_roster",
    "ask_preview", "post_preview", "posting_report", "posting_strip", "confirm_posting", "undo_posting", "ledger_file", "ledger_rule",
    "use_rule", "letters", "decide_newcomer", "newcomer_strip", "parallel_minutes", "parallel_report", "say_who", "parallel_strip",
    "settle_positive", "positive_strip", "look", "reopen", "sample_strip",
    "form_sample", "withdraw_form", "use_form", "change_form", "form_picture", "publish_form", "drop_form", "form_trial",
    "try_form_again", "remove_trial", "trial_picture", "api_openapi", "api_send", "api_scan", "api_rows", "api_applications",
    "revoke_robot", "forget_home",
    "rename_office", "book", "call_off", "look_up", "answers", "arrival_answers", "record_step", "record_left", "route_pdf", "receipt_pdf",
    "leaflet_pdf", "navigator_pdf", "catalogue_move", "catalogue_import", "catalogue_export", "ask_sections", "walk_in", "wait",
    "letters_pdf", "letter_posted", "go", "leave", "slips_pdf", "paper_slip_pdf", "called_back", "forms_pdf", "details", "blank_picture",
    "blank_sample", "put_place", "put_places", "use_blank", "replace_blank", "forgotten", "check_page", "decide_sheet", "set_sheet_aside",
    "sheet_picture", "delivery_csv", "delivery_json", "close_delivery", "roles",
)  # fmt: skip


def addresses() -> list[str]:
    """All pages, every entry of the register among them."""
    known = (one for one in every_address() if one.name.rpartition(":")[2] not in _OTHER)
    found = list(dict.fromkeys(one.filled(_FILLED) for one in known))
    return [*found, *(f"/register/{key}/" for key in registers() if f"/register/{key}/" not in found)]
