"""Where each action is done, what its button is called, and in which order the buttons stand."""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from suggestions.workflow import Action

# Where each action is done: the address name of docs/pages.md, and whose key stands in it.
PAGES: dict[Action, tuple[str, str]] = {
    Action.AMEND: ("amend", "suggestion"),
    Action.RESUBMIT: ("resubmit", "suggestion"),
    Action.ACCEPT: ("review", "suggestion"),
    Action.RETURN_TO_DEPUTY: ("review", "suggestion"),
    Action.MERGE: ("review", "suggestion"),
    Action.CONVERT: ("review", "suggestion"),
    Action.NOT_ACCEPT: ("review", "suggestion"),
    Action.WITHDRAW: ("review", "suggestion"),
    Action.REVISE_REVIEW: ("revise", "suggestion"),
    Action.ASSIGN: ("assign", "suggestion"),
    Action.ADD_UNIT: ("add_unit", "suggestion"),
    Action.URGE: ("urge", "suggestion"),
    Action.NOTE: ("note", "suggestion"),
    Action.CONTACT: ("contact", "suggestion"),
    Action.EVALUATE: ("evaluate", "suggestion"),
    Action.REHANDLE: ("rehandle", "suggestion"),
    Action.CLOSE: ("close", "suggestion"),
    Action.REOPEN: ("reopen", "suggestion"),
    Action.SIGN: ("sign", "task"),
    Action.REQUEST_RETURN: ("give_back", "task"),
    Action.TAKE_BACK_RETURN: ("take_back", "task"),
    Action.AGREE_RETURN: ("decide_return", "return"),
    Action.REFUSE_RETURN: ("decide_return", "return"),
    Action.REASSIGN: ("reassign", "task"),
    Action.CANCEL: ("cancel", "task"),
    Action.REQUEST_ADDITION: ("request_addition", "task"),
    Action.DECIDE_ADDITION: ("decide_addition", "addition"),
    Action.REQUEST_EXTENSION: ("request_extension", "task"),
    Action.DECIDE_EXTENSION: ("decide_extension", "extension"),
    Action.FILE_OPINION: ("opinion", "task"),
    Action.SUBMIT_REPLY: ("reply", "task"),
    Action.SIGN_OFF: ("sign_off", "reply"),
    Action.SEND_BACK_DRAFT: ("sign_off", "reply"),
    Action.ACCEPT_REPLY: ("review_reply", "reply"),
    Action.REJECT_REPLY: ("review_reply", "reply"),
    Action.SPLIT: ("asks", "suggestion"),
    Action.CHANGE_CLASS: ("change_class", "suggestion"),
    Action.CALL_MEETING: ("call_meeting", "suggestion"),
    Action.RECORD_MEETING: ("record_meeting", "suggestion"),
    Action.FILE_PLAN: ("plan", "task"),
    Action.CIRCULATE: ("circulate", "task"),
    Action.COUNTERSIGN: ("countersign", "task"),
    Action.ASK_AGAIN: ("ask_again", "task"),
    Action.FORWARD: ("sign_off", "reply"),
    Action.PASS_ON: ("coordinate", "reply"),
    Action.TURN_BACK: ("coordinate", "reply"),
    Action.REPORT_PROGRESS: ("commitment_progress", "commitment"),
    Action.MOVE_COMMITMENT: ("commitment_move", "commitment"),
    Action.REPORT_DONE: ("commitment_done", "commitment"),
    Action.CONFIRM_DONE: ("commitment_confirm", "commitment"),
    Action.RETURN_DONE: ("commitment_confirm", "commitment"),
    Action.URGE_COMMITMENT: ("commitment_urge", "commitment"),
    Action.EXPLAIN_COMMITMENT: ("commitment_explain", "commitment"),
}
# Nobody's button: it follows by itself, or it is done on the assignment screen.
WITHOUT_PAGE = frozenset(
    {
        Action.ALL_ANSWERED,
        Action.DRAFT_UNITS,
        Action.REGISTER,
        Action.IMPORT,
        Action.MOVE_DATE,
        Action.OPEN_COMMITMENT,
        Action.SUPERSEDE_COMMITMENT,
        Action.WARN,
        Action.WITHDRAW_CARD,
        Action.ANSWER_URGING,  # at the urging it answers
        Action.COMMENT,  # on the pages where a version is read
        # at the topic and at the instruction, on the floor above
        Action.CHOOSE_KEY,
        Action.RELEASE_KEY,
        Action.SUPERVISE,
        Action.INSTRUCT,
        Action.SETTLE_INSTRUCTION,
    }
)
# What a page with several actions is called, and where the office's word differs from the action's.
LABELS: dict[str, str] = {
    "review": _("审核"),
    "decide_return": _("决定退回申请"),
    "decide_addition": _("决定增办申请"),
    "decide_extension": _("决定延期申请"),
    "sign_off": _("审阅签发"),
    "review_reply": _("审核答复"),
    "reply": _("起草答复"),
    "opinion": _("提交协办意见"),
    "coordinate": _("系统审核答复"),
}
# The first of these that is possible is the one clear next step.
NEXT_STEPS: tuple[Action, ...] = (
    Action.SIGN_OFF,
    Action.SIGN,
    Action.AGREE_RETURN,
    Action.ACCEPT_REPLY,
    Action.PASS_ON,
    Action.DECIDE_EXTENSION,
    Action.DECIDE_ADDITION,
    Action.ACCEPT,
    Action.RESUBMIT,
    Action.ASSIGN,
    Action.FILE_PLAN,
    Action.SUBMIT_REPLY,
    Action.COUNTERSIGN,
    Action.FILE_OPINION,
    Action.EVALUATE,
    Action.RECORD_MEETING,
    Action.CALL_MEETING,
    Action.REHANDLE,
    Action.CLOSE,
    Action.URGE,
)
# Seldom needed, or weighty: behind 更多操作.
SELDOM = frozenset(
    {
        Action.AMEND,
        Action.NOTE,
        Action.WITHDRAW,
        Action.MERGE,
        Action.REVISE_REVIEW,
        Action.REOPEN,
        Action.ADD_UNIT,
        Action.CHANGE_CLASS,
    }
)
URGENT_DAYS = 7  # as the light 7日内到期
# Of another unit's task, done by the office or the lead: they stand at that unit.
AT_THE_UNIT = frozenset({Action.REASSIGN, Action.CANCEL, Action.ASK_AGAIN})


def address(action: Action, key: int) -> str:
    """The page of `action`; empty where this installation has none."""
    try:
        return reverse(f"suggestions:{PAGES[action][0]}", args=[key])
    except NoReverseMatch:
        return ""
