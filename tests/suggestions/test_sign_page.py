"""Signing for receipt, one task or those ticked on the work list."""

import pytest
from django.urls import reverse

from suggestions.choices import AssignmentState
from suggestions.models import Assignment, Event
from suggestions.workflow import Action
from tests import factories as make
from tests.suggestions.pages import stop_clock, told, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def unit():
    return make.unit("市水务局")


def sign_url(task) -> str:
    return reverse("suggestions:sign", args=[task.pk])


def test_the_unit_signs_and_is_told_its_dates(client, unit):
    task = make.task(make.assigned(unit))
    client.force_login(make.handler(unit))
    page = client.get(sign_url(task))
    assert "2026-06-02" in words(page)
    task.refresh_from_db()
    assert task.state == AssignmentState.AWAITING_RECEIPT  # looking is not signing
    answer = client.post(sign_url(task))
    assert answer.status_code == 302
    assert "期限2026-06-02" in told(answer)
    assert "2026-03-16前申请退回" in told(answer)
    task.refresh_from_db()
    assert task.state == AssignmentState.HANDLING


def test_signing_twice_answers_with_a_sentence(client, unit):
    task = make.task(make.assigned(unit))
    client.force_login(make.handler(unit, name="张三"))
    client.post(sign_url(task))
    second = client.post(sign_url(task))
    assert second.status_code == 409
    assert "当前状态为“办理中”" in words(second)
    assert "张三 签收" in words(second)  # who was faster
    assert Event.objects.filter(assignment=task, action=Action.SIGN).count() == 1


def test_who_may_not_sign(client, unit):
    helper = make.unit("市财政局")
    task = make.task(make.assigned(unit, assisting=[helper]))
    for person, status in [
        (make.handler(helper), 403),
        (make.clerk(), 403),
        (make.user("auditor"), 403),
        (make.handler(make.unit()), 404),
    ]:
        client.force_login(person)
        assert client.post(sign_url(task)).status_code == status, person.role
    task.refresh_from_db()
    assert task.state == AssignmentState.AWAITING_RECEIPT


def test_several_at_once(client, unit):
    mine = [make.task(make.assigned(unit)) for _ in range(2)]
    done = make.signed(make.assigned(unit))
    stranger = make.task(make.assigned())
    client.force_login(make.handler(unit))
    tasks = [*(task.pk for task in mine), done.pk, stranger.pk, "x", "9" * 30]
    answer = client.post(reverse("suggestions:sign_many"), {"tasks": tasks, "next": "/?group=receipt"})
    assert answer.url == "/?group=receipt"
    assert "已签收2件" in told(answer)
    assert f"1件没有签收。{done.suggestion.number}号" in told(answer)
    signed = Assignment.objects.filter(state=AssignmentState.HANDLING)
    assert set(signed) == {*mine, done}  # the stranger's task was not touched, nor told of


def test_several_at_once_with_none_ticked_or_another_site(client, unit):
    client.force_login(make.handler(unit))
    answer = client.post(reverse("suggestions:sign_many"), {"next": "https://elsewhere.example/"})
    assert answer.url == "/"
    assert "没有选中" in told(answer)
    assert client.get(reverse("suggestions:sign_many")).status_code == 405
