"""A form is taught: samples come in, the draft is changed, published or dropped (purpose «stool_tests.forms»)."""

from django.db.models import QuerySet

from sekisho import gate
from sekisho.affairs.stool_tests.actions.forms import publish_form
from sekisho.affairs.stool_tests.models import FormDraft, FormSample
from sekisho.affairs.stool_tests.teaching import changes
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.gate.jobs.declare import Declared
from sekisho.gate.vault.fields import put_file
from sekisho.paper import form as paper
from sekisho.paper.formfile import form_problems, form_to_toml, parse_form
from sekisho.site import taught

MOST_TRIALS = 3


def begin(name: str, file: str, data: bytes, actor: gate.Actor, learn: Declared, use: str = "") -> FormDraft:
    """A sample comes in; the job ``learn`` proposes its regions. ``use``: the affair whose sheets it is for, empty for this one."""
    now = clock.now()
    draft = FormDraft.objects.create(name=name, use=use, created_at=now, changed_at=now, created_by=actor.key)
    _take_in(draft, FormSample.PATTERN, file, data, actor)
    draft.job = learn.plan(actor, case=draft.pk, draft=draft.pk).pk
    draft.save(update_fields=["job"])
    return draft


def _take_in(draft: FormDraft, role: str, file: str, data: bytes, actor: gate.Actor) -> None:
    sample = FormSample(
        draft=draft, role=role, name=file[:255], received_at=clock.now(), received_by=actor.key
    )
    put_file(sample, "content", data)
    sample.save()


def locked(key: int, revision: int | None = None) -> FormDraft:
    """The draft, for a change of it; UserError unless it is open, and at ``revision`` where one is given."""
    draft = FormDraft.objects.select_for_update().get(pk=key)
    if draft.state != FormDraft.OPEN:
        raise UserError("この様式は、もう直せません。", "様式の一覧から、いまの様子を見てください。")
    if revision is not None and draft.revision != revision:
        raise UserError(
            "この様式は、ほかの画面で直されています。",
            "画面を開き直して、いまの形を見てから直してください。",
        )
    return draft


def form_of(draft: FormDraft) -> paper.Form:
    """The regions of a draft."""
    return parse_form(draft.content, draft.name, draft=True)


def change(draft: FormDraft, region: str, do: str, values: changes.Values) -> None:
    """One change of a region."""
    _keep(draft, changes.change(form_of(draft), region, do, values))


def _keep(draft: FormDraft, form: paper.Form) -> None:
    draft.content = form_to_toml(form)
    draft.revision += 1
    draft.changed_at = clock.now()
    draft.save(update_fields=["content", "revision", "changed_at"])


def add_trial(draft: FormDraft, file: str, data: bytes, actor: gate.Actor, read: Declared) -> None:
    """A filled sheet to try the draft on; the job ``read`` reads it."""
    if trials(draft).count() >= MOST_TRIALS:
        raise UserError(f"試し読みの用紙は {MOST_TRIALS} つまでです。", "どれかを外してから入れてください。")
    _take_in(draft, FormSample.TRIAL, file, data, actor)
    plan_trials(draft, actor, read)


def plan_trials(draft: FormDraft, actor: gate.Actor, read: Declared) -> None:
    """Have the job ``read`` read the sheets that this state of the draft hasn't read yet."""
    draft.trial_job = read.plan(actor, case=draft.pk, draft=draft.pk).pk
    draft.save(update_fields=["trial_job"])


def trials(draft: FormDraft) -> QuerySet[FormSample]:
    """The sheets that the draft is tried on."""
    return FormSample.objects.filter(draft=draft, role=FormSample.TRIAL, closed_at__isnull=True)


def remove_trial(draft: FormDraft, key: int) -> None:
    """The sheet isn't needed any more."""
    trials(draft).filter(pk=key).update(closed_at=clock.now())


def publish(draft: FormDraft, name: str, by: int | None) -> str:
    """The draft becomes the newest version of the form ``name``, which is told; UserError while something must be mended."""
    form = form_of(draft)
    if form_problems(form):
        raise UserError(
            "直すところが残っているので、公開できません。", "「直すところ」の欄を直してから公開してください。"
        )
    draft.content = form_to_toml(changes.named(form, name))
    use = taught.find(draft.use)
    if use:
        version = use.publish(name, draft.content, by)
    elif draft.use:
        raise UserError("この用紙を読む事務が、この仕組みにありません。", "情報担当に知らせてください。")
    else:
        draft.form = publish_form(name, draft.content, by)
        version = str(draft.form)
    _end(draft, FormDraft.PUBLISHED)
    return version


def drop(key: int) -> FormDraft:
    """Nobody goes on with it; its samples go when their time is up."""
    draft = FormDraft.objects.select_for_update().get(pk=key)
    if draft.state not in FormDraft.LIVING:
        raise UserError("この様式の作成は、もう終わっています。", "様式の一覧を見直してください。")
    _end(draft, FormDraft.DROPPED)
    return draft


def _end(draft: FormDraft, state: str) -> None:
    draft.state, draft.changed_at = state, clock.now()
    draft.save(update_fields=["state", "changed_at", "content", "form"])
    FormSample.objects.filter(draft=draft, closed_at__isnull=True).update(closed_at=clock.now())
