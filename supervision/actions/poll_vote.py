"""One secret vote. What keeps it secret stands in docs/decisions/0012-secret-ballot.md: read it before changing a line
here."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from suggestions.errors import RuleViolation
from supervision import permissions, poll_box, poll_workflow
from supervision.models import Poll, PollBox, PollVoter
from supervision.poll_rules import check_marks
from supervision.poll_workflow import PollAction


@sensitive_variables("marks", "sums")
@transaction.atomic
def cast(*, poll: Poll, marks: Mapping[int, str], by, at: datetime) -> None:
    """Put `marks` (subject → mark) of `by` into the box, once and for good.

    Votes and the count wait for one another at the box. Every line of the roll is written anew with each vote, and the
    box is sealed anew: neither rows nor their versions tell who came when. No history, no message, no other row.

    NotAllowed: not on the roll. RuleViolation: voted before, the vote has ended, or something is left unmarked.
    """
    permissions.check_poll(by, PollAction.VOTE, poll)
    box = PollBox.objects.select_for_update().filter(poll=poll).first()
    state = Poll.objects.values_list("state", flat=True).get(pk=poll.pk)
    if box is None:
        poll_workflow.next_state(PollAction.VOTE, state, poll.kind)
    if box is None or poll.closes_at <= at:
        raise RuleViolation(_("投票已经截止，您的选择没有计入。"))
    if PollVoter.objects.get(poll=poll, voter=by).has_voted:
        raise RuleViolation(_("您已经投过票。每人一票，投出后不能更改。"))
    sums = poll_box.unseal(box.sealed, poll_id=poll.pk)
    check_marks(marks, sums)
    PollVoter.objects.filter(poll=poll).update(has_voted=Q(has_voted=True) | Q(voter=by))
    sealed = poll_box.seal(poll_box.with_ballot(sums, marks), poll_id=poll.pk)
    PollBox.objects.filter(poll=poll).update(sealed=sealed)
