"""Learning a form and trying it, as jobs (the affair's ``jobs`` brings them in)."""

import json

from django.conf import settings

from sekisho import gate
from sekisho.affairs.stool_tests.actions import teaching as actions
from sekisho.affairs.stool_tests.models import FormDraft, FormSample
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.gate.jobs.work import Work
from sekisho.gate.vault.fields import put_file, read_file
from sekisho.paper.held import Held

PURPOSE = "stool_tests.forms"
_OPEN, _LEARN, _TRY = "見本を開いています", "表と欄を探しています", "用紙を試しに読んでいます"


@gate.job(PURPOSE, title="様式の見本の調べ", steps=(_OPEN, _LEARN), result="stool_tests:form_draft")
def learn_form(work: Work, draft: int) -> None:
    """The regions of a draft as the program sees them; what can't be a sample is said with the draft."""
    # The engine is large: it is loaded in the worker, when there is something to learn.
    from sekisho.affairs.stool_tests.teaching.learning import learn

    row = FormDraft.objects.select_for_update().get(pk=draft)
    if row.state != FormDraft.LEARNING:
        return
    sample = FormSample.objects.get(draft=row, role=FormSample.PATTERN)
    work.step(_OPEN)
    try:
        file = Held(sample.name, read_file(sample, "content"))
        learned = learn(file, row.name, settings.SEKISHO_READING_THREADS, lambda: work.step(_LEARN))
    except UserError as refused:
        row.state, row.reason = FormDraft.REFUSED, f"{refused.message}{refused.remedy}"[:300]
        row.save(update_fields=["state", "reason"])
        return
    put_file(sample, "pictures", learned.pictures)
    sample.places, sample.state, sample.revision = learned.places, FormSample.READ, 1
    sample.save(update_fields=["pictures", "places", "state", "revision"])
    row.content, row.state, row.revision, row.changed_at = learned.content, FormDraft.OPEN, 1, clock.now()
    row.save(update_fields=["content", "state", "revision", "changed_at"])


@gate.job(PURPOSE, title="様式の試し読み", steps=(_TRY,), result="stool_tests:form_trials")
def try_form(work: Work, draft: int) -> None:
    """Read the filled sheets of a draft that its present state hasn't read yet."""
    row = FormDraft.objects.get(pk=draft)
    if row.state != FormDraft.OPEN:
        return
    read = {"revision": row.revision, "state__in": (FormSample.READ, FormSample.REFUSED)}
    samples = list(actions.trials(row).exclude(**read).order_by("id"))
    work.step(_TRY, total=len(samples))
    for sample in samples:
        _try(row, sample)
        work.advance()


def _try(draft: FormDraft, sample: FormSample) -> None:
    from sekisho.affairs.stool_tests.reading.pictures import Picture, joined
    from sekisho.affairs.stool_tests.teaching.learning import opened
    from sekisho.affairs.stool_tests.teaching.trial import try_page
    from sekisho.paper.engine import load_engine

    form = actions.form_of(draft)
    sample.revision, sample.reason = draft.revision, ""
    try:
        pages = opened(Held(sample.name, read_file(sample, "content")))
    except UserError as refused:
        sample.state, sample.reason = FormSample.REFUSED, f"{refused.message}{refused.remedy}"[:300]
        sample.save(update_fields=["state", "reason", "revision"])
        return
    engine = load_engine(settings.SEKISHO_READING_THREADS)
    found, pictures = [], list[Picture]()
    for page in pages:
        said, picture = try_page(page, form, engine, rows=not draft.use)
        if picture:
            said["picture"] = len(pictures)
            pictures.append(picture)
        found.append(said)
    if pictures and not sample.pictures:
        data, sample.places = joined(pictures)
        put_file(sample, "pictures", data)
    sample.found, sample.state = json.dumps(found, ensure_ascii=False), FormSample.READ
    sample.save(update_fields=["found", "state", "revision", "reason", "pictures", "places"])
