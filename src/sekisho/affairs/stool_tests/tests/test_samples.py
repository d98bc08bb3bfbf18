"""A random part of the accepted rows, looked at in a grid."""

import re

import pytest
from django.test import Client

from sekisho import gate
from sekisho.affairs.stool_tests.actions.reading import keep_page
from sekisho.affairs.stool_tests.models import Caution, Form, Page, Row, Sample, Scan
from sekisho.affairs.stool_tests.reading.page import Found
from sekisho.affairs.stool_tests.reading.people import people_of
from sekisho.affairs.stool_tests.tests.months import DAY, MONTH, read_month, row, sheet
from sekisho.base import clock
from tests.cast import Cast, actor, signed_in

SAMPLES = "/stool_tests/samples/"


@pytest.fixture
def client(cast: Cast) -> Client:
    """Alice, with seven accepted rows of both nurseries, brook's read with less certainty."""
    read_month(cast)
    with gate.enter(gate.job_actor(), "stool_tests.reading"):
        Row.objects.filter(facility=cast.brook).update(probability=0.9991)
    return signed_in(cast.alice)


def _begin(client: Client, share: str = "0.01") -> str:
    answer = client.post(SAMPLES, {"month": "2026-10", "share": share})
    assert re.fullmatch(rf"{SAMPLES}\d+/", answer["Location"]), client.get(SAMPLES).content.decode()
    return str(answer["Location"])


def _shown(page: str) -> list[str]:
    return re.findall(r'name="seen" value="(\d+)"', page)


def _states(cast: Cast) -> dict[str, str]:
    with gate.enter(actor(cast.alice), "stool_tests.sampling"):
        return {one.name: one.state for one in Row.objects.all()}


def test_nothing_wrong_is_clear(cast: Cast, client: Client) -> None:
    told = client.get(SAMPLES).content.decode()
    assert "確定 7 行" in told
    sample = _begin(client)
    page = client.get(sample).content.decode()
    rows = _shown(page)
    assert len(rows) == 7, "of so few rows all must be seen"
    assert client.get(f"{SAMPLES}rows/{rows[0]}/strip/").status_code == 200
    client.post(SAMPLES, {"month": "2026-10", "share": "0.01"})
    assert "もう始まっています" in client.get(SAMPLES).content.decode()
    client.post(f"{sample}look/", {"seen": rows[:3]})
    assert "見た行 <b>3</b>／7" in client.get(sample).content.decode()
    client.post(f"{sample}look/", {"seen": rows})
    page = client.get(sample).content.decode()
    assert "十分に確かめました" in page and "確定した 7 行をすべて見て、誤りは 0 行でした" in page
    client.post(f"{sample}look/", {"seen": rows})
    assert "もう終わっています" in client.get(sample).content.decode()
    assert set(_states(cast).values()) == {Row.ACCEPTED}
    client.post(f"{sample}reopen/")
    assert "誤りは見つかっていません" in client.get(sample).content.decode()


def test_a_wrong_row_and_what_resembles_it_go_back_to_be_asked(cast: Cast, client: Client) -> None:
    sample = _begin(client)
    rows = _shown(client.get(sample).content.decode())
    with gate.enter(actor(cast.alice), "stool_tests.sampling"):
        wrong = str(Row.objects.get(name="川原 次郎").pk)
    client.post(f"{sample}look/", {"seen": [wrong], "wrong": [wrong, "999"]})
    assert _states(cast)["川原 次郎"] == Row.DOUBTFUL
    page = client.get(sample).content.decode()
    assert "似た行 2 行を確認待ちに戻す" in page, "the other two of brook are no surer"
    assert wrong not in _shown(page) and len(_shown(page)) == len(rows) - 1
    client.post(f"{sample}reopen/")
    states = _states(cast)
    assert {name for name, state in states.items() if state == Row.DOUBTFUL} == {
        "川原 次郎",
        "渡邉 健",
        "中村 葵",
    }
    page = client.get(sample).content.decode()
    assert "求めた確かさには届きません" in page and "似た行 2 行を戻しました" in page
    assert client.get(f"{SAMPLES}rows/{wrong}/strip/").status_code == 404
    again = _begin(client)
    assert again != sample and len(_shown(client.get(again).content.decode())) == 4


def test_two_wrong_rows_of_a_page_speak_against_the_page(cast: Cast, client: Client) -> None:
    sample = _begin(client)
    with gate.enter(actor(cast.alice), "stool_tests.sampling"):
        wrong = [str(one.pk) for one in Row.objects.filter(name__in=["大空 花子", "佐藤 翔"])]
        Row.objects.filter(pk__in=wrong).update(probability=0.9)
        Row.objects.exclude(pk__in=wrong).update(probability=0.99999)
    client.post(f"{sample}look/", {"seen": wrong, "wrong": wrong})
    client.post(f"{sample}reopen/")
    doubtful = {name for name, state in _states(cast).items() if state == Row.DOUBTFUL}
    assert doubtful == {"大空 花子", "佐藤 翔", "髙橋 恵", "鈴木 一"}


