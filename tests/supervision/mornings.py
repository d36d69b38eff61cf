"""Morning by morning: who hears of one kind of thing, and of which step.

What the other kinds have to say is none of it; so they are not asked, each morning anew.
"""

from contextlib import contextmanager
from datetime import date, timedelta

import pytest

from supervision import candidates, reminders
from supervision.reminder_rules import Kind
from tests import factories as make

READ_BY = {
    Kind.FEEDBACK: "_feedback",
    Kind.COMMITMENT: "_commitments",
    Kind.SECOND_OPINION: "_second_opinions",
    Kind.COUNTERSIGN: "_countersignatures",
    Kind.FINDING: "_findings",
    Kind.INSTRUCTION: "_instructions",
}


@contextmanager
def only(*kinds: Kind):
    """Of the other kinds nothing is read."""
    read_tasks = candidates._tasks

    def tasks(kind, *args, **kwargs):
        return read_tasks(kind, *args, **kwargs) if kind in kinds else []

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidates, "_tasks", tasks)
        for kind in READ_BY.keys() - set(kinds):
            patch.setattr(candidates, READ_BY[kind], lambda *_asked: [])
        yield


def told(kind: Kind, first: date, days: int) -> dict[date, set[tuple[str, int]]]:
    """The mornings on which somebody hears of `kind`: who, and of which step."""
    found = {}
    with only(kind):
        for n in range(days):
            today = first + timedelta(days=n)
            items = reminders.send(today, at=make.at(today, 8)).items
            heard = {(item.recipient.name, item.rung) for item in items if item.kind == kind}
            found |= {today: heard} if heard else {}
    return found
