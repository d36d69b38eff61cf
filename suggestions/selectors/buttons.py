"""The buttons of one suggestion: what this person may do now, and on which page. The table decides, not a template."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from suggestions.choices import AssignmentState, Grade, ReplyState, RequestState, Status
from suggestions.deadlines import days_left, is_overdue
from suggestions.permissions import can
from suggestions.selectors import consultation, meetings
from suggestions.selectors.action_pages import AT_THE_UNIT, LABELS, NEXT_STEPS, PAGES, SELDOM, URGENT_DAYS, address
from suggestions.workflow import ON_ASSIGNMENT, Action


@dataclass(frozen=True)
class Button:
    action: Action
    label: str
    url: str
    unit: str = ""  # whose task it is about, where there is more than one
    is_asked_for: bool = True  # a filed opinion or plan may still be changed, but nobody waits for it


@dataclass(frozen=True)
class Buttons:
    """`main`: the next step; `others`: shown with it; `seldom`: behind 更多操作; `at_unit`: by the key of a task."""

    main: Button | None
    others: tuple[Button, ...]
    seldom: tuple[Button, ...]
    at_unit: dict[int, tuple[Button, ...]]


def buttons_for(user, suggestion, tasks: Iterable, *, today: date) -> Buttons:
    """What `user` may do now. `tasks` have their unit, replies and requests at hand (selectors/detail.py)."""
    tasks = list(tasks)
    found = [*_of_suggestion(user, suggestion, today), *_of_tasks(user, suggestion, tasks, today)]
    at_unit: dict[int, list[Button]] = {}
    pages: dict[str, Button] = {}
    for button, task in found:
        if button.action in AT_THE_UNIT:
            at_unit.setdefault(task.pk, []).append(button)
        else:
            pages.setdefault(button.url, button)
    shown = sorted(pages.values(), key=lambda button: _rank(button, suggestion))
    main = shown[0] if shown and _is_next_step(shown[0], suggestion, today) else None
    rest = [button for button in shown if button is not main]
    return Buttons(
        main=main,
        others=tuple(button for button in rest if button.action not in SELDOM),
        seldom=tuple(button for button in rest if button.action in SELDOM),
        at_unit={pk: tuple(each) for pk, each in at_unit.items()},
    )


def _of_suggestion(user, suggestion, today: date):
    for action in PAGES:
        if action in ON_ASSIGNMENT or not can(user, action, suggestion) or not _is_time(action, suggestion, today):
            continue
        url = address(action, suggestion.pk)
        if url:
            yield Button(action, _label(action, suggestion, user), url), None


def _of_tasks(user, suggestion, tasks: list, today: date):
    mine = [task for task in tasks if not user.is_unit or task.unit_id == user.unit_id]
    several = len([task for task in mine if not task.is_ended]) > 1
    for task in tasks:
        for action in PAGES:
            if action not in ON_ASSIGNMENT or (task not in mine and action != Action.ASK_AGAIN):
                continue
            if not can(user, action, suggestion, task) or not consultation.is_offered(action, user, task, tasks):
                continue
            key = _key(action, task, today)
            url = address(action, key) if key else ""
            if url:
                unit = task.unit.short_name or task.unit.name if several else ""
                yield Button(action, _task_label(action, task), url, unit, _is_asked_for(action, task)), task


def _key(action: Action, task, today: date) -> int | None:
    """The key in the address of a task's action; None when there is nothing to do it to, or its time is over."""
    subject = PAGES[action][1]
    if subject == "reply":
        waiting = {ReplyState.AWAITING_SIGNATURE, ReplyState.AWAITING_COORDINATOR, ReplyState.AWAITING_REVIEW}
        return next((reply.pk for reply in task.replies.all() if reply.state in waiting), None)
    if subject == "return":
        return _pending(task.returnrequests.all())
    if subject == "addition":
        return _pending(task.additionrequests.all())
    if subject == "extension":
        return _pending(task.extensions.all())
    if action == Action.REQUEST_RETURN and (
        not task.may_be_given_back or (task.return_until_on and is_overdue(task.return_until_on, today))
    ):
        return None
    if action == Action.REQUEST_EXTENSION and (
        is_overdue(task.due_on, today) or task.round > 1 or _pending(task.extensions.all())
    ):
        return None
    if action == Action.REQUEST_ADDITION and _pending(task.additionrequests.all()):
        return None
    return task.pk


