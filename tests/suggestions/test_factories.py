"""What most tests begin with (tests/factories/handed_over.py) is written at once: the rows are those of the actions."""

import re

import pytest
from django.db import transaction

from accounts.models import Delivery, Notification
from suggestions.actions import assign, draft_units, plan, register, reply, review, sign
from suggestions.choices import Delivery as HowAnswered
from suggestions.choices import Period, ProposerKind, ReviewOutcome
from suggestions.errors import RuleViolation
from suggestions.models import (
    Assignment,
    AssignmentBatch,
    ClassChange,
    CoSigner,
    DraftUnit,
    Event,
    HandlingPlan,
    Regulation,
    Reply,
    Review,
    Suggestion,
)
from tests import factories as make
from tests.factories import answered, life

pytestmark = pytest.mark.django_db
HANDED_OVER = (Suggestion, CoSigner, Review, DraftUnit, AssignmentBatch, Assignment, Event)
WRITTEN = (*HANDED_OVER, HandlingPlan, Reply, ClassChange, Notification, Delivery)
OWN_KEYS = {"id", "suggestion_id", "assignment_id", "batch_id", "reply_id", "notification_id"}  # new ones each time


def rows() -> dict[str, list[dict]]:
    return {model.__name__: [_plain(row) for row in model.objects.order_by("pk").values()] for model in WRITTEN}


def _plain(row: dict) -> dict:
    addressed = {name: re.sub(r"\d+", "#", row[name]) for name in ("key", "path") if name in row}
    return {name: value for name, value in row.items() if name not in OWN_KEYS} | addressed


def left_by(way) -> dict[str, list[dict]]:
    with transaction.atomic():
        way()
        found = rows()
        transaction.set_rollback(True)
    return found


def through_the_actions(fields, co_signers, by, leads=(), assisting=(), separate=False):
    item = register.register(fields=fields, co_signers=co_signers, by=by, on=make.DAY, at=make.at())
    review.review(suggestion=item, outcome=ReviewOutcome.ACCEPT, by=by, at=make.at())
    if leads:
        draft_units.draft(suggestion=item, leads=leads, assisting=assisting, separate=separate, by=by)
        day = {"assigned_on": make.DAY, "today": make.DAY, "at": make.at()}
        assign.issue(suggestions=[item], session=item.session, by=by, **day)


def sheet(**fields) -> dict:
    deputy = make.deputy()
    return {
        "session": make.session(),
        "title": "关于完善学校周边道路的建议",
        "body": "建议拓宽。",
        "kind": "suggestion",
        "number": "",
        "proposer_kind": ProposerKind.INDIVIDUAL,
        "submitted_on": make.DAY,
        "lead_deputy": deputy,
        "delegation": deputy.delegation,
        **fields,
    }


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"number": "17"},
        {"period": Period.OUTSIDE},
        {"proposer_kind": ProposerKind.DELEGATION, "co_signer_count": 7},
    ],
    ids=["plain", "its number", "outside the session", "a delegation's"],
)
@pytest.mark.parametrize("signers", [0, 2])
def test_accepted(fields, signers):
    by, fields, co_signers = make.clerk(), sheet(**fields), [make.deputy() for _ in range(signers)]
    make.suggestion(session=fields["session"])  # numbers go on from one that is there
    short = left_by(lambda: make.accepted(by=by, co_signers=co_signers, **fields))
    assert short == left_by(lambda: through_the_actions(fields, co_signers, by))
    assert [len(short[name]) for name in ("Suggestion", "Review", "CoSigner", "Event")] == [2, 1, signers, 3]


@pytest.mark.parametrize(
    ("leads", "assisting", "separate"),
    [(1, 0, False), (1, 2, False), (2, 0, True), (2, 1, True)],
    ids=["a lead", "with assisting units", "separate", "separate with an assisting unit"],
)
@pytest.mark.parametrize("rule", [{}, {"clock_start": "closing", "receipt_amount": 5}], ids=["", "another rule"])
def test_assigned(leads, assisting, separate, rule):
    if rule:
        Regulation.objects.create(changed_at=make.at(), **rule)
    units = [make.unit() for _ in range(leads + assisting)]
    for unit in units[1:]:
        unit.first_contact = make.handler(unit)
        unit.save()
    make.head(units[0])
    parts = {"assisting": units[leads:], "separate": separate}
    by, fields = make.clerk(), sheet()
    short = left_by(lambda: make.assigned(*units[:leads], by=by, **fields, **parts))
    assert short == left_by(lambda: through_the_actions(fields, [], by, units[:leads], **parts))
    assert [len(short[name]) for name in ("Suggestion", "Assignment", "Notification")] == [1, len(units), len(units)]


