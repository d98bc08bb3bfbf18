"""A form is taught on the web: sample, regions mended, tried, published, read with."""

import html
import re
from typing import Any

import psycopg
import pytest
from django.test import Client

from sekisho import gate
from sekisho.affairs.stool_tests.models import Form, FormDraft, FormSample, Page
from sekisho.affairs.stool_tests.tests.sheets import blank_pdf, drop, little, move_in, scan_pdf
from sekisho.affairs.stool_tests.web.teaching.forms import LIMIT
from sekisho.paper.formfile import parse_form
from tests.cast import Cast, actor, signed_in
from tests.jobs import work_off

FORMS = "/stool_tests/forms/"


def send(client: Client, url: str, data: bytes, name: str = "見本.pdf") -> Any:
    """A file as the page sends it; what the answer says."""
    answer = client.generic("POST", url, data, headers={"X-File-Name": name})
    assert answer.status_code in (200, 400), answer.content
    return answer.json()


def taught(client: Client, name: str = "結果報告書") -> str:
    """A draft learned from the blank sheet: the address of its page."""
    page: str = send(client, f"{FORMS}samples/?name={name}", blank_pdf())["next"]
    work_off()
    return page


def _change(client: Client, page: str, region: str, do: str, **values: str) -> Any:
    draft = FormDraft.objects.get()
    told = {"region": region, "do": do, **values, "revision": draft.revision}
    return client.post(f"{page}change/", told, headers={"X-Part": "1"})


def _columns() -> dict[str, str]:
    """Keys of the draft's columns by kind."""
    form = parse_form(FormDraft.objects.get().content, "draft", draft=True)
    return {
        column.kind: f"p0t{t}c{c}"
        for t, table in enumerate(form.pages[0].tables)
        for c, column in enumerate(table.columns)
    }


def _values(page: str, key: str) -> dict[str, str]:
    """What the fields of a region say."""
    form = re.search(f'id="panel-{key}".*?</form>', page, re.DOTALL)
    assert form, key
    found = re.findall(r'name="(\w+)" value="([^"]*)"', form[0])
    chosen = re.search(r'<option value="(\w+)" selected', form[0])
    return {
        name: html.unescape(value) for name, value in found if name not in ("do", "region", "revision")
    } | ({"kind": chosen[1]} if chosen else {})


def test_from_sample_to_published_form_with_which_sheets_are_read(
    cast: Cast, superuser: psycopg.Connection
) -> None:
    move_in(cast)
    superuser.execute("DELETE FROM stool_tests_form")
    client = signed_in(cast.alice)
    assert "様式はまだありません" in client.get(FORMS).content.decode()
    page = taught(client)
    told = client.get(page).content.decode()
    assert 'class="region column' in told and "この様式を公開する" in told
    picture = client.get(f"{page}pages/0/")
    assert picture["Content-Type"] == "image/jpeg" and picture.content.startswith(b"\xff\xd8")
    name = _columns()["name"]
    values = _values(told, name)
    answer = _change(client, page, name, "save", **{**values, "name": "受検した人"})
    assert answer.status_code == 200 and "受検した人" in answer.content.decode()
    assert send(client, f"{page}trials/files/", scan_pdf(0), "5月.pdf")["next"] == f"{page}trials/"
    work_off()
    read = client.get(f"{page}trials/").content.decode()
    assert little().sheets[0].facility in read, "fields are read too"
    assert "1 行目" in read and "受検した人の画像" in read and "試しに読む用紙は、まだありません" not in read
    assert client.get(re.search(r'<image href="([^"]+)"', read)[1]).content.startswith(b"\xff\xd8")  # type: ignore[index]
    draft = FormDraft.objects.get()
    client.post(f"{page}publish/", {"revision": draft.revision, "name": "結果報告書"})
    form = Form.objects.get()
    assert (form.name, form.version, form.published_by) == ("結果報告書", 1, cast.alice.pk)
    assert "受検した人" in form.content
    scan = drop(cast, "5月.pdf", scan_pdf(1))
    work_off()
    with gate.enter(actor(cast.alice), "stool_tests.intake"):
        assert [(one.state, one.form_id) for one in Page.objects.filter(scan=scan)] == [(Page.READ, form.pk)]
    # What was sealed can't be read in the tables, and the samples' clock runs.
    closed = superuser.execute("SELECT closed_at IS NOT NULL FROM stool_tests_formsample").fetchall()
    assert closed == [(True,), (True,)]
    assert "氏名" not in str(superuser.execute("SELECT found::text FROM stool_tests_formsample").fetchall())
    assert client.get(f"{FORMS}{form.pk}/").status_code == 200


