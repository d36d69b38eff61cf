"""How far each suggestion of the demo has come. Each stage is a short story; the plan says how many of each.

A stage starts on the day of the assignment and ends at the latest on the last working day before today.
"""

from suggestions.actions import extend, review
from suggestions.choices import Grade, ReviewOutcome
from suggestions.deadlines import add_months
from supervision.demo.pen import Pen


def awaiting_receipt(pen: Pen) -> None:
    """Handed over; nobody has signed."""


def handling(pen: Pen) -> None:
    """Signed, the deputy called, the assisting units still silent."""
    pen.wait(2)
    pen.sign()
    pen.wait(3)
    pen.plan()
    pen.wait(1)
    pen.contact("before")


def advised(pen: Pen) -> None:
    """In handling, and the first assisting unit has given its opinion."""
    handling(pen)
    pen.wait(12)
    pen.plan(is_late=True)
    pen.opinions(most=1)
    pen.wait(5)
    pen.contact("during")


def prepared(pen: Pen) -> None:
    """Every assisting unit has given its opinion: the lead can write."""
    handling(pen)
    pen.wait(10)
    pen.opinions()
    pen.wait(8)
    pen.contact("during")


def awaiting_signature(pen: Pen) -> None:
    prepared(pen)
    pen.wait_until(-3)
    pen.draft()


def awaiting_review(pen: Pen) -> None:
    prepared(pen)
    pen.wait_until(-5)
    pen.draft()
    pen.wait(2)
    pen.sign_off()


def sent_back_by_head(pen: Pen) -> None:
    awaiting_signature(pen)
    pen.wait(1)
    pen.remark(2, "这里要写明由哪个科室负责、什么时候完成。", by_head=True)
    pen.send_back_draft("第二部分没有写明责任科室和完成时间，请补充后再送签。")


def sent_back_by_office(pen: Pen) -> None:
    awaiting_review(pen)
    pen.wait(1)
    pen.remark(1, "请写明与代表面商的日期和商定的意见。")
    pen.remark(3, "“已列入工作安排”过于笼统，请写明列入哪一年的计划。", quote="已开展的工作")
    pen.reject("答复未针对代表提出的第三条建议，请补充后重新报送。")


def replied(pen: Pen, code: str = "", wait: int = 14) -> None:
    """Answered, and the deputy has not yet said what he thinks of it."""
    prepared(pen)
    pen.wait(wait)
    pen.draft(code)
    pen.wait(2)
    pen.sign_off()
    pen.wait(2)
    pen.accept()


def replied_lately(pen: Pen) -> None:
    prepared(pen)
    pen.wait_until(-12)
    pen.draft()
    pen.wait(2)
    pen.sign_off()
    pen.wait(3)
    pen.accept()


def replied_late(pen: Pen) -> None:
    """Answered some days after the due day, with one opinion missing."""
    advised(pen)
    while pen.day <= pen.lead().due_on and pen.day < pen.days.last:
        pen.wait(6)
    pen.draft("B")
    pen.wait(1)
    pen.sign_off()
    pen.wait(1)
    pen.accept()
    pen.wait(5)
    pen.judge(Grade.BASICALLY_SATISFIED, Grade.BASICALLY_SATISFIED)


def judged(pen: Pen) -> None:
    replied(pen)
    pen.wait(9)
    pen.judge(pen.rng.choice((Grade.SATISFIED, Grade.SATISFIED, Grade.BASICALLY_SATISFIED)))


def closed(pen: Pen) -> None:
    judged(pen)
    pen.wait(3)
    pen.contact("after")
    pen.wait(2)
    pen.close()


def class_changed(pen: Pen) -> None:
    """The office gave the answer another class than the unit did, and said why."""
    prepared(pen)
    pen.wait(14)
    pen.draft("B")
    pen.wait(2)
    pen.sign_off()
    pen.wait(2)
    pen.accept("A", "所提事项已于上月完工，经现场核实，列为已经解决。")
    pen.wait(9)
    pen.judge(Grade.SATISFIED)


def class_corrected(pen: Pen) -> None:
    """Closed, and its class corrected afterwards."""
    replied(pen, code="A")
    pen.wait(9)
    pen.judge(Grade.BASICALLY_SATISFIED)
    pen.wait(3)
    pen.close()
    pen.wait(20)
    pen.correct_class("C", "回访发现所提事项尚未动工，按实际情况更正。")