@pytest.mark.parametrize("role", ["lead", "assisting"])
@pytest.mark.parametrize("is_planned", [True, False])
@pytest.mark.parametrize("rule", [{}, {"clock_start": "receipt"}, {"plan_amount": 9}], ids=["", "receipt", "longer"])
def test_signed(role, is_planned, rule):
    if rule:
        Regulation.objects.create(changed_at=make.at(), **rule)
    lead, assisting = make.unit(), make.unit()
    item = make.assigned(lead, assisting=[assisting])
    by = make.handler(lead if role == "lead" else assisting)
    short = left_by(lambda: make.signed(*fresh(item, by.unit), is_planned=is_planned, by=by))
    assert short == left_by(lambda: sign_and_plan(make.task(*fresh(item, by.unit)), is_planned, by))
    plans = is_planned and role == "lead"
    assert [len(short[name]) for name in ("HandlingPlan", "Event")] == [plans, 5 + plans]


@pytest.mark.parametrize(
    ("fields", "rule", "told"),
    [
        ({}, {}, False),
        ({"result_class": "C", "unsolved_reason": "规划尚未批准。"}, {"feedback_amount": 9}, True),
        ({"delivery": HowAnswered.VIA_LEAD, "consent_note": "已电话征得同意。", "title": "关于道路的答复"}, {}, True),
        ({"without_opinions_reason": "协办单位意见已电话了解。"}, {}, True),
    ],
    ids=["plain", "not solved, another rule", "through the lead deputy", "a reason for the history"],
)
def test_replied(fields, rule, told, monkeypatch):
    if rule:
        Regulation.objects.create(changed_at=make.at(), **rule)
    lead, helper, deputies = make.unit(), make.unit(), [make.deputy() for _ in range(3)]
    item = make.assigned(lead, assisting=[helper], lead_deputy=deputies[0], co_signers=deputies[1:])
    if told:
        make.head(lead)
        make.office_head()
        for deputy in deputies[:2]:
            make.user("deputy", deputy=deputy)
        lead.first_contact = make.handler(lead)
        lead.save()
    make.opined(item, helper)
    make.signed(item, lead)
    make.contacted(item, lead)
    if "result_class" in fields:
        fields = fields | {"result_class": make.result_class(fields["result_class"])}
    writer, head, clerk = make.handler(lead), make.head(lead), make.clerk()
    for name, person in {"handler": writer, "head": head, "clerk": clerk}.items():
        monkeypatch.setattr(life, name, lambda *_unit, person=person: person)
    monkeypatch.setattr(reply, "submit", None)  # not through the actions
    short = left_by(lambda: make.replied(*fresh(item, lead), **fields))
    monkeypatch.undo()

    def through_the_actions():
        made = reply.submit(assignment=make.task(*fresh(item, lead)), letter=make.letter(**fields), by=writer, **today)
        reply.sign_off(reply=made, by=head, on=make.DAY, at=make.at())
        reply.accept(reply=made, by=clerk, on=make.DAY, at=make.at())

    today = {"today": make.DAY, "at": make.at()}
    assert short == left_by(through_the_actions)
    assert [len(short[name]) for name in ("Reply", "ClassChange")] == [1, 1]
    assert [row["action"] for row in short["Event"]][-4:] == [
        "submit_reply",
        "sign_off",
        "accept_reply",
        "all_answered",
    ]


@pytest.mark.parametrize("why", ["separate", "merged", "promises", "draft", "coordinator"])
def test_replied_goes_through_the_actions_where_something_stands_beside_it(why):
    lead, other = make.unit(), make.unit()
    item = make.assigned(*([lead, other] if why == "separate" else [lead]), separate=why == "separate")
    fields = {}
    if why == "merged":
        same = make.suggestion(session=item.session)
        words = {"into": item, "reason": "内容相同", "by": make.clerk(), "at": make.at()}
        review.review(suggestion=same, outcome=ReviewOutcome.MERGE, **words)
    if why == "promises":
        fields = {"result_class": make.result_class("B")}
    if why == "draft":
        make.task(item, lead).drafts.create(form="reply", data={}, saved_by=make.handler(lead), saved_at=make.at())
    if why == "coordinator":
        Regulation.objects.create(changed_at=make.at(), is_coordinator_review=True)
    task = make.signed(item, lead)
    assert not answered.is_plain(task, make.letter(**fields))


def fresh(item: Suggestion, unit):
    """As it stands in the database: what the other way left on the object is not there any more."""
    return Suggestion.objects.get(pk=item.pk), unit


def sign_and_plan(task: Assignment, is_planned: bool, by) -> None:
    sign.sign(assignment=task, by=by, on=make.DAY, at=make.at())
    if is_planned and task.plan_due_on:
        plan.file(assignment=task, fixings=make.fixings(task), by=by, on=make.DAY, at=make.at())


def test_what_may_not_be_assigned_is_refused():
    superior = make.unit()
    with pytest.raises(RuleViolation, match="主管单位"):
        make.assigned(make.unit(parent=superior))
    with pytest.raises(RuleViolation, match="分办"):
        make.assigned(superior, make.unit())
    assert not Suggestion.objects.exists()
