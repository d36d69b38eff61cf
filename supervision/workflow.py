"""The life of one finding (督办整改任务), as one table: the guard, the buttons, docs/workflow.md and the tests read it.

Who is related to which finding stands in supervision/permissions.py.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.roles import OFFICE, UNIT, Role
from suggestions.errors import RuleViolation
from supervision.choices import FindingState as F


class Action(TextChoices):
    REPORT = "report_finding", _("报告整改完成")
    CONFIRM = "confirm_finding", _("确认整改完成")
    RETURN = "return_finding", _("退回继续整改")
    WITHDRAW = "withdraw_finding", _("撤销整改任务")


@dataclass(frozen=True)
class Transition:
    """`action`, from any of `sources` to `target`, by any of `roles`. `needs_reason`: refused without words."""

    action: Action
    sources: frozenset[str]
    target: str
    roles: frozenset[Role]
    needs_reason: bool = False


WATCHERS = OFFICE | {Role.LEADER, Role.COMMITTEE}  # leader and committee: only of their own topics
OWING = frozenset({F.OPEN, F.RETURNED})  # a report stops the clock

FINDING_TRANSITIONS: tuple[Transition, ...] = (
    Transition(Action.REPORT, OWING, F.REPORTED, UNIT, needs_reason=True),
    Transition(Action.CONFIRM, frozenset({F.REPORTED}), F.DONE, WATCHERS),
    Transition(Action.RETURN, frozenset({F.REPORTED}), F.RETURNED, WATCHERS, needs_reason=True),
    Transition(Action.WITHDRAW, OWING, F.WITHDRAWN, WATCHERS, needs_reason=True),
)
TRANSITIONS: dict[Action, Transition] = {t.action: t for t in FINDING_TRANSITIONS}


def allows(action: Action, state: str, role: str) -> bool:
    """Whether someone with `role` may do `action` on a finding in `state` (relation to the finding apart)."""
    row = TRANSITIONS[action]
    return state in row.sources and role in row.roles


def next_state(action: Action, state: str) -> str:
    """The state after `action`; RuleViolation with the sentence when the table has no such step."""
    row = TRANSITIONS[action]
    if state not in row.sources:
        raise RuleViolation(
            _("整改任务当前状态为“%(state)s”，不能%(action)s。请刷新页面查看最新情况。")
            % {"state": F(state).label, "action": action.label}
        )
    return row.target
