"""Stories that between them take every step of the workflow's table, through the actions the pages use."""

from datetime import timedelta

from accounts.roles import Role
from suggestions.actions import (
    add_unit,
    ask_again,
    cancel,
    change_class,
    close,
    commitment_urge,
    countersign,
    extend,
    give_back,
    meeting,
    plan,
    rehandle,
    reply,
    review,
    split,
    urge,
)
from suggestions.actions import commitment as promising
from suggestions.actions import commitment_judge as judging
from suggestions.actions import register as registering
from suggestions.choices import Grade, ReviewOutcome, Stance
from suggestions.models import CongressTerm, Reply, UrgedTask
from tests import factories as make
from tests.factories import DAY


def live() -> None:
    intake()
    requests()
    consultation()
    replies()
    second_handling()
    promises()


def intake() -> None:
    clerk, chief = make.clerk(), make.office_head()
    hand = {"by": clerk, "at": make.at()}
    for outcome, more in (
        (ReviewOutcome.RETURN, {}),
        (ReviewOutcome.CONVERT, {}),
        (ReviewOutcome.NOT_ACCEPT, {"reason_code": "personal"}),
        (ReviewOutcome.WITHDRAW, {}),
        (ReviewOutcome.MERGE, {"into": make.assigned()}),
    ):
        item = make.suggestion()
        review.review(suggestion=item, outcome=outcome, reason="理由", **more, **hand)
        if outcome == ReviewOutcome.RETURN:
            review.resubmit(suggestion=item, **hand)
        if outcome == ReviewOutcome.MERGE:
            review.revise(suggestion=item, reason="并错了", by=chief, at=make.at())
            registering.amend(
                suggestion=item, fields={"title": "关于另一件事的建议"}, version=item.version, on=DAY, **hand
            )


def requests() -> None:
    clerk, chief, unit = make.clerk(), make.office_head(), make.unit()
    handler, helper = make.handler(unit), make.unit()
    item = make.assigned(unit, assisting=[helper])
    urge.note(suggestion=item, words="备注", by=clerk, at=make.at())
    make.head(helper)
    make.handler(helper)
    urge.urge(suggestion=item, words="请抓紧", by=clerk, today=DAY, at=make.at())
    urged = UrgedTask.objects.select_related(*urge.OF_URGED).filter(assignment__unit=unit).get()
    urge.answer(urged=urged, promise="周五交", promised_on=DAY, by=handler, today=DAY, at=make.at())
    task = make.task(item, unit)
    ask = {"assignment": task, "reason": "不属职责", "proposed_unit": None, "by": handler, "on": DAY}
    give_back.request(**ask, at=make.at())
    give_back.take_back(assignment=task, by=handler, at=make.at())
    asked = give_back.request(**ask, at=make.at())
    give_back.refuse(request=asked, note="继续办理", by=chief, at=make.at())
    further = add_unit.request(assignment=task, unit=make.unit(), reason="涉及其职责", by=handler, at=make.at())
    add_unit.decide(request=further, agreed=True, by=clerk, today=DAY, at=make.at())
    until = task.due_on + timedelta(days=30)
    longer = extend.request(assignment=task, until=until, reason="复杂", by=handler, today=DAY, at=make.at())
    extend.decide(extension=longer, agreed=True, by=chief, today=DAY, at=make.at())
    cancel.cancel(assignment=make.task(item, helper), reason="无关", by=clerk, at=make.at())
    moved = {"unit": make.unit(), "assigned_on": DAY, "today": DAY, "at": make.at()}
    new = give_back.reassign(assignment=task, reason="职责调整", by=clerk, **moved)
    asked = give_back.request(**(ask | {"assignment": new, "by": make.handler(new.unit)}), at=make.at())
    give_back.agree(request=asked, by=chief, **(moved | {"unit": make.unit()}))


