"""Opinion, reply, extension: the hard rules of domain.md 9."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Notification
from accounts.roles import Role
from suggestions.actions import extend, opine, reply
from suggestions.choices import (
    AssignmentState,
    ReplyState,
    RequestState,
    Status,
)
from suggestions.errors import NotAllowed, RuleViolation
from suggestions.models import Regulation, Reply
from tests import factories as make

pytestmark = pytest.mark.django_db
DUE = date(2026, 6, 2)
LONGEST = date(2026, 9, 2)


# Reply


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"text": "  "}, "答复全文"),
        ({"document_number": " "}, "文号"),
        ({"dated_on": make.DAY + timedelta(days=1)}, "不能晚于今天"),
        ({"dated_on": make.DAY - timedelta(days=1)}, "不能早于交办日期"),
        ({"result_class": "B", "promises": ()}, "写明完成日期的承诺事项"),
        ({"result_class": "B", "promises": [make.promise(make.DAY - timedelta(days=1))]}, "完成日期不能早于"),
        ({"promises": [make.promise(matter=" ")]}, "写明承诺事项的内容"),
        ({"delivery": "via_lead", "consent_note": " "}, "征得其同意"),
        ({"result_class": "C"}, "理由"),
    ],
)
def test_a_letter_that_is_not_filed(words, sentence):
    item = make.assigned()
    make.signed(item)
    if "result_class" in words:
        words = words | {"result_class": make.result_class(words["result_class"])}
    with pytest.raises(RuleViolation, match=sentence):
        make.submitted(item, **words)
    assert Reply.objects.count() == 0
    assert make.task(item).state == AssignmentState.HANDLING


@pytest.mark.parametrize(
    ("code", "words"),
    [("A", {}), ("B", {}), ("C", {"unsolved_reason": "涉及上级权限"})],
)
def test_each_class_with_what_it_needs(code, words):
    item = make.assigned()
    made = make.replied(item, result_class=make.result_class(code), **words)
    assert (item.status, item.result_class.code, item.is_resolved) == (Status.REPLIED, code, code == "A")
    assert made.document_number == "测教函〔2026〕8号"


def test_the_lead_waits_for_opinions_or_says_why_not():
    lead, assistant = make.unit(), make.unit("测试财政局")
    item = make.assigned(lead, assisting=[assistant])
    with pytest.raises(RuleViolation, match="测试财政局"):
        make.submitted(item, lead)
    make.submitted(item, lead, without_opinions_reason="多次催要未果")
    assert Reply.objects.get().without_opinions_reason == "多次催要未果"


def test_with_the_opinion_in_no_reason_is_asked():
    lead, assistant = make.unit(), make.unit()
    item = make.assigned(lead, assisting=[assistant])
    make.opined(item, assistant)
    make.submitted(item, lead)


def test_only_the_head_signs_and_only_the_office_reviews():
    item = make.assigned()
    made = make.submitted(item)
    unit = made.assignment.unit
    with pytest.raises(NotAllowed):
        reply.sign_off(reply=made, by=make.handler(unit), on=make.DAY, at=make.at())
    with pytest.raises(NotAllowed):
        reply.sign_off(reply=made, by=make.head(make.unit()), on=make.DAY, at=make.at())
    reply.sign_off(reply=made, by=make.head(unit), on=make.DAY, at=make.at())
    with pytest.raises(NotAllowed):
        reply.accept(reply=made, by=make.head(unit), on=make.DAY, at=make.at())
    item.refresh_from_db()
    assert (item.status, item.filed_on, item.replied_on) == (Status.IN_HANDLING, make.DAY, None)


def test_sent_back_means_a_new_version_and_the_clock_goes_on():
    item = make.assigned()
    first = make.filed(item)
    with pytest.raises(RuleViolation, match="理由"):
        reply.reject(reply=first, reason=" ", by=make.clerk(), at=make.at())
    first.refresh_from_db()
    reply.reject(reply=first, reason="没有逐条回应", by=make.clerk(), at=make.at())
    item.refresh_from_db()
    task = make.task(item)
    assert (task.state, task.done_on, item.filed_on, item.due_on) == (AssignmentState.HANDLING, None, None, DUE)
    second = make.replied(item, text="逐条答复如下。")
    assert [r.version for r in Reply.objects.all()] == [1, 2]
    first.refresh_from_db()
    assert (first.state, first.review_note, first.text != second.text) == (
        ReplyState.SENT_BACK_BY_OFFICE,
        "没有逐条回应",
        True,
    )


def test_a_new_version_keeps_the_files_of_the_last_unless_it_brings_its_own():
    item = make.assigned()
    task = make.signed(item)
    make.contacted(item)
    task.refresh_from_db()
    pdf = SimpleUploadedFile("答复.pdf", b"%PDF-1.7 ... %%EOF")
    words = {"by": make.handler(task.unit), "today": make.DAY, "at": make.at()}
    first = reply.submit(assignment=task, letter=make.letter(text=""), files=[pdf], **words)
    reply.send_back_draft(reply=first, reason="改", by=make.head(task.unit), at=make.at())
    task.refresh_from_db()
    second = reply.submit(assignment=task, letter=make.letter(), **words)
    assert [a.name for a in second.attachments.all()] == ["答复.pdf"]
    assert [a.name for a in first.attachments.all()] == ["答复.pdf"]


def test_separate_units_answer_their_own_part_and_the_least_solved_counts():
    one, two = make.unit(), make.unit()
    item = make.assigned(one, two, separate=True)
    make.replied(item, one)
    assert (item.status, item.replied_on) == (Status.IN_HANDLING, None)
    make.replied(item, two, result_class=make.result_class("C"), unsolved_reason="无资金")
    assert (item.status, item.result_class.code) == (Status.REPLIED, "C")


def test_the_deputy_learns_of_the_reply_and_until_when_to_answer():
    deputy = make.deputy()
    account = make.user(Role.DEPUTY, deputy=deputy)
    item = make.assigned(lead_deputy=deputy)
    make.replied(item)
    assert item.feedback_due_on == date(2026, 3, 23), "15 working days"
    assert "2026-03-23" in Notification.objects.get(recipient=account).body


# Opinion


def test_a_later_version_of_an_opinion_does_not_make_it_late():
    assistant = make.unit()
    item = make.assigned(make.unit(), assisting=[assistant])
    make.opined(item, assistant)
    task = make.task(item, assistant)
    later = make.DAY + timedelta(days=40)
    opine.file(assignment=task, text="补充。", by=make.handler(assistant), on=later, at=make.at(later))
    task.refresh_from_db()
    assert (task.done_on, task.opinions.count()) == (make.DAY, 2)


def test_an_empty_opinion_is_none():
    assistant = make.unit()
    item = make.assigned(make.unit(), assisting=[assistant])
    task = make.signed(item, assistant)
    with pytest.raises(RuleViolation, match="协办意见"):
        opine.file(assignment=task, text=" ", by=make.handler(assistant), on=make.DAY, at=make.at())


# Extension


def ask(item, until, today=make.DAY):
    task = make.task(item)
    return extend.request(
        assignment=task, until=until, reason="涉及面广", by=make.handler(task.unit), today=today, at=make.at(today)
    )


@pytest.mark.parametrize(
    ("until", "today", "sentence"),
    [
        (LONGEST + timedelta(days=1), make.DAY, "2026年9月2日"),
        (DUE, make.DAY, "晚于"),
        (LONGEST, DUE + timedelta(days=1), "已过"),
    ],
)
def test_what_cannot_be_asked(until, today, sentence):
    item = make.assigned()
    with pytest.raises(RuleViolation, match=sentence):
        ask(item, until, today)
    assert make.task(item).extensions.count() == 0


def test_granted_ends_at_most_six_months_from_the_assignment_and_the_original_stays():
    item = make.assigned()
    extension = ask(item, LONGEST, today=DUE)
    with pytest.raises(RuleViolation, match="请勿重复"):
        ask(item, LONGEST)
    with pytest.raises(NotAllowed):
        extend.decide(extension=extension, agreed=True, by=make.clerk(), today=DUE, at=make.at(DUE))
    # The office takes a week: a request made in time is not lost by that.
    later = DUE + timedelta(days=7)
    extend.decide(extension=extension, agreed=True, by=make.office_head(), today=later, at=make.at(later))
    task = make.task(item)
    item.refresh_from_db()
    assert (task.due_on, task.original_due_on, item.due_on) == (LONGEST, DUE, LONGEST)
    assert any("最长6个月" in step for step in task.due_steps)
    event = item.events.get(action="decide_extension")
    assert (event.old_date, event.new_date) == (DUE, LONGEST)


def test_three_months_after_an_extended_date_is_never_given():
    item = make.assigned()
    extend.decide(
        extension=ask(item, date(2026, 8, 3)), agreed=True, by=make.office_head(), today=make.DAY, at=make.at()
    )
    with pytest.raises(RuleViolation, match="2026年9月2日"):
        ask(item, date(2026, 11, 3), today=date(2026, 7, 1))


def test_refused_the_date_stands():
    item = make.assigned()
    extension = ask(item, LONGEST)
    with pytest.raises(RuleViolation, match="理由"):
        extend.decide(extension=extension, agreed=False, by=make.office_head(), today=make.DAY, at=make.at())
    extend.decide(
        extension=extension, agreed=False, note="应按期答复", by=make.office_head(), today=make.DAY, at=make.at()
    )
    assert make.task(item).due_on == DUE
    extension.refresh_from_db()
    assert extension.state == RequestState.REFUSED


def test_where_no_consent_is_needed_the_request_decides_itself():
    Regulation.objects.create(is_extension_consent_needed=False, changed_at=make.at())
    item = make.assigned()
    extension = ask(item, LONGEST)
    item.refresh_from_db()
    assert (extension.state, extension.granted_until, item.due_on) == (RequestState.AGREED, LONGEST, LONGEST)
