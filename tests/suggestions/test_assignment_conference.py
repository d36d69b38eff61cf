"""The assignment conference: rows saved one by one, issued together and once, or not at all."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notification
from accounts.roles import Role
from suggestions.actions import assign, draft_units
from suggestions.choices import Status, UnitRole
from suggestions.models import Assignment, AssignmentBatch
from tests import factories as f

pytestmark = pytest.mark.django_db
DESK, ISSUE, SAVE = "/assignment/", "/assignment/issue/", "/assignment/save/"
DAY = f.DAY.isoformat()


@pytest.fixture
def clerk(client):
    person = f.clerk()
    client.force_login(person)
    return person


def save(client, item, *leads, assisting=(), separate=False, reason="", seen=""):
    row = {
        "suggestion": item.pk,
        "leads": [u.pk for u in leads],
        "assisting": [u.pk for u in assisting],
        "separate": separate,
        "reason": reason,
        "seen": seen,
    }
    return client.post(SAVE, json.dumps(row), content_type="application/json", headers={"accept": "application/json"})


def pencilled(*leads, assisting=(), by=None, **fields):
    item = f.accepted(**fields)
    draft_units.draft(suggestion=item, leads=leads or [f.unit()], assisting=assisting, by=by or f.clerk())
    return item


def issue(client, **more):
    return client.post(ISSUE, {"session": f.session().pk, "scope": "all", "assigned_on": DAY, "note": ""} | more)


def agreed(client, **more):
    """The listing, and then the issue of just what it listed."""
    listing = issue(client, **more)
    assert listing.status_code == 200, listing
    sent = {"scope": "chosen", "items": [row.suggestion.pk for row in listing.context["ready"]]}
    return listing, more | sent | {"sure": listing.context["plan"]}


# The desk


def test_the_desk_holds_what_waits_for_its_units(client, clerk):
    lead = f.unit("市教育局", short_name="教育局")
    waiting, done = f.accepted(suggested_unit="教育局"), pencilled(lead)
    registered, _gone = f.suggestion(), f.assigned()
    page = client.get(DESK)
    assert [row.suggestion for row in page.context["rows"]] == [waiting, done]
    assert (page.context["ready"], page.context["total"]) == (1, 2)
    assert page.context["rows"][0].matched == lead, "what the deputy proposed can be taken over"
    only_open = client.get(DESK, {"show": "missing"})
    assert [row.suggestion for row in only_open.context["rows"]] == [waiting]
    wider = client.get(DESK, {"registered": "1"})
    assert registered in [row.suggestion for row in wider.context["rows"]]


def test_the_desk_asks_no_more_for_many_rows_than_for_few(client, clerk, django_assert_max_num_queries):
    lead, help_ = f.unit(), f.unit()
    pencilled(lead, assisting=[help_])
    client.get(DESK)
    with django_assert_max_num_queries(20) as few:
        client.get(DESK)
    for _ in range(15):
        pencilled(lead, assisting=[help_])
    with django_assert_max_num_queries(len(few)):
        client.get(DESK)


def test_an_empty_desk_says_what_comes_next(client, clerk):
    f.suggestion()
    assert "还有 1 件待审核" in client.get(DESK).content.decode()


# Saving a row


def test_a_row_is_saved_and_says_what_is_missing(client, clerk):
    item, lead, help_ = f.accepted(), f.unit(), f.unit()
    half = save(client, item, assisting=[help_]).json()
    assert half["problems"] == ["尚未选择主办单位"]
    whole = save(client, item, lead, assisting=[help_], seen=half["seen"]).json()
    assert whole["problems"] == []
    assert {(d.unit, d.role) for d in item.draft_units.all()} == {(lead, UnitRole.LEAD), (help_, UnitRole.ASSISTING)}


def test_a_subordinate_lead_is_a_problem_until_a_reason_is_given(client, clerk):
    below = f.unit("市河道管理所", parent=f.unit("市水务局"))
    item = f.accepted()
    first = save(client, item, below).json()
    assert "市水务局" in first["problems"][0]
    assert save(client, item, below, reason="日常管护由其负责", seen=first["seen"]).json()["problems"] == []


def test_of_two_clerks_on_one_row_the_second_is_told_and_sees_what_stands(client, clerk):
    item, mine, theirs = f.accepted(), f.unit(), f.unit()
    draft_units.draft(suggestion=item, leads=[theirs], by=f.clerk())
    late = save(client, item, mine, seen="")
    assert late.status_code == 409
    assert "刚刚被其他人改过" in late.json()["message"]
    assert late.json()["lead"] == [theirs.pk]
    assert item.draft_units.get().unit == theirs


def test_a_row_issued_meanwhile_is_answered_with_its_state(client, clerk):
    item = f.assigned()
    answer = save(client, item, f.unit())
    assert answer.status_code == 409
    assert "办理中" in answer.json()["message"]
    assert not item.draft_units.exists()


BAD_BODIES = ["", "[]", "{}", "null", '{"suggestion": 1}', "\xff", '{"suggestion": 1e400, "leads": []}']


@pytest.mark.parametrize("body", BAD_BODIES)
def test_what_is_no_row_is_refused_with_a_sentence(client, clerk, body):
    answer = client.post(SAVE, body, content_type="application/json")
    assert answer.status_code == 400
    assert "没有保存" in answer.json()["message"]


def test_rows_that_cannot_be_are_refused(client, clerk):
    item, unit, group = f.accepted(), f.unit(), f.unit(is_group=True)
    assert save(client, item, unit, assisting=[unit]).status_code == 400
    assert save(client, item, group).status_code == 400
    assert save(client, item, unit, f.unit()).status_code == 400
    gone = f.unit()
    gone_pk = gone.pk
    gone.delete()
    gone.pk = gone_pk
    assert save(client, item, gone).status_code == 400
    assert not item.draft_units.exists()


def test_who_may_not_is_told_in_json(client):
    item, unit = f.accepted(), f.unit()
    anonymous = save(client, item, unit)
    assert anonymous.status_code == 401
    assert "/login/" in anonymous.json()["login_url"]
    client.force_login(f.user(Role.AUDITOR))
    assert save(client, item, unit).status_code == 403
    client.force_login(f.handler(unit))
    assert save(client, item, unit).status_code == 404
    assert not item.draft_units.exists()


def test_without_the_token_nothing_is_saved():
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(f.clerk())
    item = f.accepted()
    answer = save(strict, item, f.unit())
    assert answer.status_code == 403
    assert answer.json()["message"]
    assert not item.draft_units.exists()


# Issuing


def test_everything_ready_is_listed_and_then_issued_together(client, clerk):
    lead, help_ = f.unit("市教育局"), f.unit("市财政局")
    f.handler(lead)
    f.handler(help_)
    items = [pencilled(lead, assisting=[help_]), pencilled(lead)]
    open_ = f.accepted()
    listing, sent = agreed(client)
    page = listing.content.decode()
    assert "交办 2 件建议、3 项任务，涉及 2 个单位，通知 2 人" in page
    assert open_.title in page
    assert not Assignment.objects.exists()
    done = client.post(ISSUE, {"session": f.session().pk, "assigned_on": DAY, "note": "交办会"} | sent)
    batch = AssignmentBatch.objects.get()
    assert done["Location"] == f"{ISSUE}?batch={batch.pk}"
    assert {a.suggestion for a in Assignment.objects.all()} == set(items)
    assert {str(a.assigned_on) for a in Assignment.objects.all()} == {DAY}
    assert Notification.objects.count() == 2, "one message a unit, not one a suggestion"
    open_.refresh_from_db()
    assert open_.status == Status.ACCEPTED


def test_a_double_click_issues_once_and_leads_to_the_same_result(client, clerk):
    pencilled()
    _listing, sent = agreed(client)
    typed = {"session": f.session().pk, "assigned_on": DAY} | sent
    first, second = client.post(ISSUE, typed), client.post(ISSUE, typed)
    assert first["Location"] == second["Location"]
    assert AssignmentBatch.objects.count() == 1
    assert Assignment.objects.count() == 1


def test_units_changed_after_the_listing_are_listed_again(client, clerk):
    item, other = pencilled(), f.unit("后来改的局")
    _listing, sent = agreed(client)
    draft_units.draft(suggestion=item, leads=[other], by=f.clerk())
    again = client.post(ISSUE, {"session": f.session().pk, "assigned_on": DAY} | sent)
    assert again.status_code == 200
    assert "还没有交办" in again.content.decode()
    assert "后来改的局" in again.content.decode()
    assert not Assignment.objects.exists()


def test_only_the_chosen_rows_go_out(client, clerk):
    chosen, left = pencilled(), pencilled()
    _listing, sent = agreed(client, scope="chosen", items=[chosen.pk])
    client.post(ISSUE, {"session": f.session().pk, "assigned_on": DAY} | sent)
    assert Assignment.objects.get().suggestion == chosen
    left.refresh_from_db()
    assert left.status == Status.ACCEPTED


@pytest.mark.parametrize(
    "day", ["", "2026-02-31", "2026-02-01", (timezone.localdate() + timedelta(days=1)).isoformat()]
)
def test_a_day_that_cannot_be_is_said_and_nothing_goes_out(client, clerk, day):
    pencilled()
    answer = issue(client, assigned_on=day)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["assigned_on"]
    assert not Assignment.objects.exists()


def test_with_nothing_ready_the_page_says_what_to_do(client, clerk):
    f.accepted()
    answer = issue(client)
    assert answer["Location"] == f"{DESK}?session={f.session().pk}"


def test_another_clerk_issued_some_meanwhile(client, clerk):
    mine, theirs = pencilled(), pencilled()
    _listing, sent = agreed(client)
    assign.issue(suggestions=[theirs], session=theirs.session, assigned_on=f.DAY, by=f.clerk(), today=f.DAY, at=f.at())
    answer = client.post(ISSUE, {"session": f.session().pk, "assigned_on": DAY} | sent)
    assert [row.suggestion for row in answer.context["ready"]] == [mine]
    assert answer.context["has_changed"]
    assert mine.assignments.count() == 0


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.CLERK, Role.OFFICE_HEAD}])
def test_the_conference_is_the_offices(client, role):
    client.force_login(f.user(role))
    pages = [DESK, ISSUE, reverse("suggestions:assignment_lists"), reverse("suggestions:assignment_list", args=[1])]
    assert {client.get(page).status_code for page in pages} == {403}
    assert issue(client).status_code == 403
