"""The life of a suggestion, of each unit's task and of each commitment, as one table.

The guard of every action, the buttons of the detail page, the permission page, docs/workflow.md and the tests
all read TRANSITIONS. Nothing else says who may do what, and when.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.roles import OFFICE, UNIT, Role
from suggestions.choices import AssignmentState as A
from suggestions.choices import CommitmentState as C
from suggestions.choices import Status as S
from suggestions.choices import UnitRole
from suggestions.errors import RuleViolation


class Action(TextChoices):
    # One suggestion: intake
    AMEND = "amend", _("更正登记")
    RESUBMIT = "resubmit", _("重新提交审核")
    ACCEPT = "accept", _("受理")
    RETURN_TO_DEPUTY = "return_to_deputy", _("退回代表修改")
    MERGE = "merge", _("并案")
    CONVERT = "convert", _("转来信处理")
    NOT_ACCEPT = "not_accept", _("不予受理")
    WITHDRAW = "withdraw", _("代表撤回")
    REVISE_REVIEW = "revise_review", _("撤销审核结论")
    # One suggestion: assignment and after
    DRAFT_UNITS = "draft_units", _("拟定承办单位")
    ASSIGN = "assign", _("交办")
    ADD_UNIT = "add_unit", _("增加协办单位")
    URGE = "urge", _("催办")
    NOTE = "note", _("备注")
    CONTACT = "contact", _("记录联系代表")
    ALL_ANSWERED = "all_answered", _("全部答复")
    EVALUATE = "evaluate", _("反馈评价")
    REHANDLE = "rehandle", _("交重新办理")
    CLOSE = "close", _("办结")
    REOPEN = "reopen", _("恢复办理")
    SPLIT = "split", _("拆分诉求")
    CHANGE_CLASS = "change_class", _("调整结果类别")
    CALL_MEETING = "call_meeting", _("召集协商会议")
    RECORD_MEETING = "record_meeting", _("记录协商会议")
    # One unit's task
    SIGN = "sign", _("签收")
    REQUEST_RETURN = "request_return", _("申请退回")
    TAKE_BACK_RETURN = "take_back_return", _("撤回退回申请")
    AGREE_RETURN = "agree_return", _("同意退回并改办")
    REFUSE_RETURN = "refuse_return", _("不同意退回")
    REASSIGN = "reassign", _("改办")
    CANCEL = "cancel", _("撤销协办")
    REQUEST_ADDITION = "request_addition", _("申请增办")
    DECIDE_ADDITION = "decide_addition", _("决定增办")
    REQUEST_EXTENSION = "request_extension", _("申请延期")
    DECIDE_EXTENSION = "decide_extension", _("决定延期")
    FILE_OPINION = "file_opinion", _("提交协办意见")
    SUBMIT_REPLY = "submit_reply", _("起草并送签答复")
    SIGN_OFF = "sign_off", _("签发答复")
    SEND_BACK_DRAFT = "send_back_draft", _("退回修改")
    ACCEPT_REPLY = "accept_reply", _("审核通过答复")
    REJECT_REPLY = "reject_reply", _("退回重办")
    FILE_PLAN = "file_plan", _("填报六定方案")
    CIRCULATE = "circulate", _("送会签")
    COUNTERSIGN = "countersign", _("会签")
    ASK_AGAIN = "ask_again", _("再次征求意见")
    FORWARD = "forward", _("签发并送系统审核")
    PASS_ON = "pass_on", _("系统审核通过")
    TURN_BACK = "turn_back", _("系统审核退回")
    COMMENT = "comment", _("批注")
    ANSWER_URGING = "answer_urging", _("回复催办")
    # One commitment
    OPEN_COMMITMENT = "open_commitment", _("列入承诺台账")
    SUPERSEDE_COMMITMENT = "supersede_commitment", _("由新答复代替")
    REPORT_PROGRESS = "report_progress", _("填报进展")
    MOVE_COMMITMENT = "move_commitment", _("调整承诺期限")
    REPORT_DONE = "report_done", _("报告完成")
    CONFIRM_DONE = "confirm_done", _("确认兑现")
    RETURN_DONE = "return_done", _("退回继续落实")
    URGE_COMMITMENT = "urge_commitment", _("催办承诺")
    EXPLAIN_COMMITMENT = "explain_commitment", _("书面说明未落实")
    # Outside the table: the first line of each timeline
    REGISTER = "register", _("登记")
    IMPORT = "import", _("导入")
    MOVE_DATE = "move_date", _("期限重算")
    # and of the warning cards, which supervision gives and takes back
    WARN = "warn", _("警示牌")
    WITHDRAW_CARD = "withdraw_card", _("撤回警示牌")
    # Outside the table too: what the floor above does about it (supervision/), which moves no state
    CHOOSE_KEY = "choose_key", _("确定为重点督办件")
    RELEASE_KEY = "release_key", _("结束重点督办")
    SUPERVISE = "supervise", _("督办")
    INSTRUCT = "instruct", _("领导批示")
    SETTLE_INSTRUCTION = "settle_instruction", _("批示已落实")


@dataclass(frozen=True)
class Transition:
    """`action`, from any of `sources` to `target` (None: stays where it is), by any of `roles`.

    `unit_roles`: for a unit's task, only in these parts (lead, assisting, separate).
    `needs_reason`: refused without words.
    """

    action: Action
    sources: frozenset[str]
    target: str | None
    roles: frozenset[Role]
    unit_roles: frozenset[UnitRole] = frozenset(UnitRole)
    needs_reason: bool = False


ANSWERING = frozenset({UnitRole.LEAD, UnitRole.SEPARATE})
ASSISTING = frozenset({UnitRole.ASSISTING})
HEAD = frozenset({Role.OFFICE_HEAD})
DECIDERS = HEAD | {Role.COORDINATOR}  # a coordinator only inside the own system: suggestions/permissions.py
OPEN = frozenset({S.REGISTERED, S.RETURNED, S.ACCEPTED, S.IN_HANDLING, S.REPLIED, S.JUDGED})
UNDER_WAY = frozenset({S.IN_HANDLING, S.REPLIED, S.JUDGED})
WORKING = frozenset({A.AWAITING_RECEIPT, A.HANDLING})
# A unit owes something while its task is in one of these; a filed reply stops the clock.
OWING = WORKING | {A.RETURN_REQUESTED, A.AWAITING_SIGNATURE}
FILED = frozenset({A.AWAITING_COORDINATOR, A.AWAITING_REVIEW})  # signed off, and read before it goes out
ENDED = frozenset({A.GIVEN_BACK, A.CANCELLED})


def _t(action, sources, target, roles, **more) -> Transition:
    return Transition(action, frozenset(sources), target, frozenset(roles), **more)


SUGGESTION_TRANSITIONS: tuple[Transition, ...] = (
    _t(Action.AMEND, OPEN, None, OFFICE),
    _t(Action.RESUBMIT, {S.RETURNED}, S.REGISTERED, OFFICE),
    _t(Action.ACCEPT, {S.REGISTERED}, S.ACCEPTED, OFFICE),
    _t(Action.RETURN_TO_DEPUTY, {S.REGISTERED}, S.RETURNED, OFFICE, needs_reason=True),
    _t(Action.MERGE, {S.REGISTERED, S.ACCEPTED}, S.MERGED, OFFICE, needs_reason=True),
    _t(Action.CONVERT, {S.REGISTERED}, S.CONVERTED, OFFICE, needs_reason=True),
    _t(Action.NOT_ACCEPT, {S.REGISTERED}, S.NOT_ACCEPTED, OFFICE, needs_reason=True),
    _t(
        Action.WITHDRAW,
        {S.REGISTERED, S.RETURNED, S.ACCEPTED, S.IN_HANDLING},
        S.WITHDRAWN,
        OFFICE,
        needs_reason=True,
    ),
    _t(
        Action.REVISE_REVIEW,
        {S.ACCEPTED, S.MERGED, S.CONVERTED, S.NOT_ACCEPTED, S.WITHDRAWN},
        S.REGISTERED,
        HEAD,
        needs_reason=True,
    ),
    _t(Action.DRAFT_UNITS, {S.REGISTERED, S.ACCEPTED}, None, OFFICE),
    _t(Action.ASSIGN, {S.ACCEPTED}, S.IN_HANDLING, OFFICE),
    _t(Action.ADD_UNIT, {S.IN_HANDLING}, None, OFFICE),
    _t(Action.URGE, {S.IN_HANDLING}, None, OFFICE | {Role.COORDINATOR}),
    _t(Action.NOTE, set(S), None, OFFICE | {Role.COORDINATOR}, needs_reason=True),
    _t(Action.CONTACT, UNDER_WAY, None, OFFICE | UNIT),
    _t(Action.ALL_ANSWERED, {S.IN_HANDLING}, S.REPLIED, ()),  # follows from the last accepted reply; nobody's button
    _t(Action.EVALUATE, {S.REPLIED, S.MERGED}, S.JUDGED, OFFICE | {Role.DEPUTY}),
    _t(Action.REHANDLE, {S.JUDGED}, S.IN_HANDLING, OFFICE, needs_reason=True),
    _t(Action.CLOSE, {S.REPLIED, S.JUDGED}, S.CLOSED, OFFICE),
    _t(Action.REOPEN, {S.CLOSED}, S.JUDGED, HEAD, needs_reason=True),
    _t(Action.SPLIT, {S.REGISTERED, S.ACCEPTED, S.IN_HANDLING}, None, OFFICE | UNIT),
    _t(Action.CHANGE_CLASS, {S.REPLIED, S.JUDGED, S.CLOSED}, None, OFFICE, needs_reason=True),
    _t(Action.CALL_MEETING, {S.JUDGED}, None, OFFICE),
    _t(Action.RECORD_MEETING, {S.JUDGED}, None, OFFICE),
)

ASSIGNMENT_TRANSITIONS: tuple[Transition, ...] = (
    _t(Action.SIGN, {A.AWAITING_RECEIPT}, A.HANDLING, UNIT),
    _t(Action.REQUEST_RETURN, WORKING, A.RETURN_REQUESTED, UNIT, needs_reason=True),
    _t(Action.TAKE_BACK_RETURN, {A.RETURN_REQUESTED}, A.HANDLING, UNIT),
    _t(Action.AGREE_RETURN, {A.RETURN_REQUESTED}, A.GIVEN_BACK, DECIDERS),
    _t(Action.REFUSE_RETURN, {A.RETURN_REQUESTED}, A.HANDLING, DECIDERS, needs_reason=True),
    _t(Action.REASSIGN, WORKING, A.GIVEN_BACK, OFFICE | {Role.COORDINATOR}, needs_reason=True),
    _t(Action.CANCEL, WORKING, A.CANCELLED, OFFICE, unit_roles=ASSISTING, needs_reason=True),
    _t(Action.REQUEST_ADDITION, WORKING, None, UNIT, unit_roles=ANSWERING, needs_reason=True),
    _t(Action.DECIDE_ADDITION, OWING | FILED, None, OFFICE, unit_roles=ANSWERING),
    _t(Action.REQUEST_EXTENSION, WORKING, None, UNIT, unit_roles=ANSWERING, needs_reason=True),
    _t(Action.DECIDE_EXTENSION, OWING | FILED, None, HEAD, unit_roles=ANSWERING),
    _t(Action.FILE_OPINION, {A.HANDLING, A.OPINION_FILED}, A.OPINION_FILED, UNIT, unit_roles=ASSISTING),
    _t(Action.SUBMIT_REPLY, {A.HANDLING}, A.AWAITING_SIGNATURE, UNIT, unit_roles=ANSWERING),
    _t(Action.SIGN_OFF, {A.AWAITING_SIGNATURE}, A.AWAITING_REVIEW, {Role.UNIT_HEAD}, unit_roles=ANSWERING),
    _t(
        Action.SEND_BACK_DRAFT,
        {A.AWAITING_SIGNATURE},
        A.HANDLING,
        {Role.UNIT_HEAD},
        unit_roles=ANSWERING,
        needs_reason=True,
    ),
    _t(Action.ACCEPT_REPLY, {A.AWAITING_REVIEW}, A.ANSWERED, OFFICE, unit_roles=ANSWERING),
    _t(Action.REJECT_REPLY, {A.AWAITING_REVIEW}, A.HANDLING, OFFICE, unit_roles=ANSWERING, needs_reason=True),
    _t(Action.FILE_PLAN, {A.HANDLING}, None, UNIT),
    _t(Action.CIRCULATE, {A.HANDLING}, None, UNIT, unit_roles=ANSWERING),
    _t(Action.COUNTERSIGN, WORKING | {A.OPINION_FILED}, None, UNIT, unit_roles=ASSISTING),
    _t(Action.ASK_AGAIN, {A.OPINION_FILED}, None, UNIT, unit_roles=ASSISTING),
    # Where the office wants the system's coordinator to read first; actions/reply.py takes this row or SIGN_OFF
    _t(Action.FORWARD, {A.AWAITING_SIGNATURE}, A.AWAITING_COORDINATOR, {Role.UNIT_HEAD}, unit_roles=ANSWERING),
    _t(Action.PASS_ON, {A.AWAITING_COORDINATOR}, A.AWAITING_REVIEW, DECIDERS, unit_roles=ANSWERING),
    _t(
        Action.TURN_BACK,
        {A.AWAITING_COORDINATOR},
        A.HANDLING,
        DECIDERS,
        unit_roles=ANSWERING,
        needs_reason=True,
    ),
    _t(
        Action.COMMENT,
        FILED | {A.AWAITING_SIGNATURE},
        None,
        OFFICE | {Role.UNIT_HEAD, Role.COORDINATOR},
        unit_roles=ANSWERING,
        needs_reason=True,
    ),
    # What the unit promises: typed by itself, or by whoever heard it on the telephone
    _t(Action.ANSWER_URGING, OWING, None, OFFICE | UNIT | {Role.COORDINATOR}, needs_reason=True),
)

# A promise on the ledger is followed whatever becomes of its suggestion: also after closing.
COMMITMENT_TRANSITIONS: tuple[Transition, ...] = (
    _t(Action.OPEN_COMMITMENT, {C.PROPOSED}, C.OPEN, ()),  # follows from the accepted reply
    _t(Action.SUPERSEDE_COMMITMENT, {C.OPEN, C.REPORTED}, C.SUPERSEDED, ()),  # follows from a later round's reply
    _t(Action.REPORT_PROGRESS, {C.OPEN}, None, UNIT, needs_reason=True),
    _t(Action.MOVE_COMMITMENT, {C.OPEN}, None, UNIT, needs_reason=True),
    _t(Action.REPORT_DONE, {C.OPEN}, C.REPORTED, UNIT, needs_reason=True),
    _t(Action.CONFIRM_DONE, {C.REPORTED}, C.FULFILLED, OFFICE | {Role.DEPUTY}),
    _t(Action.RETURN_DONE, {C.REPORTED}, C.OPEN, OFFICE | {Role.DEPUTY}, needs_reason=True),
    _t(Action.URGE_COMMITMENT, {C.OPEN}, None, OFFICE | {Role.COORDINATOR}),
    _t(Action.EXPLAIN_COMMITMENT, {C.OPEN}, C.EXPLAINED, UNIT, needs_reason=True),
)

TRANSITIONS: dict[Action, Transition] = {
    t.action: t for t in SUGGESTION_TRANSITIONS + ASSIGNMENT_TRANSITIONS + COMMITMENT_TRANSITIONS
}
ON_ASSIGNMENT: frozenset[Action] = frozenset(t.action for t in ASSIGNMENT_TRANSITIONS)
ON_COMMITMENT: frozenset[Action] = frozenset(t.action for t in COMMITMENT_TRANSITIONS)


def allows(action: Action, state: str, role: str, unit_role: str | None = None) -> bool:
    """Whether someone with `role` may do `action` on a thing in `state` (relation to the unit or deputy apart)."""
    row = TRANSITIONS[action]
    return state in row.sources and role in row.roles and (unit_role is None or unit_role in row.unit_roles)


def next_state(action: Action, state: str) -> str:
    """The state after `action`; raises RuleViolation with the sentence when the table has no such step."""
    row = TRANSITIONS[action]
    if state not in row.sources:
        labels = C if action in ON_COMMITMENT else A if action in ON_ASSIGNMENT else S
        raise RuleViolation(
            _("当前状态为“%(state)s”，不能%(action)s。请刷新页面查看最新情况。")
            % {"state": labels(state).label, "action": action.label}
        )
    return state if row.target is None or _stays(action, state) else row.target


def _stays(action: Action, state: str) -> bool:
    """A merged suggestion is judged by its own deputy and stays merged: it keeps its number (domain.md 1.4)."""
    return action == Action.EVALUATE and state == S.MERGED


def actions_for(states: Iterable[str], role: str, *, on_assignment: bool) -> list[Action]:
    """Every action `role` may do in any of `states`, in table order."""
    table = ASSIGNMENT_TRANSITIONS if on_assignment else SUGGESTION_TRANSITIONS
    return [t.action for t in table if role in t.roles and any(state in t.sources for state in states)]
