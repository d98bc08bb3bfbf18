"""Whoever holds several posts chooses the one acted in."""

from sekisho.people.models import Assignment
from tests.cast import SINCE, Cast, signed_in


def _choice(page: str) -> list[str]:
    return [line.partition(">")[2].partition("<")[0] for line in page.split("<option ")[1:]]


def test_the_chosen_post_comes_first(cast: Cast) -> None:
    second = Assignment.objects.using("owner").create(
        staff=cast.alice, post="facility_head", office=cast.brook, since=SINCE
    )
    client = signed_in(cast.alice)
    assert _choice(client.get("/").content.decode()) == ["保育課 担当者", "小川保育園 園長・施設長"]
    answer = client.post("/post/", {"assignment": second.pk}, follow=True)
    assert _choice(answer.content.decode()) == ["小川保育園 園長・施設長", "保育課 担当者"]
    assert "「小川保育園 園長・施設長」として操作します。" in answer.content.decode()


def test_nobody_takes_a_post_of_somebody_else(cast: Cast) -> None:
    client = signed_in(cast.alice)
    for foreign in (cast.dora.assignments.get().pk, "", "x", 999):
        assert client.post("/post/", {"assignment": foreign}).status_code == 400
    assert "assignment" not in client.session


def test_one_post_is_named_without_a_choice(cast: Cast) -> None:
    page = signed_in(cast.charlie).get("/").content.decode()
    assert "<select" not in page and "建築課 担当者" in page