def _is_asked_for(action: Action, task) -> bool:
    if action == Action.FILE_PLAN:
        return task.plan_due_on is not None and not hasattr(task, "plan")
    return (
        action != Action.FILE_OPINION
        or task.state != AssignmentState.OPINION_FILED
        or consultation.is_opinion_awaited(task)
    )


def _pending(requests) -> int | None:
    return next((request.pk for request in requests if request.state == RequestState.PENDING), None)


def _is_time(action: Action, suggestion, today: date) -> bool:
    """Not offered what actions/close.py, rehandle.py, meeting.py or change_class.py would refuse at once."""
    if action == Action.CALL_MEETING:
        return meetings.is_awaited(suggestion)
    if action == Action.RECORD_MEETING:
        return meetings.is_awaited(suggestion) and meetings.meeting_of(suggestion) is not None
    if action == Action.CHANGE_CLASS:
        return suggestion.result_class_id is not None
    if action == Action.REHANDLE:
        return not meetings.is_awaited(suggestion)
    if action != Action.CLOSE:
        return True
    if suggestion.status == Status.REPLIED:
        return bool(suggestion.feedback_due_on) and is_overdue(suggestion.feedback_due_on, today)
    return not (suggestion.grade == Grade.DISSATISFIED and (suggestion.round == 1 or meetings.is_awaited(suggestion)))


def _label(action: Action, suggestion, user) -> str:
    if action == Action.EVALUATE and user.is_office:
        return str(_("录入代表反馈"))
    if action == Action.CALL_MEETING and meetings.meeting_of(suggestion) is not None:
        return str(_("协商会议改期"))
    if action in {Action.MERGE, Action.WITHDRAW}:  # the review page, after the review
        return str(_("并案或撤回") if suggestion.status == Status.ACCEPTED else _("代表撤回"))
    return str(LABELS.get(PAGES[action][0], action.label))


def _task_label(action: Action, task) -> str:
    if action == Action.FILE_OPINION and task.state == AssignmentState.OPINION_FILED:
        return str(_("补充协办意见") if consultation.is_opinion_awaited(task) else _("修改协办意见"))
    if action == Action.SUBMIT_REPLY and task.replies.all():
        return str(_("修改答复"))
    if action == Action.FILE_PLAN and hasattr(task, "plan"):
        return str(_("修改六定方案"))
    return str(LABELS.get(PAGES[action][0], action.label))


def _rank(button: Button, suggestion) -> tuple[int, int]:
    """Dissatisfied is handled again; what is judged otherwise is closed."""
    steps = {action: n for n, action in enumerate(NEXT_STEPS)}
    if button.action == Action.REHANDLE and suggestion.grade != Grade.DISSATISFIED:
        return len(steps), 0
    if button.action == Action.FILE_PLAN and not button.is_asked_for:
        return len(steps), list(PAGES).index(button.action)
    return steps.get(button.action, len(steps)), list(PAGES).index(button.action)


def _is_next_step(button: Button, suggestion, today: date) -> bool:
    """Urging is the next step only once the date is near or past; before that the office waits."""
    if button.action == Action.URGE:
        due_on = suggestion.open_due_on
        return due_on is not None and days_left(due_on, today) <= URGENT_DAYS
    if button.action == Action.REHANDLE:
        return suggestion.grade == Grade.DISSATISFIED
    return button.action in NEXT_STEPS and button.is_asked_for
