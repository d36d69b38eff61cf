"""What an accepted reply leaves behind, for the bulk: the lines of its class, and its promise on the ledger."""

from datetime import date, timedelta

from suggestions.choices import ClassChangeCause, CommitmentState, ReplyState
from suggestions.models import ClassChange, Commitment, Reply, ResultClass
from supervision.demo.days import moment

_LASTS = timedelta(days=200)
_BROKEN = 12  # one in so many is still open long after its day


def of(reply: Reply, *, solved: ResultClass, today: date) -> tuple[list[ClassChange], list[Commitment]]:
    """Unsaved rows of one reply, whose class becomes `solved` where the promise was kept; none before acceptance."""
    if reply.state != ReplyState.ACCEPTED:
        return [], []
    day, filed = reply.dated_on, reply.result_class
    changes = [_change(reply, None, filed, ClassChangeCause.FILED, day)]
    if not filed.needs_plan_date:
        return changes, []
    due_on = day + _LASTS
    commitment = Commitment(
        suggestion=reply.assignment.suggestion,
        assignment=reply.assignment,
        reply=reply,
        matter="分期实施，列入年度计划",
        original_due_on=due_on,
        due_on=due_on,
        state=CommitmentState.OPEN,
        opened_on=day,
    )
    if due_on < today and int(reply.assignment.suggestion.number) % _BROKEN:
        commitment.state = CommitmentState.FULFILLED
        commitment.done_on, commitment.closed_on = due_on - timedelta(days=9), due_on
        changes.append(_change(reply, filed, solved, ClassChangeCause.FULFILLED, due_on))
        reply.result_class = solved
    return changes, [commitment]


def _change(reply: Reply, before: ResultClass | None, after: ResultClass, cause: str, day: date) -> ClassChange:
    return ClassChange(
        reply=reply, from_class=before, to_class=after, cause=cause, changed_on=day, at=moment(day, 11, 0)
    )
