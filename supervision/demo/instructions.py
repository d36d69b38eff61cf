"""Instructions of the demo: one in each state, one for the office, one past its day; and last session's same day."""

from datetime import timedelta
from random import Random

from accounts.models import User
from suggestions.choices import Status
from suggestions.models import Suggestion
from supervision.actions import compare
from supervision.actions import instruction as acting
from supervision.demo.days import Days, moment
from supervision.demo.office import DemoOffice
from supervision.models import Instruction

_WORDS = (
    "此件群众关注度高，请承办单位主要负责人亲自研究，抓紧办理。",
    "请对照答复承诺逐项核对，确保按期完成，结果报我。",
    "请工作机构会同承办单位与代表当面沟通一次。",
    "涉及两个部门，请主办单位牵头会商，不得推诿。",
    "请说明延后的原因和新的时间安排。",
)


def instruct_all(office: DemoOffice, days: Days, rng: Random) -> None:
    leader = User.objects.get(username="leader")
    found = Suggestion.objects.filter(session=office.this_session, status=Status.IN_HANDLING, filed_on=None)
    items = list(found.order_by("due_on", "pk")[: len(_WORDS)])
    given = [_give(leader, days, rng, n, item) for n, item in enumerate(items)]
    _late, reported, _for_office, done, returned = given
    for made in (reported, done, returned):
        _report(office, days, made, 6)
    hand = {"by": leader, "today": days.before(-3), "at": moment(days.before(-3), 16, 10)}
    acting.confirm(instruction=done, text="落实情况很好。", **hand)
    words = "时间安排仍不具体，请补充。"
    acting.hand_back(instruction=returned, text=words, due_on=days.today + timedelta(days=12), **hand)


def _give(leader: User, days: Days, rng: Random, n: int, item: Suggestion) -> Instruction:
    """The first is past its day, the third is the office's and has none."""
    day = days.before(-15 + n)
    task = item.assignments.active().answering().select_related("unit").order_by("pk").first()
    due_on = None if n == 2 else days.today + timedelta(days=-4 if n == 0 else 5 + n)
    at = moment(day, 9, rng.randint(5, 50))
    unit = None if n == 2 else task.unit
    return acting.give(suggestion=item, text=_WORDS[n], unit=unit, due_on=due_on, by=leader, today=day, at=at)


def _report(office: DemoOffice, days: Days, made: Instruction, ago: int) -> None:
    day = days.before(-ago)
    by = office.handlers[made.unit_id]
    text = "已召开专题会研究，明确了责任科室和时间表，并与代表通了电话。"
    acting.report(instruction=made, text=text, done_on=day, by=by, today=day, at=moment(day, 11, 20))


def compare_sessions(days: Days) -> None:
    """What the nightly job counts, so that the first look has something to compare with."""
    compare.compare(today=days.today, at=moment(days.today, 0, 20))