def test_a_row_changed_since_the_draw_counts_as_wrong(cast: Cast, client: Client) -> None:
    sample = _begin(client)
    rows = _shown(client.get(sample).content.decode())
    with gate.enter(actor(cast.bob), "stool_tests.review"):
        Row.objects.filter(name="佐藤 翔").update(state=Row.VOID, judged_by=2, judged_at="2026-11-20T00:00Z")
    assert "変わった 1 行は、誤りと数えます" in client.get(sample).content.decode()
    client.post(f"{sample}look/", {"seen": rows})
    page = client.get(sample).content.decode()
    assert "誤りは 1 行でした" in page and "求めた確かさには届きません" in page


def test_many_rows_are_drawn_at_random_and_few_are_looked_at(cast: Cast, client: Client) -> None:
    with gate.enter(gate.job_actor(), "stool_tests.reading"):
        page = sheet(cast.hill, "たくさん.pdf", rows=40)
        first = row(page, 1, Row.objects.select_related("person").get(name="鈴木 一").person)
        Row.objects.bulk_create(
            Row(
                page=page, number=number, person=first.person, facility=cast.hill, month=first.month, name="鈴木 一",
                tested_on=first.tested_on, state=Row.ACCEPTED, probability=0.9999, read_at=first.read_at, strip=first.strip,
            )
            for number in range(2, 400)
        )  # fmt: skip
    sample = _begin(client, "0.05")
    page_text = client.get(sample).content.decode()
    with gate.enter(actor(cast.alice), "stool_tests.sampling"):
        held = Sample.objects.get()
    assert held.target < 80 < len(held.drawn) == 406 and held.drawn != sorted(held.drawn)
    assert len(_shown(page_text)) == 24, "a grid at a time"
    while shown := _shown(client.get(sample).content.decode()):
        client.post(f"{sample}look/", {"seen": shown})
    done = client.get(sample).content.decode()
    assert "十分に確かめました" in done and re.search(r"95 % の確かさで \d+ 行（[34]\.\d\d %）以下", done)


def test_what_cant_be_drawn_is_told(cast: Cast) -> None:
    client = signed_in(cast.alice)
    client.post(SAMPLES, {"month": "2026-10", "share": "0.01"})
    assert "抜き取る行がありません" in client.get(SAMPLES).content.decode()
    client.post(SAMPLES, {"month": "x", "share": "9"})
    assert "選ばれていません" in client.get(SAMPLES).content.decode()


def test_pages_read_later_are_held_to_what_was_found_wrong(cast: Cast, client: Client) -> None:
    form = Form.objects.create(name="用紙", content="x", published_at=clock.now())
    with gate.enter(gate.job_actor(), "stool_tests.reading"):
        Page.objects.filter(month=MONTH).update(form=form)
    sample = _begin(client)
    with gate.enter(actor(cast.alice), "stool_tests.sampling"):
        wrong = str(Row.objects.get(name="川原 次郎").pk)
    client.post(f"{sample}look/", {"seen": [wrong], "wrong": [wrong]})
    client.post(f"{sample}reopen/")
    assert [(one.month, one.form, one.probability) for one in Caution.objects.all()] == [
        (MONTH, form, 0.9991)
    ]
    assert _later(cast, form.pk) == {1: Row.DOUBTFUL, 2: Row.ACCEPTED}
    # Another form's sheets aren't spoken against.
    other = Form.objects.create(name="別の用紙", content="x", published_at=clock.now())
    assert _later(cast, other.pk) == {1: Row.ACCEPTED, 2: Row.ACCEPTED}


def _later(cast: Cast, form: int) -> dict[int, str]:
    """States of the rows of a page that is read now: one as sure as the wrong one was, and one surer."""
    with gate.enter(gate.job_actor(), "stool_tests.reading"):
        people = people_of(MONTH)
        scan = Scan.objects.create(month=MONTH, name="遅れて.pdf", received_at=clock.now())
        page = Page.objects.create(scan=scan, number=1, received_at=clock.now())
        person = people.meant(str(cast.brook), "渡邉 健")
        rows = [
            {
                "number": number,
                "person": person,
                "name": "渡邉 健",
                "tested_on": DAY,
                "state": Row.ACCEPTED,
                "probability": sure,
            }
            for number, sure in ((1, 0.999), (2, 0.9999))
        ]
        keep_page(
            page.pk,
            Found(
                Page.READ,
                facility=str(cast.brook),
                month=MONTH,
                form=form,
                content=f"later {form}",
                rows=rows,
            ),
            people,
        )
        return {one.number: one.state for one in Row.objects.filter(page=page)}