def test_versions_follow_each_other_and_none_is_changed(cast: Cast, superuser: psycopg.Connection) -> None:
    client = signed_in(cast.alice)
    for _ in range(2):
        page = taught(client, "用紙")
        draft = FormDraft.objects.latest("id")
        told = client.get(page).content.decode()
        key = re.search(r'data-region="(p0t0c0)"', told)[1]  # type: ignore[index]
        values = {**_values(told, key), "name": f"列の名{draft.pk}"}
        client.post(f"{page}change/", {"revision": 1, "region": key, "do": "save", **values})
        client.post(f"{page}publish/", {"revision": 2, "name": "用紙"})
    assert [(one.version, one.retired_at is None) for one in Form.objects.all()] == [(2, True), (1, False)]
    first, second = Form.objects.get(version=1), Form.objects.get(version=2)
    with pytest.raises(psycopg.Error, match="a published form is not changed"):
        superuser.execute("UPDATE stool_tests_form SET content = 'x'")
    listed = client.get(FORMS).content.decode()
    assert "第2版" in listed and "この版を使う" in listed
    client.post(f"{FORMS}{first.pk}/use/")
    assert Form.objects.get(retired_at__isnull=True) == first
    client.post(f"{FORMS}{first.pk}/withdraw/")
    client.post(f"{FORMS}{first.pk}/withdraw/")
    assert not Form.objects.filter(retired_at__isnull=True).exists()
    assert "もう使われていません" in client.get(FORMS).content.decode()
    assert second.content != first.content


def test_what_is_wrong_stands_beside_its_region_and_stops_publishing(cast: Cast) -> None:
    client = signed_in(cast.alice)
    page = taught(client)
    told = client.get(page).content.decode()
    name = _columns()["name"]
    values = {**_values(told, name), "left": "1", "right": "500"}
    answer = _change(client, page, name, "save", **values).content.decode()
    panel = re.search('data-panel="p0t0".*?</details>', answer, re.DOTALL)
    assert panel and "はみ出しています" in panel[0] and "直すまで公開できません" in answer
    draft = FormDraft.objects.get()
    client.post(f"{page}publish/", {"revision": draft.revision, "name": "結果報告書"})
    assert not Form.objects.exists()
    assert "直すところが残っている" in client.get(page).content.decode()
    for values_, sentence in (
        ({**values, "left": "abc"}, "数字ではありません"), ({**values, "name": " "}, "名前が空"),
        ({**values, "kind": "evil"}, "その種類はありません"), ({**values, "choices": "あ、" * 40 + "い" * 30}, "選択肢が多すぎる"),
    ):  # fmt: skip
        refused = _change(client, page, name, "save", **values_)
        assert refused.status_code == 400 and sentence in refused.json()["message"]
    for key in ("p9", "p0f99", "p0t0c99", "x", "p0t0c0; DROP", ""):
        assert _change(client, page, key, "save", **values).status_code == 400


def test_two_windows_notice_each_other(cast: Cast) -> None:
    client = signed_in(cast.alice)
    page = taught(client)
    key = _columns()["name"]
    values = {**_values(client.get(page).content.decode(), key), "region": key, "revision": 1, "do": "save"}
    bob = signed_in(cast.bob)
    assert bob.post(f"{page}change/", values, headers={"X-Part": "1"}).status_code == 200
    refused = client.post(f"{page}change/", values, headers={"X-Part": "1"})
    assert "ほかの画面で直されています" in refused.json()["message"]


def test_hostile_samples_get_their_sentence(cast: Cast) -> None:
    client = signed_in(cast.alice)
    cases = {
        "切れた.pdf": (blank_pdf()[:3000], "途中で切れているか壊れていて"),
        "名前だけ.pdf": (b"<script>alert(1)</script>", "PDF ではありません"),
        "長い.pdf": (blank_pdf(13), "ページが多すぎます"),
        "白い.png": (_white(), "表も記入欄も見つけられませんでした"),
    }
    for name, (data, sentence) in cases.items():
        page = send(client, f"{FORMS}samples/?name=x", data, name)["next"]
        work_off()
        told = client.get(page).content.decode()
        assert sentence in told and "別の見本を入れる" in told and "<script>alert" not in told
        client.post(f"{page}drop/")
    assert not FormDraft.objects.exclude(state=FormDraft.DROPPED).exists()
    assert "空のファイル" in send(client, f"{FORMS}samples/?name=x", b"")["message"]
    assert "名前が空" in send(client, f"{FORMS}samples/?name=%20", blank_pdf())["message"]
    large = client.generic("POST", f"{FORMS}samples/?name=x", b"x", CONTENT_LENGTH=str(LIMIT + 1))
    assert "大きすぎます" in large.json()["message"]


def _white() -> bytes:
    import io

    from PIL import Image

    made = io.BytesIO()
    Image.new("L", (1240, 1754), 255).save(made, format="PNG")
    return made.getvalue()


def test_three_trials_at_most_and_others_keep_out(cast: Cast) -> None:
    client = signed_in(cast.alice)
    page = taught(client)
    for number in range(3):
        send(client, f"{page}trials/files/", scan_pdf(0), f"{number}.pdf")
    assert "3 つまで" in send(client, f"{page}trials/files/", scan_pdf(0))["message"]
    with gate.enter(actor(cast.alice), "stool_tests.forms"):
        sample = FormSample.objects.filter(role="trial").first()
    assert sample
    client.post(f"{page}trials/{sample.pk}/remove/")
    assert "あと 1 つ" in client.get(f"{page}trials/").content.decode()
    outside = signed_in(cast.charlie)
    assert outside.get(page).status_code == 403
    assert outside.get(f"{page}pages/0/").status_code == 403