def consultation() -> None:
    """The suggestion split and planned for, the draft sent round and signed, one unit asked once more."""
    lead, helper, other = make.unit(), make.unit(), make.unit()
    item = make.assigned(lead, assisting=[helper, other])
    task = make.signed(item, lead)
    make.opined(item, helper)
    handler = {"by": make.handler(lead), "at": make.at()}
    split.split(suggestion=item, lines=[split.Line("修路"), split.Line("装灯")], **handler)
    plan.file(assignment=make.task(item, lead), fixings=make.fixings(task, section="二科"), on=DAY, **handler)
    asked = make.task(item, helper)
    ask_again.ask(assignment=asked, question="资金从哪里来？", on=DAY, **handler)
    sent = countersign.send(
        assignment=make.task(item, lead),
        text="会签稿",
        result_class=make.result_class("A"),
        units=[make.task(item, helper), make.task(item, other)],
        on=DAY,
        **handler,
    )
    agreed = {"stance": Stance.AGREE, "comment": "", "on": DAY, "at": make.at()}
    countersign.sign(circulation=sent, assignment=make.task(item, helper), by=make.handler(helper), **agreed)


def replies() -> None:
    """Sent back by each of its readers, and its promise replaced in the second round."""
    lead, helper = make.unit(), make.unit()
    item, gov = make.assigned(lead, assisting=[helper]), make.user(Role.COORDINATOR)
    make.opined(item, helper)
    made = make.submitted(item, lead)
    reply.send_back_draft(reply=made, reason="改", by=make.head(lead), at=make.at())
    made = make.filed(item, lead)
    make.remark(made)
    reply.reject(reply=made, reason="重写", by=make.clerk(), at=make.at())
    make.coordinated()
    made = make.filed(item, lead)
    reply.turn_back(reply=made, reason="补充", by=gov, at=make.at())
    made = make.filed(item, lead, result_class=make.result_class("B"))
    reply.pass_on(reply=made, by=gov, at=make.at())
    reply.accept(reply=made, by=make.clerk(), on=DAY, at=make.at())
    gov.is_active = False  # from now on the office reads at once
    gov.save()
    item.refresh_from_db()
    make.judged(item, Grade.DISSATISFIED)
    again = {"suggestion": item, "demanded_on": DAY, "reason": "不满意", "by": make.clerk()}
    rehandle.rehandle(**again, today=DAY, at=make.at())
    make.replied(item, lead)


def second_handling() -> None:
    item, hand = make.twice_dissatisfied(), {"by": make.clerk(), "today": DAY, "at": make.at()}
    meeting.call(suggestion=item, planned_on=DAY, place="会议室", invited="各方", **hand)
    words = {"present": "各方", "minutes": "情况", "conclusion": "结论"}
    meeting.record(suggestion=item, held_on=DAY, **words, **hand)
    made = Reply.objects.filter(assignment__suggestion=item).last()
    change_class.correct(
        reply=made,
        to_class=make.result_class("C"),
        reason="没有办成",
        by=make.clerk(),
        on=DAY,
        at=make.at(),
    )
    item.refresh_from_db()
    close.close(suggestion=item, reason="已当面说明", **hand)
    close.reopen(suggestion=item, reason="有新情况", by=make.office_head(), at=make.at())


def promises() -> None:
    made, clerk = make.commitment(), make.clerk()
    unit = {"commitment": made, "by": make.handler(made.assignment.unit), "today": DAY, "at": make.at()}
    promising.report_progress(text="已进场", happened_on=DAY, **unit)
    promising.move(due_on=made.due_on + timedelta(days=30), reason="汛期停工", **unit)
    make.reported(made)
    judging.return_done(commitment=made, reason="护栏未装", by=clerk, on=DAY, at=make.at())
    make.reported(made)
    judging.confirm(commitment=made, by=clerk, on=DAY, at=make.at())
    left_open()


def left_open() -> None:
    """Urged, and at the end of the term explained instead of kept."""
    made = make.commitment()
    make.head(made.assignment.unit)
    hand = {"commitment": made, "today": DAY, "at": make.at()}
    commitment_urge.urge(words="请抓紧落实", by=make.clerk(), **hand)
    CongressTerm.objects.filter(sessions=made.suggestion.session_id).update(ends_on=DAY + timedelta(days=30))
    made.suggestion.session.term.refresh_from_db()
    promising.explain(text="用地未获批准", by=make.handler(made.assignment.unit), **hand)
