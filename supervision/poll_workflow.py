"""The life of one round of a satisfaction test (满意度测评), as one table: guard, buttons, docs/workflow.md, tests.

A vote is in the table too, though it changes no state and leaves no line in the history: see docs/decisions/0012.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.roles import OFFICE, Role
from suggestions.errors import RuleViolation
from supervision.choices import PollKind
from supervision.choices import PollState as S


class PollAction(TextChoices):
    AMEND = "amend_poll", _("修改测评安排")
    OPEN = "open_poll", _("开始投票")
    VOTE = "vote", _("投票")
    COUNT = "count_poll", _("结束投票并计票")
    FAIL = "fail_poll", _("结束投票，票数不足")
    RECORD = "record_poll", _("录入计票结果")
    CORRECT = "correct_poll", _("更正计票结果")
    PUBLISH = "publish_poll", _("公布结果")
    WITHDRAW = "withdraw_poll", _("作废本轮")


@dataclass(frozen=True)
class PollTransition:
    """`action`, from any of `sources` to `target` (empty: stays), by any of `roles`, in a test of one of `kinds`."""

    action: PollAction
    sources: frozenset[str]
    target: str
    roles: frozenset[Role]
    kinds: frozenset[str] = frozenset(PollKind)
    needs_reason: bool = False


MEMBERS = frozenset({Role.LEADER, Role.COMMITTEE, Role.DEPUTY})  # who can be put on the roll
ENDED = frozenset({S.COUNTED, S.FAILED, S.PUBLISHED})
_ELECTRONIC, _PAPER = frozenset({PollKind.ELECTRONIC}), frozenset({PollKind.PAPER})

# The end of a vote is the office's to press, or comes by itself at the closing time; the number of ballots decides
# which of the two it is.
POLL_TRANSITIONS: tuple[PollTransition, ...] = (
    PollTransition(PollAction.AMEND, frozenset({S.PREPARED}), "", OFFICE),
    PollTransition(PollAction.OPEN, frozenset({S.PREPARED}), S.OPEN, OFFICE, _ELECTRONIC),
    PollTransition(PollAction.VOTE, frozenset({S.OPEN}), "", MEMBERS, _ELECTRONIC),
    PollTransition(PollAction.COUNT, frozenset({S.OPEN}), S.COUNTED, OFFICE, _ELECTRONIC),
    PollTransition(PollAction.FAIL, frozenset({S.OPEN}), S.FAILED, OFFICE, _ELECTRONIC),
    PollTransition(PollAction.RECORD, frozenset({S.PREPARED}), S.COUNTED, OFFICE, _PAPER),
    PollTransition(
        PollAction.CORRECT, frozenset({S.COUNTED, S.PUBLISHED}), "", OFFICE, _PAPER, needs_reason=True
    ),
    PollTransition(PollAction.PUBLISH, frozenset({S.COUNTED}), S.PUBLISHED, OFFICE),
    PollTransition(PollAction.WITHDRAW, frozenset({S.PREPARED, S.OPEN}), S.WITHDRAWN, OFFICE, needs_reason=True),
)  # fmt: skip
TRANSITIONS: dict[PollAction, PollTransition] = {row.action: row for row in POLL_TRANSITIONS}


def allows(action: PollAction, state: str, kind: str, role: str) -> bool:
    """Whether someone with `role` may do `action` on a test in `state` (being on the roll apart)."""
    row = TRANSITIONS[action]
    return state in row.sources and kind in row.kinds and role in row.roles


def next_state(action: PollAction, state: str, kind: str) -> str:
    """The state after `action`; RuleViolation with the sentence when the table has no such step."""
    row = TRANSITIONS[action]
    if kind not in row.kinds:
        raise RuleViolation(
            _("这次测评是“%(kind)s”，不能%(action)s。") % {"kind": PollKind(kind).label, "action": action.label}
        )
    if state not in row.sources:
        raise RuleViolation(
            _("测评当前状态为“%(state)s”，不能%(action)s。请刷新页面查看最新情况。")
            % {"state": S(state).label, "action": action.label}
        )
    return row.target or state
