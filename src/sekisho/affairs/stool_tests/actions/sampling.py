"""Sample checks: drawn, looked at, and what a wrong row brings with it (purpose «stool_tests.sampling»)."""

import datetime
from collections.abc import Collection, Iterable

from sekisho.affairs.stool_tests.doubts import DATE, NAME
from sekisho.affairs.stool_tests.models import Caution, Row, Sample, Sampled
from sekisho.affairs.stool_tests.sampling import plan, rows
from sekisho.base import clock
from sekisho.base.errors import UserError

_WHY = "抜き取りの確認で、誤りが見つかりました"
WHY_SIMILAR = "抜き取りの確認で、似た行に誤りが見つかりました"


def begin(month: datetime.date, share: float, staff: int) -> Sample:
    """Draw the month's accepted rows; raises UserError when there are none, or a check of the month goes on already."""
    if Sample.objects.filter(month=month, state=Sample.OPEN).exists():
        raise UserError("この月の抜き取りは、もう始まっています。", "一覧から続きを開いてください。")
    order = rows.drawn(month)
    if not order:
        raise UserError(
            "この月には、抜き取る行がありません。", "読み取りが終わってから、もう一度お試しください。"
        )
    target = plan.needed(0, len(order), share, 1)
    return Sample.objects.create(
        month=month, share=share, drawn=order, target=target, made_at=clock.now(), made_by=staff
    )


def look(sample: Sample, seen: Collection[int], wrong: Collection[int], staff: int) -> None:
    """A clerk has looked at some rows of the round; the round may end with them. A row that isn't accepted any more, because
    somebody has changed it since the draw, counts as wrong."""
    if sample.state != Sample.OPEN:
        raise UserError("この抜き取りは、もう終わっています。", "結果を見てください。")
    due = set(to_look(sample))
    now = clock.now()
    found = {
        row.pk: row for row in Row.objects.select_for_update(of=("self",)).filter(pk__in=due & set(seen))
    }
    Sampled.objects.bulk_create(
        Sampled(
            sample=sample, row=row, person_id=row.person_id, wrong=key in wrong or row.state != Row.ACCEPTED,
            probability=row.probability, looked_by=staff, looked_at=now,
        )
        for key, row in found.items()
    )  # fmt: skip
    reopen((found[key] for key in wrong if key in found), _WHY)
    if due & set(seen) - set(found):
        # Erased meanwhile: nobody can tell any more, so nothing may be claimed.
        _end(sample, Sample.WORSE)
        return
    if not to_look(sample):
        _end_round(sample)


def to_look(sample: Sample) -> list[int]:
    """Numbers of the round's rows that nobody has looked at yet, in their drawn order."""
    looked = {row for _, row in Sampled.objects.filter(sample=sample).values_list("person_id", "row_id")}
    return [key for key in sample.drawn[: sample.target] if key not in looked]


def counted(sample: Sample) -> tuple[int, int]:
    """Rows looked at, and wrong ones among them."""
    looks = Sampled.objects.filter(sample=sample)
    return looks.count(), looks.filter(wrong=True).count()


def _end_round(sample: Sample) -> None:
    seen, wrong = counted(sample)
    result = plan.after_round(wrong, len(sample.drawn), seen, sample.share, sample.round)
    if result.state == "open":
        sample.round, sample.target = sample.round + 1, result.target
        sample.save(update_fields=["round", "target"])
    else:
        _end(sample, result.state)


def _end(sample: Sample, state: str) -> None:
    sample.state, sample.ended_at = state, clock.now()
    sample.save(update_fields=["state", "ended_at"])


def reopen(found: Iterable[Row], why: str) -> int:
    """Rows go back to be asked: who and when."""
    count = 0
    for row in found:
        if row.state != Row.ACCEPTED:
            continue
        row.state, row.person = Row.DOUBTFUL, None
        row.asked, row.reason, row.doubts = NAME, why, [[NAME, why], [DATE, why]]
        row.alike = f"{NAME} {row.name}"[:120]
        row.save(update_fields=["state", "person", "asked", "reason", "doubts", "alike"])
        count += 1
    return count


def _be_careful(month: datetime.date, wrong: Iterable[Sampled]) -> None:
    """Rows of the month that are read later, on sheets of the same form, must be surer than the wrong ones were."""
    wrong = list(wrong)
    read = Row.objects.select_related("page").filter(pk__in=[one.row_id for one in wrong])
    forms = {row.pk: row.page.form_id for row in read}
    least: dict[int, float] = {}
    for one in wrong:
        form = forms.get(one.row_id)
        if form:
            least[form] = max(least.get(form, 0.0), one.probability)
    for form, probability in least.items():
        before = Caution.objects.select_for_update().filter(month=month, form=form).first()
        probability = max(probability, before.probability if before else 0.0)
        Caution.objects.update_or_create(
            month=month, form_id=form, defaults={"probability": probability, "made_at": clock.now()}
        )


def reopen_similar(sample: Sample) -> int:
    """Raise the threshold above what was wrong: every row that is no surer goes back to be asked. Returns how many.

    The accepted rows aren't those any more from which was drawn, so the check ends with it.
    """
    wrong = list(Sampled.objects.filter(sample=sample, wrong=True))
    if not wrong:
        raise UserError("誤りは見つかっていません。", "確認待ちに戻す行はありません。")
    found = rows.similar(sample).select_for_update(of=("self",))
    count = reopen(list(found), WHY_SIMILAR)
    _be_careful(sample.month, wrong)
    sample.threshold = max(one.probability for one in wrong)
    sample.reopened += count
    sample.save(update_fields=["threshold", "reopened"])
    if sample.state == Sample.OPEN:
        _end(sample, Sample.WORSE)
    return count
