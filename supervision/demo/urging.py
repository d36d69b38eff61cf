"""Urgings of the demo over every channel, with promises kept and broken, and the warning cards that followed.

The cards come from two sweeps of the past, by the rules the office's head sets here.
"""

from datetime import date

from suggestions.actions import urge
from suggestions.actions.change_rules import change_rules, in_force
from suggestions.choices import CardColour, UrgeChannel
from suggestions.models import UrgedTask
from supervision import cards
from supervision.demo import stages, texts
from supervision.demo.days import Days, moment
from supervision.demo.office import DemoOffice
from supervision.demo.pen import Pen
from supervision.models import Card

_RULES = {"yellow_days": 2, "yellow_urgings": 3, "red_days": 10}


def promise_broken(pen: Pen) -> None:
    """Urged, promised a day, let it pass; then called."""
    stages.advised(pen)
    pen.wait_until(-10)
    _urge(pen)
    pen.wait(1)
    _answer(pen, pen.days.before(-4))
    pen.wait_until(-2)
    _urge(pen, channel=UrgeChannel.PHONE)


def urged_three_times(pen: Pen) -> None:
    """By letter, by telephone with a day still to come, by message: the office's head hears of the third."""
    stages.advised(pen)
    pen.wait_until(-9)
    _urge(pen, channel=UrgeChannel.LETTER)
    pen.wait_until(-5)
    coming = pen.days.clock.calendar.next_workday(pen.days.today)
    _urge(pen, channel=UrgeChannel.PHONE, promise=texts.URGING_ANSWER, promised_on=coming)
    pen.wait_until(-1)
    _urge(pen)


def promise_kept(pen: Pen) -> None:
    """Urged before its day, and filed on the day it promised."""
    stages.prepared(pen)
    pen.wait_until(-12)
    _urge(pen)
    pen.wait(1)
    _answer(pen, pen.days.before(-3))
    pen.wait_until(-5)
    pen.draft()
    pen.wait(1)
    pen.sign_off()


def set_rules(office: DemoOffice, days: Days) -> None:
    """Before the session: the office's head switches the cards on."""
    rules = in_force()
    for name, value in _RULES.items():
        setattr(rules, name, value)
    rules.note = "主任会议决定，试行警示牌制度。"
    change_rules(rules, by=office.head, at=moment(days.before(-120), 9, 30))


def give_cards(office: DemoOffice, days: Days) -> None:
    """Two mornings; the head takes one yellow card back."""
    for offset in (-8, -1):
        day = days.before(offset)
        cards.give(day, at=moment(day, 8, 30))
    card = Card.objects.standing().filter(colour=CardColour.YELLOW).order_by("-given_on", "pk").first()
    reason = "答复稿已与代表当面商定，因上级批复未到暂未报送，经核实不属单位拖延。"
    cards.withdraw(card=card, reason=reason, by=office.head, at=moment(days.last, 16, 20))


def _urge(pen: Pen, **how) -> None:
    urge.urge(suggestion=pen.item, words=texts.URGING, by=pen.office.clerks[0], today=pen.day, at=pen.act(), **how)


def _answer(pen: Pen, promised_on: date) -> None:
    """By the lead unit itself, to its last urging."""
    task = pen.lead()
    urged = UrgedTask.objects.select_related(*urge.OF_URGED).filter(assignment=task).latest("level")
    urge.answer(
        urged=urged,
        promise=texts.URGING_ANSWER,
        promised_on=max(promised_on, pen.day),
        by=pen.office.handlers[task.unit_id],
        today=pen.day,
        at=pen.act(),
    )
