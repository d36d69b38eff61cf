"""What must come first: the sentence of the rule that would refuse, and the page of the step that leads on."""

from datetime import date

from django.utils.translation import gettext as _

from suggestions.actions import close, meeting
from suggestions.choices import Status
from suggestions.selectors import meetings
from suggestions.selectors.action_pages import address
from suggestions.views._base import refusal_of
from suggestions.workflow import Action


def before_rehandling(suggestion) -> dict[str, str]:
    """Empty when nothing does; else `sentence`, and `label` and `url` of the next step."""
    sentence = refusal_of(meeting.check_held, suggestion)
    return _with_step(sentence, suggestion, *_meeting(suggestion)) if sentence else {}


def before_closing(suggestion, *, today: date) -> dict[str, str]:
    sentence = refusal_of(close.check_ripe, suggestion, today=today)
    if not sentence:
        return {}
    if meetings.is_awaited(suggestion):
        return _with_step(sentence, suggestion, *_meeting(suggestion))
    if suggestion.status == Status.REPLIED:
        return _with_step(sentence, suggestion, Action.EVALUATE, _("录入代表反馈"))
    return _with_step(sentence, suggestion, Action.REHANDLE, _("交重新办理"))


def _meeting(suggestion) -> tuple[Action, str]:
    if meetings.meeting_of(suggestion) is None:
        return Action.CALL_MEETING, _("召集协商会议")
    return Action.RECORD_MEETING, _("记录协商会议")


def _with_step(sentence: str, suggestion, action: Action, label: str) -> dict[str, str]:
    return {"sentence": sentence, "label": label, "url": address(action, suggestion.pk)}
