"""The responsible post settles a positive result (purpose «stool_tests.positives»)."""

from sekisho.affairs.stool_tests.doubts import DATE, NAME
from sekisho.affairs.stool_tests.models import Finding, Row
from sekisho.base import clock
from sekisho.base.errors import UserError


def settle(finding: Finding, confirmed: bool, note: str, staff: int) -> None:
    """Say that a positive result was acted upon, or was none; its row may then be posted like any other."""
    if finding.state != Finding.OPEN:
        raise UserError("この結果への対応は、もう終わっています。", "一覧を見直してください。")
    if not note.strip():
        raise UserError(
            "何をしたかが書かれていません。", "施設への連絡や確かめたことを、一言書いてください。"
        )
    now = clock.now()
    finding.state = Finding.CONFIRMED if confirmed else Finding.MISTAKEN
    finding.note = note.strip()
    finding.told_at = now if confirmed else None
    finding.settled_by, finding.settled_at = staff, now
    finding.save()
    row = Row.objects.select_for_update().filter(pk=finding.row_id, state=Row.APART).first()
    if row:
        _free(row)


def _free(row: Row) -> None:
    """The row goes the way of the others: into the ledger, or back to be asked what is still open."""
    if row.person_id and row.tested_on:
        row.state = Row.JUDGED
    else:
        asked = DATE if row.person_id else NAME
        row.state, row.asked, row.reason = Row.DOUBTFUL, asked, "陽性の確認のあと、まだ決まっていません"
        row.doubts = [[asked, row.reason]]
    row.save(update_fields=["state", "asked", "reason", "doubts"])
