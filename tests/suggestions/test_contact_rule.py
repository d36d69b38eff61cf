"""No reply without a contact before it (代表法 art 51, S26), as strict as the office wants, in both handlings."""

from copy import deepcopy
from datetime import date, timedelta

import pytest

from suggestions.actions import contact, reply
from suggestions.choices import ContactKind, ContactStage
from suggestions.errors import RuleViolation
from suggestions.models import Regulation, Reply
from suggestions.models.regulation import ContactRule
from tests import factories as make
from tests.factories import DAY

pytestmark = pytest.mark.django_db
AGAIN = date(2026, 4, 10)  # handed over a second time
REASON = {"without_contact_reason": "代表出国期间无法取得联系，已致函说明。"}


def set_rule(rule: str) -> None:
    Regulation.objects.create(contact_rule=rule, note="测试", changed_by=make.office_head(), changed_at=make.at())


@pytest.fixture(scope="module")
def tasks(rows_stay):
    """Signed, and nobody has spoken with the deputy in this round."""
    item = make.assigned(make.unit())
    make.replied(item)
    make.judged(item, "dissatisfied")
    make.rehandled(item, on=AGAIN)
    assert item.contacts.exists(), "spoken with before the first reply"
    return {"first round": make.signed(make.assigned(make.unit())), "second round": make.signed(item, on=AGAIN)}


@pytest.fixture(params=["first round", "second round"])
def task(request, tasks):
    return deepcopy(tasks[request.param])


def today_of(task) -> date:
    return task.assigned_on + timedelta(days=5)


def submit(task, **fields) -> Reply:
    today = today_of(task)
    letter = make.letter(dated_on=today, **fields)
    return reply.submit(assignment=task, letter=letter, by=make.handler(task.unit), today=today, at=make.at(today))


def talk(task, stage=ContactStage.BEFORE, kind=ContactKind.FACE_TO_FACE, on=None, by=None) -> None:
    on = on or task.assigned_on
    contact.record(
        suggestion=task.suggestion,
        assignment=None if by else task,
        stage=stage,
        kind=kind,
        contacted_on=on,
        people="经办人",
        note="听取意见",
        by=by or make.handler(task.unit),
        today=today_of(task),
        at=make.at(today_of(task)),
    )


@pytest.mark.parametrize(
    ("rule", "words", "field"),
    [
        (ContactRule.REQUIRED, {}, None),
        (ContactRule.REQUIRED, REASON, None),  # a reason does not help where the office says no
        (ContactRule.OR_REASON, {}, "without_contact_reason"),
        (ContactRule.OR_REASON, {"without_contact_reason": "  "}, "without_contact_reason"),
    ],
)
def test_refused_without_a_contact(task, rule, words, field):
    set_rule(rule)
    before = Reply.objects.count()
    with pytest.raises(RuleViolation, match="还没有答复前与代表联系的记录") as refused:
        submit(task, **words)
    assert refused.value.field == field
    assert Reply.objects.count() == before
    assert make.task(task.suggestion).state == "handling"


@pytest.mark.parametrize(("rule", "words"), [(ContactRule.OR_REASON, REASON), (ContactRule.FREE, {})])
def test_filed_without_a_contact_where_the_office_allows(task, rule, words):
    set_rule(rule)
    assert submit(task, **words).without_contact_reason == words.get("without_contact_reason", "")


@pytest.mark.parametrize("rule", ContactRule.values)
@pytest.mark.parametrize("stage", [ContactStage.BEFORE, ContactStage.DURING])
def test_filed_after_a_contact(task, rule, stage):
    set_rule(rule)
    talk(task, stage)
    assert submit(task).without_contact_reason == ""


def test_the_rule_of_a_house_that_set_none_is_the_strict_one(task):
    with pytest.raises(RuleViolation, match="请先与代表沟通并记录"):
        submit(task)


def test_a_contact_after_the_handling_is_none_before_the_reply(task):
    set_rule(ContactRule.REQUIRED)
    talk(task, ContactStage.AFTER)
    with pytest.raises(RuleViolation, match="还没有答复前"):
        submit(task)


@pytest.mark.parametrize("kind", ContactKind.values)
def test_any_way_of_talking_counts(task, kind):
    talk(task, kind=kind)
    assert submit(task).pk


def test_the_offices_own_contact_counts(task):
    talk(task, by=make.clerk())
    assert submit(task).pk


def test_what_was_said_before_the_second_handling_excuses_nothing(tasks):
    task = deepcopy(tasks["second round"])
    talk(task, on=AGAIN - timedelta(days=1))
    with pytest.raises(RuleViolation, match="还没有答复前"):
        submit(task)
    talk(task, on=AGAIN)
    assert submit(task).pk


def test_the_day_itself_may_be_the_day_of_the_assignment(tasks):
    task = deepcopy(tasks["first round"])
    talk(task, on=DAY)
    assert submit(task).pk
