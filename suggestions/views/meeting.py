"""Dissatisfied again: the office calls deputy, unit and itself to one table, and records what was agreed."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suggestions.actions import meeting
from suggestions.forms.meeting import CallMeetingForm, RecordMeetingForm
from suggestions.selectors import meetings
from suggestions.views._base import ActionView
from suggestions.workflow import Action


class _MeetingView(ActionView):
    template_name = "suggestions/meeting.html"

    def load(self) -> None:
        super().load()
        self.meeting = meetings.meeting_of(self.suggestion)
        self.evaluations = list(self.suggestion.evaluations.order_by("-round"))

    def is_possible(self) -> bool:
        return super().is_possible() and meetings.is_awaited(self.suggestion)

    def why_not(self) -> str:
        if self.meeting is not None and self.meeting.held_on:
            return _("本轮协商会议已经召开并记录。")
        return _("代表对重新办理的结果再次不满意的，才召集协商会议。%(last)s") % {"last": self.last_step()}

    def page(self) -> dict:
        return {"meeting": self.meeting, "evaluations": self.evaluations}


class CallMeetingView(_MeetingView):
    actions = (Action.CALL_MEETING,)
    form_class = CallMeetingForm
    title = gettext_lazy("召集协商会议")
    lead = gettext_lazy("代表再次不满意的，由代表工作机构召集代表和承办单位当面协商。")
    submit_label = gettext_lazy("通知参加人员")

    def load(self) -> None:
        super().load()
        if self.meeting is not None:
            self.title = _("协商会议改期")

    def form_kwargs(self) -> dict:
        return {"today": self.today}

    def initial(self) -> dict:
        if self.meeting is not None:
            return {name: getattr(self.meeting, name) for name in ("planned_on", "place", "invited")}
        return {"invited": meetings.proposed_guests(self.suggestion)}

    def page(self) -> dict:
        return {**super().page(), "told": meetings.people_told(self.suggestion, on=self.today)}

    def act(self, form) -> str:
        called = meeting.call(suggestion=self.suggestion, today=self.today, **form.cleaned_data, **self.hand)
        day = {"day": f"{called.planned_on:%Y-%m-%d}"}
        if self.meeting is not None:
            return _("协商会议已改到%(day)s，并通知参加人员。") % day
        return _("已召集%(day)s的协商会议，并通知参加人员。") % day


class RecordMeetingView(_MeetingView):
    actions = (Action.RECORD_MEETING,)
    form_class = RecordMeetingForm
    title = gettext_lazy("记录协商会议")
    lead = gettext_lazy("记录后可以办结，也可以再交重新办理。")
    submit_label = gettext_lazy("保存会议记录")

    def is_possible(self) -> bool:
        return super().is_possible() and self.meeting is not None

    def why_not(self) -> str:
        if self.meeting is None and meetings.is_awaited(self.suggestion):
            return _("本轮还没有召集协商会议，请先召集并通知参加人员。")
        return super().why_not()

    def form_kwargs(self) -> dict:
        given_on = self.evaluations[0].given_on if self.evaluations else self.suggestion.submitted_on
        return {"first": given_on, "today": self.today}

    def initial(self) -> dict:
        if self.meeting is None:
            return {}
        return {"held_on": min(self.meeting.planned_on, self.today), "present": self.meeting.invited}

    def act(self, form) -> str:
        meeting.record(suggestion=self.suggestion, today=self.today, **form.cleaned_data, **self.hand)
        return _("协商会议已记录，结论已告知代表和承办单位。")
