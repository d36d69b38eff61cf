"""The one door of findings, instructions and votes: every change of a state passes here, is checked, swapped, and
written into the history of its own."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from suggestions.errors import Conflict, RuleViolation
from supervision import permissions, poll_workflow, workflow
from supervision.models import Finding, FindingEntry, Instruction, InstructionEntry, Poll, PollEntry
from supervision.poll_workflow import PollAction
from supervision.workflow import TRANSITIONS, Action, InstructionAction

_ENTRIES = {Finding: (FindingEntry, "finding"), Instruction: (InstructionEntry, "instruction")}


def move(
    thing: Finding | Instruction,
    action: Action | InstructionAction,
    kind: str,
    *,
    by,
    on: date,
    at: datetime,
    text: str = "",
    changes: dict | None = None,
) -> FindingEntry | InstructionEntry:
    """Do `action`, with `changes` to other fields in one UPDATE; a line of the thing's own history.

    NotAllowed: wrong role or relation. RuleViolation: no such step, or words are missing. Conflict: changed meanwhile.
    """
    permissions.check(by, action, thing)
    if TRANSITIONS[action].needs_reason and not text.strip():
        raise RuleViolation(_("请填写说明。"), field="text")
    old, new, changes = thing.state, workflow.next_state(action, thing.state), changes or {}
    swapped = (
        type(thing)
        .objects.filter(pk=thing.pk, version=thing.version, state=old)
        .update(version=thing.version + 1, state=new, **changes)
    )
    if not swapped:
        raise Conflict(_("这项任务刚刚被其他人处理过，您的操作没有保存。请刷新页面查看最新情况后再操作。"))
    thing.version += 1
    before = thing.due_on
    for name, value in {"state": new, **changes}.items():
        setattr(thing, name, value)
    moved = {"old_due_on": before, "new_due_on": thing.due_on} if thing.due_on != before else {}
    entries, name = _ENTRIES[type(thing)]
    return entries.objects.create(**{name: thing}, kind=kind, text=text.strip(), happened_on=on, by=by, at=at, **moved)


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
