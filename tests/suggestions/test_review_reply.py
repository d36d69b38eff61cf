"""The office reviews a signed reply: passed, or sent back with a reason and every version kept."""

import pytest
from django.urls import reverse

from suggestions.choices import ReplyState, Status
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    person = f.clerk()
    client.force_login(person)
    return person


def url(thing, name):
    return reverse(f"suggestions:{name}", args=[thing.pk])


def test_an_accepted_reply_is_the_answer(client, clerk):
    item = f.assigned()
    made = f.filed(item)
    assert client.post(url(made, "review_reply"), {"decision": "accept"}).status_code == 302
    item.refresh_from_db()
    assert item.status == Status.REPLIED


def test_sent_back_with_a_reason_the_version_is_kept(client, clerk):
    made = f.filed(f.assigned())
    blank = client.post(url(made, "review_reply"), {"decision": "reject", "reason": " "})
    assert list(blank.context["form"].errors) == ["reason"]
    client.post(url(made, "review_reply"), {"decision": "reject", "reason": "没有逐条回应。"})
    made.refresh_from_db()
    assert (made.state, made.review_note) == (ReplyState.SENT_BACK_BY_OFFICE, "没有逐条回应。")
    assert (
        made.assignment.done_on is None or made.assignment.__class__.objects.get(pk=made.assignment_id).done_on is None
    )


def test_the_checks_and_the_earlier_versions_stand_beside_the_letter(client, clerk):
    lead, help_ = f.unit(), f.unit("市财政局")
    item = f.assigned(lead, assisting=[help_])
    first = f.filed(item, lead, without_opinions_reason="对方尚在研究。", text="第一版的话。")
    client.post(url(first, "review_reply"), {"decision": "reject", "reason": "请补充时限。"})
    second = f.filed(item, lead, without_opinions_reason="对方尚在研究。", document_number="42")
    page = client.get(url(second, "review_reply"))
    text = page.content.decode()
    assert "第一版的话。" in text
    assert "请补充时限。" in text
    assert "市财政局" in text
    open_lines = {line.key for line in page.context["checks"] if line.level != "done"}
    assert {"opinions", "text", "document_number"} <= open_lines
    assert "contact" not in open_lines


def test_the_next_waiting_reply_follows_when_wished(client, clerk):
    first, second = f.filed(f.assigned()), f.filed(f.assigned())
    answer = client.post(url(first, "review_reply"), {"decision": "accept", "then_next": "on"})
    assert answer["Location"] == url(second, "review_reply")
    answer = client.post(url(second, "review_reply"), {"decision": "accept", "then_next": "on"})
    assert answer["Location"] == second.assignment.suggestion.get_absolute_url()


def test_two_clerks_review_one_reply(client, clerk):
    made = f.filed(f.assigned())
    client.post(url(made, "review_reply"), {"decision": "accept"})
    second = client.post(url(made, "review_reply"), {"decision": "reject", "reason": "写得太短。"})
    assert second.status_code == 409
    assert "写得太短。" in second.content.decode()
    made.refresh_from_db()
    assert made.state == ReplyState.ACCEPTED
    assert client.post(url(made, "review_reply"), {"decision": "perhaps"}).status_code == 409
