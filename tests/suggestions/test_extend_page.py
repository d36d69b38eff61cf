"""Asking for a later due date: the bound and how it is reached; what is refused."""

from copy import deepcopy
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from suggestions.actions import rehandle
from suggestions.choices import Grade
from suggestions.models import Extension, Regulation
from tests import factories as make
from tests.suggestions.pages import stop_clock, told, words

pytestmark = pytest.mark.django_db
# Assigned on 2 March 2026: due 2 June, at most 2 September.


@pytest.fixture(scope="module")
def made(rows_stay):
    return make.signed(make.assigned(make.unit("市水务局")))


@pytest.fixture(scope="module")
def handler(made):
    return make.handler(made.unit)


@pytest.fixture
def task(client, monkeypatch, made, handler):
    stop_clock(monkeypatch, date(2026, 5, 20))
    client.force_login(handler)
    return deepcopy(made)


def url(task) -> str:
    return reverse("suggestions:request_extension", args=[task.pk])


def form(**changes) -> dict:
    return {"until": "2026-07-01", "reason": "涉及三个县，须实地勘察。", "work_done": "已完成初勘", **changes}


def test_the_page_shows_the_bound_and_how_it_is_reached(client, task):
    page = client.get(url(task))
    text = words(page)
    assert "现在期限 2026-06-02" in text
    assert "最晚可延至 2026-09-02" in text
    assert "期限为6个月" in text  # the steps
    assert 'min="2026-06-03"' in page.content.decode()
    assert 'max="2026-09-02"' in page.content.decode()


def test_the_request_leaves_the_date_until_it_is_decided(client, task):
    answer = client.post(url(task), form(is_deputy_informed="on"))
    assert "期限仍为2026-06-02" in told(answer)
    asked = Extension.objects.get()
    assert (asked.requested_until, asked.is_deputy_informed, asked.work_done) == (date(2026, 7, 1), True, "已完成初勘")
    task.refresh_from_db()
    assert task.due_on == date(2026, 6, 2)


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        ("2026-06-02", "应当晚于现在的答复期限2026年6月2日"),
        ("2026-09-03", "最晚可延至2026年9月2日"),
        ("2026-13-01", "日期"),
        ("", "必填"),
    ],
)
def test_a_date_that_cannot_be_asked_for(client, task, until, sentence):
    answer = client.post(url(task), form(until=until))
    assert answer.status_code == 200
    assert sentence in str(answer.context["form"].errors["until"])
    assert "须实地勘察" in answer.content.decode()
    assert not Extension.objects.exists()


def test_the_due_day_is_in_time_and_the_next_is_not(client, monkeypatch, task):
    stop_clock(monkeypatch, date(2026, 6, 2), hour=23)
    client.force_login(make.handler(task.unit))  # the session of another day has ended
    assert client.get(url(task)).status_code == 200
    stop_clock(monkeypatch, date(2026, 6, 3), hour=0)
    answer = client.get(url(task))
    assert "期限2026-06-02已过" in told(answer)
    assert client.post(url(task), form()).status_code == 409
    assert not Extension.objects.exists()


def test_one_request_at_a_time(client, task):
    client.post(url(task), form())
    second = client.post(url(task), form())
    assert second.status_code == 409
    assert "请勿重复提交" in words(second)
    assert Extension.objects.count() == 1


def test_where_no_consent_is_needed_the_date_moves_at_once(client, task):
    Regulation.objects.create(is_extension_consent_needed=False, changed_at=timezone.now())
    assert "不须批准" in words(client.get(url(task)))
    assert "已延期至2026-07-01" in told(client.post(url(task), form()))
    task.refresh_from_db()
    assert task.due_on == date(2026, 7, 1)
    assert task.original_due_on == date(2026, 6, 2)


def test_a_second_handling_is_not_extended(client, task, monkeypatch):
    item = task.suggestion
    make.replied(item, on=date(2026, 5, 20))
    make.judged(item, Grade.DISSATISFIED, on=date(2026, 5, 20))
    rehandle.rehandle(
        suggestion=item,
        demanded_on=date(2026, 5, 20),
        reason="请落实",
        by=make.clerk(),
        today=date(2026, 5, 20),
        at=make.at(date(2026, 5, 20)),
    )
    second = make.signed(item, on=date(2026, 5, 20))
    assert "重新办理的期限不再延长" in told(client.get(url(second)))
