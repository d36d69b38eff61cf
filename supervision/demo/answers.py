"""How the demo's units split a suggestion, and what they answer to each ask: as the class of the whole says."""

from collections.abc import Sequence
from datetime import date, timedelta

from suggestions import asks
from suggestions.actions import split
from suggestions.actions.reply import Answer
from suggestions.choices import AskOutcome
from suggestions.models import Ask, ResultClass

_DONE = "已会同有关单位研究落实，现场已整改到位，并向代表作了反馈。"
_PLANNED = "已列入工作安排，明确了责任科室，正在办理前期手续。"
_CANNOT = "经研究，目前暂不能实施，将作为储备事项继续跟踪。"
_WHY = "现行规划没有预留用地，所需资金也未列入本年度预算。"


def split_asks(pen) -> None:
    """Most units split a suggestion as soon as they have signed for it."""
    item, lead = pen.item, pen.lead()
    if pen.pk % 4 and not item.asks.exists():
        lines = [split.Line(text) for text in asks.propose(item.body)]
        split.split(suggestion=item, lines=lines, by=pen.office.handlers[lead.unit_id], at=pen.now)


def answers_to(asked: Sequence[Ask], result: ResultClass, dated_on: date) -> tuple[Answer, ...]:
    """Solved: all done. A plan: the first is done, the others by a day each. Not now: the last cannot be done."""
    return tuple(_answer(n, ask, len(asked), result, dated_on) for n, ask in enumerate(asked))


def _answer(n: int, ask: Ask, count: int, result: ResultClass, dated_on: date) -> Answer:
    if result.needs_plan_date and (n or count == 1):
        return Answer(ask, AskOutcome.PLANNED, _PLANNED, planned_on=dated_on + timedelta(days=120 + 90 * n))
    if result.needs_reason and n == count - 1:
        return Answer(ask, AskOutcome.CANNOT, _CANNOT, reason=_WHY)
    return Answer(ask, AskOutcome.DONE, _DONE)
