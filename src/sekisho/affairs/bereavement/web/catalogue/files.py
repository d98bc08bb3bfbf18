"""A version as YAML, out and in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from sekisho import gate
from sekisho.affairs.bereavement.editor import actions, exchange
from sekisho.affairs.bereavement.web.catalogue.shared import CATALOGUE, by, revision, version_of
from sekisho.base.errors import UserError
from sekisho.site.downloads import download

YAML = "application/yaml; charset=utf-8"


@require_GET
@gate.purpose(CATALOGUE)
def export(request: HttpRequest, version: int) -> HttpResponse:
    """The whole version."""
    one = version_of(version)
    text = exchange.to_yaml(one.content, f"ご遺族の手続きの一覧 第{one.pk}版")
    return download(text.encode(), f"catalogue-{one.pk}.yaml", YAML)


@require_POST
@gate.purpose(CATALOGUE)
def take_in(request: HttpRequest, version: int) -> HttpResponse:
    """The draft becomes what the file says; what can't be read is told, and then nothing changes."""
    version_of(version)
    sent = request.FILES.get("file")
    if sent is None:
        raise UserError("ファイルが選ばれていません。", "書き出した YAML を直したものを選んでください。")
    if (sent.size or 0) > 4 * exchange.LONGEST:
        raise UserError("ファイルが大きすぎます。", "書き出した YAML を直したものを選んでください。")
    try:
        text = sent.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError("ファイルの文字を読めません。", "UTF-8 で保存してください。") from error
    actions.change(version, revision(request), by(request), lambda said: exchange.from_yaml(text, said))
    messages.success(request, "取り込みました。何が変わったかは、下の表と家族の試しで確かめてください。")
    return redirect("bereavement:catalogue_version", version)
