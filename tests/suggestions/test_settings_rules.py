"""The date rules: only the office's head, only with a reason, every version kept; dates already set stay."""

import pytest
from django.urls import reverse

from accounts.roles import PERMISSIONS, Permission, Role
from suggestions.actions.change_rules import change_rules, in_force
from suggestions.errors import RuleViolation
from suggestions.forms.settings.rules import RegulationForm
from suggestions.models import Regulation
from tests import factories as make
from tests.suggestions.pages import undrawn

pytestmark = pytest.mark.django_db
PAGE, CHANGE = "/settings/rules/", "/settings/rules/change/"


@pytest.fixture
def head(client):
    user = make.office_head(name="负责人")
    client.force_login(user)
    return user


def fields(**changed) -> dict:
    """What the page would post unchanged, with a reason, and `changed`."""
    form = RegulationForm(instance=in_force())
    found = {name: form.initial[name] for name in form.fields if form.initial[name] not in (None, "")}
    found = {name: "on" if value is True else value for name, value in found.items() if value is not False}
    return {**found, "note": "主任会议决定", **changed}


def test_before_any_change_the_statute_holds(client, head):
    page = client.get(PAGE).content.decode()
    assert "3个月" in page
    assert "没有修改过" in page


def test_a_change_is_a_new_version_with_its_reason(client, head):
    client.post(CHANGE, fields(return_amount=7))
    client.post(CHANGE, fields(return_amount=7, reply_months=2, note="第二次"))
    second, first = Regulation.objects.all()
    assert (first.return_amount, first.reply_months, first.note) == (7, 3, "主任会议决定")
    assert (second.return_amount, second.reply_months, second.changed_by) == (7, 2, head)
    page = client.get(PAGE).content.decode()
    assert "退回期限：10 → 7" in page
    assert "答复期限（月）：3 → 2" in page


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"note": "  "}, "字段"),
        ({}, "与现行规则相同"),
        ({"return_amount": "x"}, "整数"),
        ({"reply_months": 5, "longest_months": 4}, "最长期限不能短于答复期限"),
    ],
)
def test_what_is_refused_and_nothing_is_written(client, head, changed, sentence):
    answer = client.post(CHANGE, fields(**changed))
    assert answer.status_code == 200
    assert sentence in str(answer.context["form"].errors)
    assert not Regulation.objects.exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"reply_months": 0}, "1"),
        ({"return_unit": "days_before_due"}, "选择一个有效的选项"),
        ({"urge_gap_days": 0}, "1"),
        ({"clock_start": "moon"}, "选择一个有效的选项"),
    ],
)
def test_what_the_form_refuses(changed, sentence):
    """Asked of the form: its page is the longest of the settings, and what it does with errors stands above."""
    assert sentence in str(RegulationForm(fields(**changed), instance=in_force()).errors)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"longest_months": 7}, "6个月"),
        ({"rehandling_amount": 7}, "按月计算的期限不能超过6个月"),
        ({"yellow_days": 30, "red_days": 30}, "红牌的逾期天数应多于黄牌"),
    ],
)
def test_what_the_action_refuses(changed, sentence):
    form = RegulationForm(fields(**changed), instance=in_force())
    assert form.is_valid()
    with pytest.raises(RuleViolation, match=sentence):
        change_rules(form.instance, by=make.office_head(), at=make.at())
    assert not Regulation.objects.exists()


def test_the_two_that_may_count_back_from_the_due_day(client, head):
    answer = client.post(CHANGE, fields(assisting_amount=30, assisting_unit="days_before_due"))
    assert answer.status_code == 302
    assert in_force().assisting_unit == "days_before_due"


def test_dates_already_set_do_not_move(client, head):
    item = make.assigned()
    before = make.task(item).due_on
    client.post(CHANGE, fields(reply_months=1, longest_months=2))
    assert make.task(item).due_on == before
    assert make.task(make.assigned()).due_on < before


@pytest.mark.parametrize("role", list(Role))
def test_who_reads_and_who_changes(client, role):
    client.force_login(make.user(role))
    reads, changes = role in PERMISSIONS[Permission.SEE_HISTORY], role == Role.OFFICE_HEAD
    page = client.get(PAGE)
    assert page.status_code == (200 if reads else 403)
    if reads:
        assert (reverse("suggestions:rules_change") in page.content.decode()) is changes
    with undrawn():
        assert client.get(CHANGE).status_code == (200 if changes else 403)
        assert client.post(CHANGE, fields(return_amount=5)).status_code == (302 if changes else 403)
    assert Regulation.objects.exists() is changes


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        (
            {"contact_rule": "or_reason"},
            "答复前与代表联系：必须，未联系不能答复 → 必须，未联系的说明理由",
        ),
        ({"contact_rule": "free"}, "答复前与代表联系：必须，未联系不能答复 → 只作提醒"),
        ({"is_coordinator_review": "on"}, "答复先经系统协调人审核：否 → 是"),
        ({"plan_amount": 10}, "办理方案期限：5 → 10"),
        ({"second_opinion_amount": 3}, "再次征求意见期限：5 → 3"),
        ({"countersign_amount": 2}, "会签期限：3 → 2"),
    ],
)
def test_the_gates_of_a_reply_and_their_windows(client, head, changed, line):
    assert client.post(CHANGE, fields(**changed)).status_code == 302
    assert line in client.get(PAGE).content.decode()
    for name, value in changed.items():
        assert getattr(in_force(), name) == (True if value == "on" else value)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"contact_rule": "perhaps"}, "contact_rule"),
        ({"contact_rule": ""}, "contact_rule"),
        ({"plan_amount": 0}, "plan_amount"),
        ({"plan_amount": 61}, "plan_amount"),
        ({"plan_unit": "days_before_due"}, "plan_unit"),
    ],
)
def test_what_no_gate_can_be(changed, field):
    assert field in RegulationForm(fields(**changed), instance=in_force()).errors


def test_the_gates_stand_together_on_the_page(client, head):
    assert "答复的关口" in client.get(CHANGE).content.decode()


def test_the_plans_window_holds_for_the_next_signature(client, head):
    signed = make.signed(make.assigned(make.unit()))
    before = signed.plan_due_on
    client.post(CHANGE, fields(plan_amount=2))
    signed.refresh_from_db()
    assert signed.plan_due_on == before
    assert make.signed(make.assigned(make.unit())).plan_due_on < before
