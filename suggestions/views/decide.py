"""The office decides what a unit asked for: return (改办), a further unit (增办), a later date (延期)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suggestions import deadlines
from suggestions.actions import add_unit, extend, give_back
from suggestions.clocks import read_clockwork
from suggestions.forms.decide import DecideAdditionForm, DecideExtensionForm, DecideReturnForm
from suggestions.models import AdditionRequest, Extension, ReturnRequest
from suggestions.views._base import ActionView
from suggestions.views.assign import will_tell_contacts
from suggestions.views.reassign import own_system, replacement
from suggestions.workflow import Action


class _DecideView(ActionView):
    """A request is decided once; afterwards the page leads back and says how."""

    submit_label = gettext_lazy("保存决定")
    called = {"reason": "note"}

    def is_possible(self) -> bool:
        return self.object.is_pending and super().is_possible()

    def why_not(self) -> str:
        if self.object.is_pending:
            return super().why_not()
        return _("此申请已经有决定：%(decision)s。%(last)s") % {
            "decision": self.object.get_state_display(),
            "last": self.last_step(),
        }

    def page(self) -> dict:
        return {"request_made": self.object, "hide_text": False}


class DecideReturnView(_DecideView):
    model = ReturnRequest
    actions = (Action.AGREE_RETURN, Action.REFUSE_RETURN)
    form_class = DecideReturnForm
    template_name = "suggestions/decide_return.html"
    title = gettext_lazy("决定退回申请")

    def initial(self) -> dict:
        return {"unit": self.object.proposed_unit_id, "assigned_on": self.today}

    def form_kwargs(self) -> dict:
        return {"system": own_system(self.request.user)}

    def act(self, form) -> str:
        typed = form.cleaned_data
        self.task = None
        if not form.is_agreed:
            give_back.refuse(request=self.object, note=typed["note"], **self.hand)
            return _("未同意退回，%(unit)s继续办理。") % {"unit": self.assignment.unit.name}
        self.task = give_back.agree(
            request=self.object,
            unit=typed["unit"],
            assigned_on=typed["assigned_on"],
            note=typed["note"],
            superior_reason=typed["superior_reason"],
            today=self.today,
            **self.hand,
        )
        return _("已同意退回，改由%(unit)s承办，期限%(day)s。") % {
            "unit": self.task.unit.name,
            "day": f"{self.task.due_on:%Y-%m-%d}",
        }

    def question(self) -> str:
        return replacement(self.assignment, self.task, on=self.today) if self.task else ""


class DecideAdditionView(_DecideView):
    model = AdditionRequest
    actions = (Action.DECIDE_ADDITION,)
    form_class = DecideAdditionForm
    template_name = "suggestions/decide_addition.html"
    title = gettext_lazy("决定增办申请")

    def act(self, form) -> str:
        self.is_agreed = form.is_agreed
        add_unit.decide(
            request=self.object, agreed=form.is_agreed, note=form.cleaned_data["note"], today=self.today, **self.hand
        )
        unit = self.object.unit.name
        if form.is_agreed:
            return _("已同意，%(unit)s参加协办。") % {"unit": unit}
        return _("未同意增加%(unit)s协办。") % {"unit": unit}

    def question(self) -> str:
        if not self.is_agreed:
            return ""
        task = self.suggestion.assignments.active().get(round=self.suggestion.round, unit=self.object.unit_id)
        return _("将请%(unit)s协办，协办意见期限%(day)s。%(people)s") % {
            "unit": task.unit.name,
            "day": f"{task.due_on:%Y-%m-%d}",
            "people": will_tell_contacts(task.unit_id, self.assignment.unit_id, on=self.today),
        }


class DecideExtensionView(_DecideView):
    model = Extension
    actions = (Action.DECIDE_EXTENSION,)
    form_class = DecideExtensionForm
    template_name = "suggestions/decide_extension.html"
    title = gettext_lazy("决定延期申请")

    def initial(self) -> dict:
        return {"until": self.object.requested_until}

    def page(self) -> dict:
        clock, start = read_clockwork(), self.assignment.start_on
        asked = max(self.object.requested_until, start + deadlines.ONE_DAY)
        return super().page() | {
            "limit": deadlines.extension_limit(start, clock.rule, clock.calendar),
            "longest_months": clock.rule.longest_months,
            "granted": deadlines.extended_deadline(start, asked, clock.rule, clock.calendar),
        }

    def act(self, form) -> str:
        extend.decide(
            extension=self.object,
            agreed=form.is_agreed,
            until=form.cleaned_data["until"],
            note=form.cleaned_data["note"],
            today=self.today,
            **self.hand,
        )
        if form.is_agreed:
            return _("已同意延期，新的答复期限%(day)s。") % {"day": f"{self.object.granted_until:%Y-%m-%d}"}
        return _("未同意延期，答复期限仍为%(day)s。") % {"day": f"{self.assignment.due_on:%Y-%m-%d}"}

    def question(self) -> str:
        if self.object.granted_until is None:
            return ""
        return _("答复期限将由%(old)s改为%(new)s，原定期限%(first)s保留在记录中。%(people)s") % {
            "old": f"{self.object.previous_due_on:%Y-%m-%d}",
            "new": f"{self.object.granted_until:%Y-%m-%d}",
            "first": f"{self.assignment.original_due_on:%Y-%m-%d}",
            "people": will_tell_contacts(self.assignment.unit_id, on=self.today),
        }
