"""Addresses of what comes after reading: ledgers and postings, the year's board, positive results."""

from django.urls import path

from sekisho.affairs.stool_tests.web import (
    closing,
    ledgers,
    newcomers,
    overview,
    parallel,
    positives,
    posting,
)

urlpatterns = [
    path("posting/", posting.postings, name="postings"),
    path("posting/preview/", posting.ask_preview, name="ask_preview"),
    path("posting/previews/<int:preview>/", posting.preview, name="preview"),
    path("posting/previews/<int:preview>/post/", posting.post_preview, name="post_preview"),
    path("posting/<int:posting>/", posting.posting, name="posting"),
    path("posting/<int:posting>/report/", posting.posting_report, name="posting_report"),
    path("posting/<int:posting>/undo/", posting.undo, name="undo_posting"),
    path("posting/<int:posting>/confirm/", closing.confirm, name="confirm_posting"),
    path("posting/rows/<int:row>/strip/", posting.strip, name="posting_strip"),
    path("ledgers/", ledgers.ledgers, name="ledgers"),
    path("ledgers/<int:ledger>/file/", ledgers.ledger_file, name="ledger_file"),
    path("ledgers/<int:ledger>/rule/", ledgers.ledger_rule, name="ledger_rule"),
    path("ledgers/<int:ledger>/example/", ledgers.show_example, name="show_example"),
    path("ledgers/taught/<int:teaching>/", ledgers.teaching, name="teaching"),
    path("ledgers/taught/<int:teaching>/use/", ledgers.use_rule, name="use_rule"),
    path("missing/", overview.missing, name="missing"),
    path("missing/letters/", overview.letters, name="letters"),
    path("newcomers/", newcomers.newcomers, name="newcomers"),
    path("newcomers/decide/", newcomers.decide, name="decide_newcomer"),
    path("newcomers/rows/<int:row>/strip/", newcomers.newcomer_strip, name="newcomer_strip"),
    path("parallel/", parallel.parallel, name="parallel"),
    path("parallel/<int:run>/", parallel.parallel_run, name="parallel_run"),
    path("parallel/<int:run>/minutes/", parallel.set_minutes, name="parallel_minutes"),
    path("parallel/<int:run>/report/", parallel.parallel_report, name="parallel_report"),
    path("parallel/differences/<int:difference>/", parallel.say_who, name="say_who"),
    path("parallel/rows/<int:row>/strip/", parallel.parallel_strip, name="parallel_strip"),
    path("positives/", positives.positives, name="positives"),
    path("positives/<int:finding>/", positives.settle_positive, name="settle_positive"),
    path("positives/rows/<int:row>/strip/", positives.positive_strip, name="positive_strip"),
    path("erasure/", closing.erasure, name="erasure"),
    path("erasure/<str:month>/originals/", closing.originals, name="originals"),
    path("settings/", closing.settings, name="settings"),
]
