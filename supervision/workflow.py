"""The lives of a finding (督办整改任务) and of an instruction (领导批示), as tables.

The guard, the buttons, docs/workflow.md and the tests read them.

Who is related to which finding stands in supervision/permissions.py.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.roles import OFFICE, UNIT, Role
from suggestions.errors import RuleViolation
from supervision.choices import FindingState as F
from supervision.choices import InstructionState as I


class Action(TextChoices):
    REPORT = "report_finding", _("报告整改完成")
    CONFIRM = "confirm_finding", _("确认整改完成")
    RETURN = "return_finding", _("退回继续整改")
    WITHDRAW = "withdraw_finding", _("撤销整改任务")


class InstructionAction(TextChoices):
    REPORT = "report_instruction", _("报告落实")
    CONFIRM = "confirm_instruction", _("确认落实")
    RETURN = "return_instruction", _("退回继续落实")
    WITHDRAW = "withdraw_instruction", _("撤回批示")


@dataclass(frozen=True)
class Transition:
    """`action`, from any of `sources` to `target`, by any of `roles`. `needs_reason`: refused without words."""

    action: Action | InstructionAction
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
# A leader: of the own instructions. The office reports what is addressed to it, and confirms what is not.
JUDGES = OFFICE | {Role.LEADER}
INSTRUCTION_OWING = frozenset({I.OPEN, I.RETURNED})
INSTRUCTION_TRANSITIONS: tuple[Transition, ...] = (
    Transition(InstructionAction.REPORT, INSTRUCTION_OWING, I.REPORTED, UNIT | OFFICE, needs_reason=True),
    Transition(InstructionAction.CONFIRM, frozenset({I.REPORTED}), I.DONE, JUDGES),
    Transition(InstructionAction.RETURN, frozenset({I.REPORTED}), I.RETURNED, JUDGES, needs_reason=True),
    Transition(InstructionAction.WITHDRAW, INSTRUCTION_OWING, I.WITHDRAWN, JUDGES, needs_reason=True),
)
TRANSITIONS: dict[str, Transition] = {t.action: t for t in (*FINDING_TRANSITIONS, *INSTRUCTION_TRANSITIONS)}


def allows(action: Action | InstructionAction, state: str, role: str) -> bool:
    """Whether someone with `role` may do `action` on a thing in `state` (relation to it apart)."""
    row = TRANSITIONS[action]
    return state in row.sources and role in row.roles


def next_state(action: Action | InstructionAction, state: str) -> str:
    """The state after `action`; RuleViolation with the sentence when the table has no such step."""
    row = TRANSITIONS[action]
    if state not in row.sources:
        what, states = (_("整改任务"), F) if isinstance(action, Action) else (_("批示"), I)
        raise RuleViolation(
            _("%(what)s当前状态为“%(state)s”，不能%(action)s。请刷新页面查看最新情况。")
            % {"what": what, "state": states(state).label, "action": action.label}
        )
    return row.target
