"""The review page: one outcome with what it needs, similar titles beside it, the next one after it."""

import pytest
from django.urls import reverse

from suggestions.choices import RefusalReason, ReviewOutcome, Status
from suggestions.workflow import Action
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    person = f.clerk()
    client.force_login(person)
    return person


def url(item, name="review"):
    return reverse(f"suggestions:{name}", args=[item.pk])


OUTCOMES = [
    ({"outcome": ReviewOutcome.ACCEPT}, Status.ACCEPTED),
    ({"outcome": ReviewOutcome.RETURN, "reason": "请写明具体路段。"}, Status.RETURNED),
    ({"outcome": ReviewOutcome.CONVERT, "reason": "属个人诉求。"}, Status.CONVERTED),
    ({"outcome": ReviewOutcome.NOT_ACCEPT, "reason_code": RefusalReason.NO_CONTENT}, Status.NOT_ACCEPTED),
    ({"outcome": ReviewOutcome.WITHDRAW, "reason": "代表书面撤回。"}, Status.WITHDRAWN),
]


@pytest.mark.parametrize(("typed", "status"), OUTCOMES)
def test_each_outcome_leads_to_its_status(client, clerk, typed, status):
    item = f.suggestion()
    assert client.post(url(item), typed).status_code == 302
    item.refresh_from_db()
    assert item.status == status
    assert item.reviews.get().decided_by == clerk


def test_a_merged_one_joins_an_open_one_of_its_session(client, clerk):
    main, item = f.suggestion(), f.suggestion()
    client.post(url(item), {"outcome": ReviewOutcome.MERGE, "into": main.pk, "reason": "内容相同。"})
    item.refresh_from_db()
    assert (item.status, item.merged_into) == (Status.MERGED, main)


MISSING = [
    ({}, "outcome"),
    ({"outcome": "no such outcome"}, "outcome"),
    ({"outcome": ReviewOutcome.RETURN, "reason": "  "}, "reason"),
    ({"outcome": ReviewOutcome.NOT_ACCEPT, "reason": "不属职权"}, "reason_code"),
    ({"outcome": ReviewOutcome.MERGE, "reason": "内容相同。"}, "into"),
    ({"outcome": ReviewOutcome.MERGE, "reason": "内容相同。", "into": "999999"}, "into"),
]


@pytest.mark.parametrize(("typed", "field"), MISSING)
def test_what_an_outcome_needs_is_asked_for_at_its_field(client, clerk, typed, field):
    item = f.suggestion()
    answer = client.post(url(item), typed)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    item.refresh_from_db()
    assert item.status == Status.REGISTERED
    assert not item.reviews.exists()


def test_the_next_unreviewed_one_follows_and_the_way_back_is_kept(client, clerk):
    first, second, third = (f.suggestion() for _ in range(3))
    answer = client.post(url(second), {"outcome": ReviewOutcome.ACCEPT, "then": "next", "next": "/suggestions/?q=路"})
    assert answer["Location"].startswith(url(third))
    assert "next=" in answer["Location"]
    assert client.post(url(third), {"outcome": ReviewOutcome.ACCEPT, "then": "next"})["Location"] == url(first)
    last = client.post(url(first), {"outcome": ReviewOutcome.ACCEPT, "then": "next"})
    assert last["Location"] == first.get_absolute_url()


def test_similar_titles_are_shown_and_one_can_be_chosen_to_merge_into(client, clerk):
    other = f.suggestion(title="关于拓宽学院路的建议")
    f.suggestion(title="关于完善社区养老服务的建议")
    old = f.suggestion(title="关于尽快拓宽学院路的建议", session=f.session("十二届五次会议"))
    item = f.suggestion(title="关于拓宽学院路东段的建议")
    answer = client.get(url(item))
    shown = {row["suggestion"].pk: row["can_merge"] for row in answer.context["similar"]}
    assert shown == {other.pk: True, old.pk: False}
    chosen = client.get(url(item), {"into": other.pk}).context["form"]
    assert chosen["outcome"].value() == ReviewOutcome.MERGE
    assert chosen["into"].value() == other.pk


def test_of_two_clerks_the_second_is_told_who_decided_and_keeps_the_words(client, clerk):
    item = f.accepted(by=f.clerk(name="先到者"))
    answer = client.post(url(item), {"outcome": ReviewOutcome.RETURN, "reason": "请补充具体路段。", "seen": 0})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "先到者 受理" in page
    assert "请补充具体路段。" in page
    item.refresh_from_db()
    assert item.status == Status.ACCEPTED


def test_a_page_read_before_a_change_does_not_overwrite_it(client, clerk):
    item = f.suggestion()
    stale = {"outcome": ReviewOutcome.NOT_ACCEPT, "reason_code": RefusalReason.OTHER, "seen": item.version}
    client.post(url(item, "note"), {"words": "代表来电补充了材料。"})
    answer = client.post(url(item), stale)
    assert answer.status_code == 409
    assert "有了新的变化" in answer.content.decode()
    item.refresh_from_db()
    assert item.status == Status.REGISTERED
    stale["seen"] = item.version
    assert client.post(url(item), stale).status_code == 302, "read again, the same words go through"


def test_what_is_already_decided_leads_back_with_a_sentence(client, clerk):
    item = f.suggestion()
    client.post(url(item), {"outcome": ReviewOutcome.CONVERT, "reason": "属个人诉求。"})
    answer = client.get(url(item))
    assert (answer.status_code, answer["Location"]) == (302, item.get_absolute_url())
    assert "转来信处理" in str(list(answer.wsgi_request._messages)[-1])


def test_a_suggestion_in_handling_can_still_be_withdrawn_and_nothing_else(client, clerk):
    item = f.assigned()
    form = client.get(url(item)).context["form"]
    assert [value for value, _ in form.fields["outcome"].choices] == [ReviewOutcome.WITHDRAW]


@pytest.mark.parametrize("maker", [lambda: f.head(f.unit()), f.deputy])
def test_others_do_not_review(client, maker):
    item = f.suggestion()
    person = maker()
    if not hasattr(person, "role"):
        person = f.user("deputy", deputy=item.lead_deputy)
    client.force_login(person)
    expected = 403 if person.role == "deputy" else 404
    assert client.get(url(item)).status_code == expected
    assert client.post(url(item), {"outcome": ReviewOutcome.ACCEPT}).status_code == expected
    item.refresh_from_db()
    assert item.status == Status.REGISTERED


def test_returned_comes_back_and_a_decision_is_undone_by_the_head_only(client, clerk):
    item = f.suggestion()
    client.post(url(item), {"outcome": ReviewOutcome.RETURN, "reason": "请写明路段。"})
    assert client.post(url(item, "resubmit")).status_code == 302
    item.refresh_from_db()
    assert item.status == Status.REGISTERED
    client.post(url(item), {"outcome": ReviewOutcome.NOT_ACCEPT, "reason_code": RefusalReason.OTHER})
    assert client.get(url(item, "revise")).status_code == 403
    client.force_login(f.office_head())
    assert list(client.post(url(item, "revise"), {"reason": " "}).context["form"].errors) == ["reason"]
    client.post(url(item, "revise"), {"reason": "误操作。"})
    item.refresh_from_db()
    assert item.status == Status.REGISTERED
    assert item.events.filter(action=Action.REVISE_REVIEW).count() == 1