def closed_without_view(pen: Pen) -> None:
    """The deputy gave no feedback within the limit."""
    replied(pen)
    pen.wait(28)
    pen.close("反馈期限已过，经电话催请，代表表示没有其他意见。")


def dissatisfied(pen: Pen, code: str = "C") -> None:
    """Judged dissatisfied; the office has to hand it over again."""
    replied(pen, code=code, wait=5)
    pen.wait(8)
    pen.judge(Grade.DISSATISFIED, Grade.BASICALLY_SATISFIED)


def second_round(pen: Pen) -> None:
    """Handed over again lately: the second handling is under way."""
    dissatisfied(pen)
    pen.wait_until(-14)
    pen.rehandle(with_assisting=True)
    pen.wait(1)
    pen.sign()
    pen.wait(2)
    pen.plan()


def second_round_overdue(pen: Pen) -> None:
    dissatisfied(pen)
    pen.wait_until(-37)
    pen.rehandle()
    pen.wait(2)
    pen.sign()


def second_reply(pen: Pen, first: str = "C") -> None:
    dissatisfied(pen, first)
    pen.wait(3)
    pen.rehandle()
    pen.wait(2)
    pen.sign()
    pen.wait(6)
    pen.contact("during", "on_site")
    pen.wait(6)
    pen.draft("A")
    pen.wait(1)
    pen.sign_off()
    pen.wait(1)
    pen.accept()


def promise_replaced(pen: Pen) -> None:
    """What the first reply promised is replaced by the second reply, which solved it."""
    second_reply(pen, first="B")


def closed_after_second(pen: Pen) -> None:
    second_reply(pen)
    pen.wait(6)
    pen.judge(Grade.SATISFIED)
    pen.wait(2)
    pen.close()


def dissatisfied_again(pen: Pen) -> None:
    """Dissatisfied for a second time; the office has to call the meeting."""
    second_reply(pen)
    pen.wait(4)
    pen.judge(Grade.DISSATISFIED)


def meeting_called(pen: Pen) -> None:
    dissatisfied_again(pen)
    pen.wait(2)
    pen.call_meeting()


def closed_still_dissatisfied(pen: Pen) -> None:
    meeting_called(pen)
    pen.wait(8)
    pen.record_meeting()
    pen.wait(4)
    pen.close("经主任会议研究，所提事项超出现行规划，已向代表当面说明，列入下一轮规划研究。")


def extension_requested(pen: Pen) -> None:
    advised(pen)
    pen.wait_until(-2)
    pen.ask_extension(add_months(pen.lead().start_on, 5))


def extended(pen: Pen) -> None:
    prepared(pen)
    pen.wait(20)
    asked = pen.ask_extension(add_months(pen.lead().start_on, 5))
    pen.wait(2)
    extend.decide(
        extension=asked, agreed=True, note="同意，请向代表说明。", by=pen.office.head, today=pen.day, at=pen.act()
    )


def extension_refused(pen: Pen) -> None:
    advised(pen)
    pen.wait(12)
    asked = pen.ask_extension(add_months(pen.lead().start_on, 6))
    pen.wait(2)
    extend.decide(
        extension=asked,
        agreed=False,
        note="所涉事项不复杂，请按期答复。",
        by=pen.office.head,
        today=pen.day,
        at=pen.act(),
    )


def withdrawn(pen: Pen) -> None:
    handling(pen)
    pen.wait(5)
    review.review(
        suggestion=pen.item,
        outcome=ReviewOutcome.WITHDRAW,
        reason="代表来函：所提问题已在办理沟通中得到解决，要求撤回。",
        by=pen.office.clerks[0],
        at=pen.act(),
    )


def partly_answered(pen: Pen) -> None:
    """Separate handling: the first unit's reply has passed, the others still owe theirs."""
    handling(pen)
    pen.wait(15)
    pen.draft("A")
    pen.wait(2)
    pen.sign_off()
    pen.wait(2)
    pen.accept()


def separately_answered(pen: Pen) -> None:
    handling(pen)
    for task in pen.leads():
        pen.wait(9)
        pen.draft("B", task=task)
        pen.wait(1)
        pen.sign_off()
        pen.wait(1)
        pen.accept()
