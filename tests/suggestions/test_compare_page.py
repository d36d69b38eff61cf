"""Versions side by side: for whoever may read both."""

from copy import deepcopy

import pytest
from django.urls import reverse

from suggestions.actions import opine, reply
from tests import factories as make
from tests.suggestions.pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(rows_stay):
    item = make.assigned()
    make.asked(item, "拓宽道路")
    item.refresh_from_db()
    (ask,) = item.asks.all()
    first = make.filed(item, text="第一段。\n上半年完成。", answers=(make.answer(ask),))
    reply.reject(reply=first, reason="请写明期限", by=make.clerk(), at=make.at())
    later = make.answer(ask, "planned", text="列入计划。")
    return first, make.submitted(item, text="第一段。\n下半年完成。", answers=(later,))


@pytest.fixture
def versions(made):
    return deepcopy(made)


def url(version, other=None, name="compare") -> str:
    query = {"with": other.pk} if other is not None else None
    return reverse(f"suggestions:{name}", args=[version.pk], query=query)


def test_the_unit_sees_what_it_changed(client, versions):
    first, second = versions
    client.force_login(make.handler(second.assignment.unit))
    page = client.get(url(second))
    html = page.content.decode()
    assert page.context["old"] == first
    assert "<del>上</del>半年完成" in html
    assert "<ins>下</ins>半年完成" in html
    assert "列入计划" in words(page)
    assert "文号、日期、签发人 未改动" in words(page)
    assert client.get(url(first, second)).context["old"] == second


@pytest.mark.parametrize(("role", "status"), [("clerk", 404), ("auditor", 200), ("leader", 404)])
def test_a_version_that_one_does_not_read_is_not_there(client, versions, role, status):
    first, second = versions
    client.force_login(make.user(role))
    assert client.get(url(second)).status_code == status  # with the head, not yet filed
    assert client.get(url(first, second)).status_code == status
    assert client.get(url(first)).status_code == 200


@pytest.mark.parametrize("other", ["0", "x", "99999", ""])
def test_a_version_of_something_else_is_refused(client, versions, other):
    client.force_login(make.user("auditor"))
    assert client.get(f"{url(versions[0])}?with={other}").status_code == 404


def test_a_version_of_another_suggestion_is_refused(client, versions):
    client.force_login(make.user("auditor"))
    strange = make.filed(make.assigned())
    assert client.get(url(versions[0], strange)).status_code == 404
    assert "只有一版" in words(client.get(url(strange)))


def test_opinions_too(client):
    helper = make.unit()
    item = make.assigned(make.unit(), assisting=[helper])
    first = make.opined(item, helper)
    task = make.task(item, helper)
    second = opine.file(assignment=task, text="同意。", by=make.handler(helper), on=make.DAY, at=make.at())
    client.force_login(make.handler(helper))
    page = client.get(url(second, name="compare_opinions"))
    assert page.context["old"] == first
    client.force_login(make.handler(make.unit()))
    assert client.get(url(second, name="compare_opinions")).status_code == 404
