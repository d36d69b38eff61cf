"""Handing a task back inside its window, taking that back, and asking for a further unit."""

from copy import deepcopy
from datetime import date

import pytest
from django.urls import reverse

from suggestions.actions import rehandle
from suggestions.choices import AssignmentState, Grade, RequestState
from suggestions.models import AdditionRequest, ReturnRequest
from tests import factories as make
from tests.suggestions.pages import stop_clock, told, words

pytestmark = pytest.mark.django_db
LAST_DAY = date(2026, 3, 16)  # ten working days after Monday 2 March


@pytest.fixture(scope="module")
def made(rows_stay):
    return make.signed(make.assigned(make.unit("市水务局")))


@pytest.fixture(scope="module")
def handler(made):
    return make.handler(made.unit)


@pytest.fixture
def task(client, monkeypatch, made, handler):
    """A signed task, its handler logged in, on the day after assignment."""
    stop_clock(monkeypatch, date(2026, 3, 3))
    client.force_login(handler)
    return deepcopy(made)


def url(name: str, task) -> str:
    return reverse(f"suggestions:{name}", args=[task.pk])


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2026, 3, 3), "今天之后还有 9 个工作日"),
        (date(2026, 3, 13), "还有 1 个工作日"),
        (LAST_DAY, "今天是最后一天"),
    ],
)
def test_until_when_and_how_many_days_are_left(client, monkeypatch, task, day, sentence):
    stop_clock(monkeypatch, day)
    client.force_login(make.handler(task.unit))  # the session of another day has ended
    page = words(client.get(url("give_back", task)))
    assert "2026年3月16日前申请退回" in page
    assert sentence in page


def test_the_request_goes_to_the_office(client, task):
    other = make.unit("市城管局")
    form = {"reason": "依据三定规定，属城管部门职责。", "proposed_unit": other.pk}
    answer = client.post(url("give_back", task), form)
    assert answer.status_code == 302
    request = ReturnRequest.objects.get()
    assert (request.assignment, request.proposed_unit, request.state) == (task, other, RequestState.PENDING)
    second = client.post(url("give_back", task), form)
    assert second.status_code == 409
    assert "申请退回" in words(second)
    assert ReturnRequest.objects.count() == 1


def test_who_answered_and_handles_again_does_not_give_back(client, task):
    """Its duty was settled by the first answer: neither page, button nor message speaks of it."""
    item, day = task.suggestion, date(2026, 3, 3)
    make.replied(item, on=day)
    make.judged(item, Grade.DISSATISFIED, on=day)
    rehandle.rehandle(suggestion=item, demanded_on=day, reason="请落实", by=make.clerk(), today=day, at=make.at(day))
    again = make.task(item)
    assert "可退回至" not in words(client.get(url("sign", again)))
    assert "申请退回" not in told(client.post(url("sign", again)))
    again.refresh_from_db()
    assert "申请退回" not in words(client.get(item.get_absolute_url()))
    answer = client.get(url("give_back", again))
    assert "重新办理由原承办单位继续负责，不再申请退回" in told(answer)
    assert client.post(url("give_back", again), {"reason": "不属职责"}).status_code == 409
    assert not ReturnRequest.objects.exists()


def test_after_the_window_the_page_says_why_not(client, monkeypatch, task):
    stop_clock(monkeypatch, date(2026, 3, 17))
    client.force_login(make.handler(task.unit))
    page = client.get(url("give_back", task))
    assert page.status_code == 302
    assert "退回期限为2026-03-16，现已超过" in told(page)
    answer = client.post(url("give_back", task), {"reason": "不属本单位职责"})
    assert answer.status_code == 409
    assert "退回期限为2026-03-16，现已超过" in words(answer)
    assert "不属本单位职责" in answer.content.decode()  # what was typed is still there
    assert not ReturnRequest.objects.exists()


def test_a_missing_reason_keeps_the_chosen_unit(client, task):
    other = make.unit("市城管局")
    answer = client.post(url("give_back", task), {"reason": "  ", "proposed_unit": other.pk})
    assert answer.status_code == 200
    assert answer.context["form"].errors["reason"]
    assert f'<option value="{other.pk}" selected' in answer.content.decode()
    assert not ReturnRequest.objects.exists()


def test_the_own_unit_cannot_be_proposed(client, task):
    answer = client.post(url("give_back", task), {"reason": "理由", "proposed_unit": task.unit_id})
    assert answer.context["form"].errors["proposed_unit"]
    assert not ReturnRequest.objects.exists()


def test_taking_it_back(client, task):
    client.post(url("give_back", task), {"reason": "理由"})
    answer = client.post(url("take_back", task))
    assert "继续办理" in told(answer)
    task.refresh_from_db()
    assert task.state == AssignmentState.HANDLING
    assert ReturnRequest.objects.get().state == RequestState.TAKEN_BACK
    assert client.post(url("take_back", task)).status_code == 409


def test_asking_for_a_further_unit_once(client, task):
    other = make.unit("市财政局")
    form = {"unit": other.pk, "reason": "需要落实资金"}
    assert "市财政局" in told(client.post(url("request_addition", task), form))
    again = client.post(url("request_addition", task), {**form, "reason": "仍需资金"})
    assert "请勿重复提交" in words(again)
    assert "仍需资金" in again.content.decode()
    assert AdditionRequest.objects.count() == 1


def test_an_assisting_unit_cannot_ask_for_another(client, task):
    helper = make.unit()
    own = make.signed(make.assigned(assisting=[helper]), helper)
    client.force_login(make.handler(helper))
    answer = client.post(url("request_addition", own), {"unit": make.unit().pk, "reason": "理由"})
    assert answer.status_code == 409
    assert not AdditionRequest.objects.exists()
