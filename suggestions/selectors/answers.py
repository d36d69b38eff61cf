"""A reply point by point: each ask with what one version says to it, and the promises it makes."""

from dataclasses import dataclass
from datetime import date

from suggestions.choices import AskOutcome, ReplyState
from suggestions.models import Commitment, Reply


@dataclass(frozen=True)
class AnswerLine:
    """`outcome` is empty where the version says nothing to this ask."""

    number: int
    ask: str
    outcome: str = ""
    text: str = ""
    planned_on: date | None = None
    reason: str = ""

    @property
    def label(self) -> str:
        return str(AskOutcome(self.outcome).label) if self.outcome else ""


def answer_lines(reply: Reply) -> list[AnswerLine]:
    """In the order of the asks; until it is accepted also those that nothing is said to."""
    answers = list(reply.answers.all())
    lines = [
        AnswerLine(one.position, one.ask_text, one.outcome, one.text, one.planned_on, one.reason) for one in answers
    ]
    if reply.state != ReplyState.ACCEPTED:
        answered = {one.ask_id for one in answers}
        asks = reply.assignment.suggestion.asks.all()
        lines += [AnswerLine(ask.position, ask.text) for ask in asks if ask.pk not in answered]
    return sorted(lines, key=lambda line: line.number)


def promises_of(reply: Reply) -> list[Commitment]:
    """With what became of each, once it is on the ledger."""
    return list(reply.commitments.all())
