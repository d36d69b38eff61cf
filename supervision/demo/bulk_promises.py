"""What an accepted reply leaves behind, for the bulk: the first line of its class, and its promise on the ledger."""

from datetime import timedelta

from suggestions.choices import ClassChangeCause, CommitmentState, ReplyState
from suggestions.models import ClassChange, Commitment, Reply
from supervision.demo.days import moment


def of(reply: Reply) -> tuple[list[ClassChange], list[Commitment]]:
    """Unsaved rows of one reply; none while it is not accepted."""
    if reply.state != ReplyState.ACCEPTED:
        return [], []
    day = reply.dated_on
    change = ClassChange(
        reply=reply,
        to_class=reply.result_class,
        cause=ClassChangeCause.FILED,
        changed_on=day,
        at=moment(day, 11, 0),
    )
    if not reply.result_class.needs_plan_date:
        return [change], []
    due_on = day + timedelta(days=200)
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
    return [change], [commitment]
