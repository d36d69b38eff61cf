"""The unit's head reads the letter as it goes out, and signs it or sends it back."""

from copy import deepcopy
from datetime import date

import pytest
from django.urls import reverse

from suggestions.actions import reply
from suggestions.choices import ReplyState
from suggestions.models import Draft, Reply
from tests import factories as make
from tests.suggestions.pages import stop_clock, told, words

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 20)


@pytest.fixture(scope="module")
def made(rows_stay):
    return make.task(make.assigned(make.unit("市水务局"), assisting=[make.unit("市财政局")]))


@pytest.fixture(scope="module")
def head(made):
    return make.head(made.unit, name="李局长")


@pytest.fixture
def task(monkeypatch, made):
    stop_clock(monkeypatch, TODAY)
    return deepcopy(made)


def submitted(task, **fields) -> Reply:
    task.suggestion.refresh_from_db()
    return make.submitted(task.suggestion, task.unit, on=TODAY, without_opinions_reason="已电话征求意见", **fields)


def sign_off_url(made) -> str:
    return reverse("suggestions:sign_off", args=[made.pk])


def test_the_head_reads_the_letter_as_it_goes_out_and_signs(client, head, task):
    made = submitted(task, text="第一段。\n\n第二段。", document_number="水函(2026)9号")
    client.force_login(head)
    text = words(client.get(sign_off_url(made)))
    assert "水函〔2026〕9号" in text
    assert f"{task.suggestion.proposer}代表：" in text
    assert "第二段。" in text
    assert "已记录答复前与代表的联系" in text  # the list of checks
    assert "签发并送代表工作机构审核" in text  # where it goes
    answer = client.post(sign_off_url(made), {"decision": "sign"})
    assert "已签发" in told(answer)
    made.refresh_from_db()
    assert (made.state, made.signed_by) == (ReplyState.AWAITING_REVIEW, head)
    assert not Draft.objects.filter(assignment=task).exists()
    again = client.post(sign_off_url(made), {"decision": "sign"})
    assert again.status_code == 409
    assert "待审核" in words(again)


def test_the_head_sends_it_back_only_with_words(client, head, task):
    Draft.objects.create(assignment=task, form="reply", data={"text": "草稿"}, revision=1, saved_at=make.at(TODAY, 9))
    made = submitted(task)
    client.force_login(head)
    refused = client.post(sign_off_url(made), {"decision": "send_back", "reason": ""})
    assert "请填写退回修改的意见" in str(refused.context["form"].errors["reason"])
    assert "请填写退回修改的意见" in words(refused)
    assert client.post(sign_off_url(made), {"reason": "改"}).status_code == 200  # no button: nothing happens
    made.refresh_from_db()
    assert made.state == ReplyState.AWAITING_SIGNATURE
    answer = client.post(sign_off_url(made), {"decision": "send_back", "reason": "请写明完成时间"})
    assert "已退回经办人修改" in told(answer)
    made.refresh_from_db()
    assert (made.state, made.review_note) == (ReplyState.SENT_BACK_BY_HEAD, "请写明完成时间")
    assert Draft.objects.filter(assignment=task).exists()  # what was typed is still there to go on from


def test_an_old_version_cannot_be_signed(client, head, task):
    first = submitted(task)
    reply.send_back_draft(reply=first, reason="请修改", by=head, at=make.at(TODAY))
    submitted(task)
    client.force_login(head)
    assert "此版答复当前为“单位退改”" in told(client.get(sign_off_url(first)))
    assert client.post(sign_off_url(first), {"decision": "sign"}).status_code == 409
    assert set(Reply.objects.values_list("state", flat=True)) == {
        ReplyState.SENT_BACK_BY_HEAD,
        ReplyState.AWAITING_SIGNATURE,
    }


def test_who_may_not_sign_off(client, head, task):
    made = submitted(task)
    for person, status in [
        (make.handler(task.unit), 403),
        (make.office_head(), 403),
        (make.head(task.suggestion.assignments.get(role="assisting").unit), 403),
        (make.head(make.unit()), 404),
    ]:
        client.force_login(person)
        assert client.post(sign_off_url(made), {"decision": "sign"}).status_code == status, person.role
    made.refresh_from_db()
    assert made.state == ReplyState.AWAITING_SIGNATURE


def test_signing_late_is_said(client, monkeypatch, head, task):
    made = submitted(task)
    stop_clock(monkeypatch, date(2026, 6, 3))
    client.force_login(head)
    assert "期限2026-06-02已过1天，现在签发将记为逾期答复" in words(client.get(sign_off_url(made)))
