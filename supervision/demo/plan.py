"""How many suggestions stand where, and when their replies are due, in days from today."""

from collections.abc import Callable
from dataclasses import dataclass, field

from supervision.demo import consulting, mending, requests, stages, urging


@dataclass(frozen=True)
class Row:
    """`count` suggestions that have come as far as `stage`.

    `stage`: a story of stages.py, or the name of a place in the intake (see intake.py) for what no unit has yet.
    `due`: the reply is due so many days from today; `assigned`: handed over so many days from today.
    `leads`: only topics of these lead units. `is_outside`: received between two sessions.
    """

    stage: Callable | str
    count: int = 1
    due: int | None = None
    assigned: int | None = None
    leads: tuple[str, ...] = ()
    is_separate: bool = False
    is_outside: bool = False


@dataclass(frozen=True)
class SessionPlan:
    rows: tuple[Row, ...]
    gap: int = 0  # a running number that was never given
    doubled: int = 0  # a running number that came twice: the second stands beside it, marked provisional
    merged: tuple[Callable, ...] = field(default=())  # one suggestion merged into one of each of these stages


LAST = SessionPlan(
    rows=(
        Row(stages.closed, 18, due=-385),
        Row(stages.class_corrected, due=-385),
        Row(stages.closed_after_second, 3, due=-385),
        Row(stages.closed_without_view, 2, due=-385),
        Row(stages.closed_still_dissatisfied, due=-385),
        Row(stages.withdrawn, due=-385),
        Row("not_accepted"),
        Row("converted"),
    ),
    merged=(stages.closed,),
)

THIS = SessionPlan(
    rows=(
        # handed over at the conference
        Row(stages.closed, 6, due=-12),
        Row(stages.class_changed, due=-12),
        Row(stages.closed_without_view, 2, due=-12),
        Row(stages.closed_after_second, due=-12),
        Row(stages.judged, 2, due=-12),
        Row(stages.dissatisfied_again, due=-12),
        Row(stages.meeting_called, due=-12),
        Row(stages.replied, 2, due=-12),
        Row(stages.replied_lately, 4, due=-12),
        Row(stages.replied_late, due=-12),
        Row(mending.accepted_again, due=-12),
        Row(mending.judged_after_mending, due=-12),
        Row(stages.dissatisfied, 2, due=-12),
        Row(stages.second_round, 2, due=-12),
        Row(stages.second_round_overdue, due=-12),
        Row(stages.promise_replaced, due=-12),
        Row(stages.extended, 2, due=-12),
        Row(stages.separately_answered, due=-12, is_separate=True),
        Row(urging.promise_broken, due=-12, leads=("housing",)),
        Row(urging.urged_three_times, due=-12, leads=("housing",)),
        Row(stages.advised, 2, due=-3, leads=("traffic",)),
        # and later
        Row(stages.advised, due=0),
        Row(stages.prepared, due=0),
        Row(stages.advised, due=2),
        Row(stages.awaiting_signature, due=2),
        Row(stages.advised, 2, due=5),
        Row(stages.prepared, due=5),
        Row(stages.awaiting_review, due=5),
        Row(urging.promise_kept, due=5),
        Row(stages.sent_back_by_office, due=5),
        Row(mending.filed_again, due=5),
        Row(stages.extension_requested, due=5),
        Row(stages.partly_answered, due=5, is_separate=True),
        Row(requests.return_agreed, due=9, leads=("edu", "city")),
        Row(stages.advised, due=18),
        Row(consulting.asked_again, due=18),
        Row(consulting.circulated, due=18),
        Row(consulting.circulated_again, due=18),
        Row(stages.awaiting_signature, due=18),
        Row(stages.awaiting_review, due=18),
        Row(stages.sent_back_by_head, due=18),
        Row(stages.extension_refused, due=18),
        Row(requests.addition_agreed, due=18, leads=("edu", "civil", "agri")),
        Row(stages.handling, 3, due=50),
        Row(stages.advised, 2, due=50),
        Row(requests.addition_requested, due=50, leads=("edu", "civil", "agri")),
        Row(requests.return_refused, due=50, leads=("edu", "city")),
        Row(stages.withdrawn, due=50),
        Row(requests.assisting_cancelled, due=50),
        # received after the session
        Row(stages.handling, 2, assigned=-20, is_outside=True),
        Row(requests.return_requested, 2, assigned=-7, leads=("ecology", "agri"), is_outside=True),
        Row(stages.awaiting_receipt, 2, assigned=-9, is_outside=True),
        Row(stages.awaiting_receipt, 4, assigned=-2, is_outside=True),
        # no unit yet
        Row("registered", 4, is_outside=True),
        Row("resubmitted", is_outside=True),
        Row("returned", is_outside=True),
        Row("accepted", 3, is_outside=True),
        Row("drafted", 4, is_outside=True),
        Row("drafted_without_lead", is_outside=True),
        Row("converted"),
        Row("not_accepted"),
    ),
    gap=33,
    doubled=17,
    merged=(stages.closed, stages.replied_lately),
)
