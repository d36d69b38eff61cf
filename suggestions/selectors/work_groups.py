"""待办, as one table: the groups of each role's work list, in order of urgency. work_list.py fills them."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from suggestions.workflow import Action

CAP = 20  # rows shown of one group; the rest is one click away in the list
CAP_WAITING = 5  # nothing to do there but to know


LIST, LEDGER = "suggestions:list", "suggestions:commitments"


@dataclass(frozen=True)
class Group:
    """`what`: what *I* must do; `action`: the button of each row, where all rows have the same.

    `query`: the filters of the list that show the same rows, all of them; empty: todo=key.
    `is_waiting`: others have it.
    """

    key: str
    title: str
    icon: str
    what: str = ""
    action: Action | None = None
    query: str = ""
    is_late: bool = False
    is_waiting: bool = False
    date_label: str = ""  # which date stands at the rows, where it is not the reply's
    is_tasks: bool = False  # a suggestion stands there once for each unit, while its list has it once
    list_name: str = LIST  # whose filters `query` are; empty: there is no list behind it

    @property
    def is_ledger(self) -> bool:
        """Rows are promises."""
        return self.list_name == LEDGER


OVERDUE = Group("overdue", _("逾期"), "alert", _("催办"), Action.URGE, "light=overdue", is_late=True)
DUE_TODAY = Group("due_today", _("今日到期"), "today", _("催办"), Action.URGE, "light=due_today")
DUE_SOON = Group("due_soon", _("7日内到期"), "hourglass", _("催办"), Action.URGE, "light=due_soon")
UNSIGNED = Group(
    "unsigned", _("逾期未签收任务"), "alert", _("催办"), Action.URGE, date_label=_("签收期限"), is_tasks=True
)
REVIEW_REPLY = Group("review_reply", _("答复待审核"), "document", _("审核答复"), Action.ACCEPT_REPLY)
DECIDE = Group("decide", _("待决定"), "flag", _("决定申请"))
AWAIT_HEAD = Group("await_head", _("等待负责人决定"), "flag", is_waiting=True)  # a clerk only knows
MEETING = Group(
    "meeting",
    _("代表两次不满意，召集协商会议"),
    "people",
    _("召集会议"),
    Action.CALL_MEETING,
    "fact=awaiting_meeting",
    date_label=_("会议日期"),
)
REDO = Group("redo", _("代表不满意待重办"), "alert", _("交重新办理"), Action.REHANDLE, "fact=to_rehandle")
REVIEW = Group(
    "review", _("待审核登记"), "edit", _("审核"), Action.ACCEPT, "status=registered", date_label=_("应交办日期")
)
ASSIGN = Group("assign", _("待交办"), "assign", _("交办"), Action.ASSIGN, "status=accepted", date_label=_("应交办日期"))
CLOSE = Group("close", _("待办结"), "check-circle", _("办结"), Action.CLOSE)
FEEDBACK = Group(
    "feedback",
    _("待反馈"),
    "people",
    _("录入反馈"),
    Action.EVALUATE,
    "status=replied",
    date_label=_("反馈期限"),
)
RETURNED = Group("returned", _("等待代表修改"), "user", "", None, "status=returned", is_waiting=True)
WITH_COORDINATOR = Group(
    "with_coordinator", _("等待系统协调人审核"), "eye", "", None, "fact=with_coordinator", is_waiting=True
)
WAITING = Group("waiting", _("等待承办单位"), "clock", "", None, "status=in_handling", is_waiting=True)

# A coordinator's own, where the office wants the system to read a reply first
COORDINATE = Group("coordinate", _("答复待系统审核"), "document", _("审核答复"), Action.PASS_ON)

# Where figures of suggestions stand above them, tasks say that they are tasks
TASKS_OVERDUE = replace(OVERDUE, title=_("逾期任务"), is_tasks=True)
TASKS_TODAY = replace(DUE_TODAY, title=_("今日到期任务"), is_tasks=True)
TASKS_SOON = replace(DUE_SOON, title=_("7日内到期任务"), is_tasks=True)

# A unit's own tasks: what is to be done stands at each row, by its state
SIGN_OFF = Group("sign_off", _("待签发"), "edit", _("审阅签发"), Action.SIGN_OFF)
OWN_OVERDUE = Group("overdue", _("逾期"), "alert", query="light=overdue", is_late=True)
OWN_DUE_TODAY = Group("due_today", _("今日到期"), "today", query="light=due_today")
OWN_DUE_SOON = Group("due_soon", _("7日内到期"), "hourglass", query="light=due_soon")
PLAN = Group("plan", _("待报六定方案"), "edit", _("填报六定方案"), Action.FILE_PLAN, date_label=_("方案期限"))
SENT_BACK = Group("sent_back", _("退回修改"), "history", _("修改答复"), Action.SUBMIT_REPLY)
RECEIPT = Group("receipt", _("待签收"), "inbox", _("签收"), Action.SIGN, date_label=_("签收期限"))
ASKED_AGAIN = Group(
    "asked_again", _("再次征求意见"), "edit", _("补充协办意见"), Action.FILE_OPINION, date_label=_("补充期限")
)
COUNTERSIGN = Group("countersign", _("待会签"), "check", _("会签"), Action.COUNTERSIGN, date_label=_("会签期限"))
HANDLING = Group("handling", _("办理中"), "document")
OTHERS = Group("others", _("等待他人"), "clock", is_waiting=True)

# A deputy's own suggestions
JUDGE = Group("judge", _("待您反馈"), "edit", _("填写反馈意见"), Action.EVALUATE, date_label=_("反馈期限"))
UNDER_WAY = Group("under_way", _("正在办理"), "clock", is_waiting=True)
ENDED = Group("ended", _("已有结果"), "check-circle", is_waiting=True)

# Promises on the ledger: a unit's own; those to be confirmed; those the office and a coordinator may urge
_LEDGER = {"date_label": _("承诺期限"), "list_name": LEDGER}
PROMISE_OVERDUE = Group(
    "promise_overdue",
    _("承诺逾期"),
    "alert",
    _("报告完成"),
    Action.REPORT_DONE,
    "fact=overdue",
    is_late=True,
    **_LEDGER,
)
PROMISE_DUE = Group("promise_due", _("承诺30日内到期"), "promise", _("报告完成"), Action.REPORT_DONE, **_LEDGER)
PROMISE_RETURNED = Group(
    "promise_returned", _("承诺退回继续落实"), "history", _("报告完成"), Action.REPORT_DONE, **_LEDGER
)
PROMISE_CONFIRM = Group(
    "promise_confirm", _("承诺待确认兑现"), "promise", _("确认兑现"), Action.CONFIRM_DONE, "fact=reported", **_LEDGER
)
PROMISE_SLIPPED = replace(PROMISE_OVERDUE, what=_("催办承诺"), action=Action.URGE_COMMITMENT)
PROMISE_JUDGE = replace(PROMISE_CONFIRM, title=_("承诺兑现请您确认"), query="", list_name="")

# Only to know
KNOWN_OVERDUE = Group("overdue", _("逾期建议"), "alert", "", None, "light=overdue", is_late=True)
KNOWN_TODAY = Group("due_today", _("今日到期建议"), "today", "", None, "light=due_today")
KNOWN_TASKS_OVERDUE = replace(KNOWN_OVERDUE, title=TASKS_OVERDUE.title, is_tasks=True)
KNOWN_TASKS_TODAY = replace(KNOWN_TODAY, title=TASKS_TODAY.title, is_tasks=True)

_OFFICE = (
    OVERDUE,
    DUE_TODAY,
    DUE_SOON,
    UNSIGNED,
    REVIEW_REPLY,
    DECIDE,
    MEETING,
    REDO,
    PROMISE_SLIPPED,
    PROMISE_CONFIRM,
    REVIEW,
    ASSIGN,
    CLOSE,
    FEEDBACK,
    RETURNED,
    AWAIT_HEAD,
    WITH_COORDINATOR,
    WAITING,
)
_PROMISES = (PROMISE_OVERDUE, PROMISE_RETURNED, PROMISE_DUE)
_ASKED = (ASKED_AGAIN, COUNTERSIGN)
_OWN = (
    OWN_OVERDUE,
    OWN_DUE_TODAY,
    OWN_DUE_SOON,
    *_ASKED,
    PLAN,
    SENT_BACK,
    RECEIPT,
    *_PROMISES,
    HANDLING,
    OTHERS,
)
_KNOWN = (KNOWN_OVERDUE, KNOWN_TODAY)

GROUPS: dict[Role, tuple[Group, ...]] = {
    Role.CLERK: _OFFICE,
    Role.OFFICE_HEAD: (DECIDE, *(group for group in _OFFICE if group is not DECIDE)),
    Role.COORDINATOR: (
        COORDINATE,
        TASKS_OVERDUE,
        TASKS_TODAY,
        TASKS_SOON,
        DECIDE,
        UNSIGNED,
        PROMISE_SLIPPED,
    ),
    Role.UNIT_HANDLER: _OWN,
    Role.UNIT_HEAD: (SIGN_OFF, *_OWN),
    Role.DEPUTY: (JUDGE, PROMISE_JUDGE, UNDER_WAY, ENDED),
    Role.LEADER: _KNOWN,
    Role.COMMITTEE: (KNOWN_TASKS_OVERDUE, KNOWN_TASKS_TODAY),
    Role.AUDITOR: _KNOWN,
    Role.ADMINISTRATOR: _KNOWN,
}
