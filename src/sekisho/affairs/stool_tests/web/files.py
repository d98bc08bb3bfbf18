"""Files that a form brings: taken whole and in memory, since nothing that came in lies on a disk in plain."""

from pathlib import PurePath

from django.conf import settings
from django.http import HttpRequest

from sekisho.base.errors import UserError

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def taken(request: HttpRequest, field: str, what: str, endings: tuple[str, ...] = ()) -> tuple[str, bytes]:
    """Name and bytes of an uploaded file; UserError when there is none, it is empty, too large or of another kind."""
    file = request.FILES.get(field)
    limit = settings.FILE_UPLOAD_MAX_MEMORY_SIZE
    if file is None and int(request.META.get("CONTENT_LENGTH") or 0) > limit:
        raise UserError(
            f"{what}が大きすぎます。", f"{limit // 1_000_000} MB までのファイルを選んでください。"
        )
    if file is None:
        raise UserError(f"{what}が選ばれていません。", "ファイルを選んでから、もう一度押してください。")
    name = file.name or what
    if endings and PurePath(name).suffix.lower() not in endings:
        raise UserError(
            f"「{name}」は{what}ではありません。", f"{'か '.join(endings)} のファイルを選んでください。"
        )
    if not file.size:
        raise UserError(f"「{name}」は空のファイルです。", "保存し直したファイルを選んでください。")
    return name, file.read()
