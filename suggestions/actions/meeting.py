"""Dissatisfied again: deputy, unit and office sit down together (domain.md 1.2, 1.3). Called first, then recorded."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import notifications
from accounts.models import Notification
from suggestions.actions import _transition, attach
from suggestions.errors import RuleViolation
from suggestions.models import Meeting, Suggestion
from suggestions.selectors import meetings
from suggestions.workflow import Action


def check_held(suggestion: Suggestion) -> None:
    """RuleViolation while the meeting of a suggestion judged dissatisfied again is not recorded."""
    if meetings.is_awaited(suggestion):
        raise RuleViolation(
            _("代表再次不满意，须先召集代表、承办单位和代表工作机构协商并记录结论，再决定办结或者重新办理。")
        )


@transaction.atomic
def call(
    *, suggestion: Suggestion, planned_on: date, place: str, invited: str, by, today: date, at: datetime
) -> Meeting:
    """Call the meeting of this round, or set another day for it; everybody invited is told.

    RuleViolation when the deputy is not dissatisfied for a second time, for a past day, or once it is recorded.
    """
    earlier = _require_dissatisfied_again(suggestion)
    if planned_on < today:
        raise RuleViolation(_("会议日期不能早于今天。"), field="planned_on")
    meeting = earlier or Meeting(suggestion=suggestion, round=suggestion.round)
    _transition.move(
        suggestion,
        Action.CALL_MEETING,
        by=by,
        at=at,
        old_date=earlier.planned_on if earlier else None,
        new_date=planned_on,
        detail=_("地点：%(place)s；通知参加：%(invited)s") % {"place": place.strip(), "invited": invited.strip()[:300]},
    )
    meeting.planned_on, meeting.place, meeting.invited = planned_on, place.strip(), invited.strip()
    meeting.called_by, meeting.called_at = by, at
    meeting.save()
    _tell(
        meeting,
        "called",
        _("协商会议改期：%(suggestion)s") if earlier else _("召集协商会议：%(suggestion)s"),
        _("%(day)s，%(place)s。参加人员：%(invited)s。")
        % {"day": f"{planned_on:%Y-%m-%d}", "place": meeting.place, "invited": meeting.invited},
        on=today,
        at=at,
    )
    return meeting


@transaction.atomic
def record(
    *,
    suggestion: Suggestion,
    held_on: date,
    present: str,
    minutes: str,
    conclusion: str,
    files=(),
    by,
    today: date,
    at: datetime,
) -> Meeting:
    """Record what was said and agreed; after it the suggestion can be closed, or handled once more.

    RuleViolation when none was called, for a day before the deputy's grade or in the future, or without its words.
    """
    meeting = _require_dissatisfied_again(suggestion)
    if meeting is None:
        raise RuleViolation(_("本轮还没有召集协商会议，请先召集并通知参加人员。"))
    _check_record(suggestion, held_on, {"present": present, "minutes": minutes, "conclusion": conclusion}, today)
    _transition.move(suggestion, Action.RECORD_MEETING, by=by, at=at, new_date=held_on, detail=conclusion.strip()[:500])
    meeting.held_on, meeting.present = held_on, present.strip()
    meeting.minutes, meeting.conclusion = minutes.strip(), conclusion.strip()
    meeting.recorded_by, meeting.recorded_at = by, at
    meeting.save()
    attach.attach(files, suggestion=suggestion, meeting=meeting, by=by, at=at)
    _tell(meeting, "recorded", _("协商会议已有结论：%(suggestion)s"), meeting.conclusion, on=today, at=at)
    return meeting


def _require_dissatisfied_again(suggestion: Suggestion) -> Meeting | None:
    """The meeting called for this round, if any; RuleViolation when there is nothing to meet about."""
    if not meetings.is_dissatisfied_again(suggestion):
        raise RuleViolation(_("代表对重新办理的结果再次不满意的，才召集协商会议。"))
    meeting = meetings.meeting_of(suggestion)
    if meeting is not None and meeting.held_on is not None:
        raise RuleViolation(_("本轮协商会议已经召开并记录。"))
    return meeting


def _check_record(suggestion: Suggestion, held_on: date, words: dict[str, str], today: date) -> None:
    if held_on > today:
        raise RuleViolation(_("召开日期不能晚于今天。"), field="held_on")
    grade = suggestion.evaluations.filter(round=suggestion.round).first()
    if grade is not None and held_on < grade.given_on:
        raise RuleViolation(
            _("召开日期不能早于代表反馈日期%(day)s。") % {"day": f"{grade.given_on:%Y-%m-%d}"}, field="held_on"
        )
    sentences = {
        "present": _("请填写到会人员。"),
        "minutes": _("请记录会商情况。"),
        "conclusion": _("请写明会商结论。"),
    }
    for name, text in words.items():
        if not text.strip():
            raise RuleViolation(sentences[name], field=name)


def _tell(meeting: Meeting, what: str, subject: str, body: str, *, on: date, at: datetime) -> None:
    suggestion = meeting.suggestion
    notifications.post(
        meetings.people_told(suggestion, on=on),
        key=f"meeting:{meeting.pk}:{what}:{suggestion.version}",
        kind=Notification.Kind.CASEWORK,
        subject=subject % {"suggestion": suggestion},
        body=body,
        path=suggestion.get_absolute_url(),
        at=at,
    )
