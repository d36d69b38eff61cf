"""The one door of findings and of votes: every change of a state passes here, is checked, swapped, and written into the
history of its own."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from suggestions.errors import Conflict, RuleViolation
from supervision import permissions, poll_workflow, workflow
from supervision.models import Finding, FindingEntry, Poll, PollEntry
from supervision.poll_workflow import PollAction
from supervision.workflow import TRANSITIONS, Action


def move(
    finding: Finding,
    action: Action,
    kind: str,
    *,
    by,
    on: date,
    at: datetime,
    text: str = "",
    changes: dict | None = None,
) -> FindingEntry:
    """Do `action`, with `changes` to other fields in one UPDATE; a line of the finding's own history.

    NotAllowed: wrong role or relation. RuleViolation: no such step, or words are missing. Conflict: changed meanwhile.
    """
    permissions.check(by, action, finding)
    if TRANSITIONS[action].needs_reason and not text.strip():
        raise RuleViolation(_("请填写说明。"), field="text")
    old, new, changes = finding.state, workflow.next_state(action, finding.state), changes or {}
    swapped = Finding.objects.filter(pk=finding.pk, version=finding.version, state=old).update(
        version=finding.version + 1, state=new, **changes
    )
    if not swapped:
        raise Conflict(_("这项整改任务刚刚被其他人处理过，您的操作没有保存。请刷新页面查看最新情况后再操作。"))
    finding.version += 1
    before = finding.due_on
    for name, value in {"state": new, **changes}.items():
        setattr(finding, name, value)
    moved = {"old_due_on": before, "new_due_on": finding.due_on} if finding.due_on != before else {}
    return FindingEntry.objects.create(
        finding=finding, kind=kind, text=text.strip(), happened_on=on, by=by, at=at, **moved
    )


def move_poll(
    poll: Poll, action: PollAction, kind: str, *, by, at: datetime, text: str = "", changes: dict | None = None
) -> PollEntry:
    """Do `action` about a vote, with `changes` to other fields; a line of its own history.

    `by`: None for the closing time itself. NotAllowed, RuleViolation and Conflict as `move`.
    """
    if by is not None:
        permissions.check_poll(by, action, poll)
    if poll_workflow.TRANSITIONS[action].needs_reason and not text.strip():
        raise RuleViolation(_("请填写理由。"), field="reason")
    new, changes = poll_workflow.next_state(action, poll.state, poll.kind), changes or {}
    swapped = Poll.objects.filter(pk=poll.pk, version=poll.version, state=poll.state).update(
        version=poll.version + 1, state=new, **changes
    )
    if not swapped:
        raise Conflict(_("这次测评刚刚被其他人操作过，您的操作没有保存。请刷新页面查看最新情况后再操作。"))
    poll.version += 1
    for name, value in {"state": new, **changes}.items():
        setattr(poll, name, value)
    return PollEntry.objects.create(poll=poll, kind=kind, text=text.strip(), by=by, at=at)
