"""The form of applications is taught where all forms are."""

from sekisho.affairs.admissions.actions.forms import publish_form
from sekisho.affairs.admissions.models import Form
from sekisho.affairs.admissions.rules import CHILD, NUMBER, titled
from sekisho.paper.formfile import parse_form
from sekisho.site import taught


def missing(content: str) -> list[str]:
    """What a form lacks to be put together by family."""
    form = parse_form(content, "様式", draft=True)
    said = []
    for number, page in enumerate(form.pages, start=1):
        names = {field.name for field in page.fields}
        for wanted in (NUMBER, CHILD):
            if wanted not in names:
                said.append(
                    f"{number}ページ目に欄「{wanted}」がありません。そのページは、どの家庭の申込書かを毎回職員が決めることになります。"
                )
    titles = titled(page.title for page in form.pages)
    if len(set(titles)) < len(titles):
        said.append("表題が同じページがあります。足りないページを名前で知らせるとき、見分けが付きません。")
    return said


def _versions() -> list[tuple[str, bool]]:
    return [(str(form), form.retired_at is None) for form in Form.objects.all()]


taught.register(taught.Use("admissions", "入所申込書", "admissions.review", publish_form, missing, _versions))
