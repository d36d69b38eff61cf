"""Moving a unit's task to another unit, and cancelling an assisting unit's task."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Role
from suggestions.actions import cancel, give_back
from suggestions.forms._base import ReasonForm
from suggestions.forms.assign import ReassignForm
from suggestions.models import Assignment
from suggestions.views._base import ActionView
from suggestions.views.assign import will_tell_contacts
from suggestions.workflow import Action


class ReassignView(ActionView):
    model = Assignment
    actions = (Action.REASSIGN,)
    form_class = ReassignForm
    title = gettext_lazy("改办")
    lead = gettext_lazy("把这项任务改由另一个单位承办。单位自己申请退回的，请在退回申请中决定。")

    def initial(self) -> dict:
        return {"assigned_on": self.today}

    def form_kwargs(self) -> dict:
        return {"system": own_system(self.request.user)}

    def act(self, form) -> str:
        self.task = give_back.reassign(assignment=self.assignment, **form.cleaned_data, today=self.today, **self.hand)
        return _("已改由%(unit)s承办，期限%(day)s。") % {
            "unit": self.task.unit.name,
            "day": f"{self.task.due_on:%Y-%m-%d}",
        }

    def question(self) -> str:
        return replacement(self.assignment, self.task, on=self.today)


class CancelView(ActionView):
    model = Assignment
    actions = (Action.CANCEL,)
    form_class = ReasonForm
    title = gettext_lazy("撤销协办")
    lead = gettext_lazy("该单位不再需要提交协办意见，任务和理由留在记录中。")
    submit_style = "btn-danger"

    def confirm(self) -> str:
        return _("将撤销%(unit)s的协办任务，并通知该单位。") % {"unit": self.assignment.unit.name}

    def act(self, form) -> str:
        cancel.cancel(assignment=self.assignment, reason=form.cleaned_data["reason"], **self.hand)
        return _("已撤销%(unit)s的协办任务。") % {"unit": self.assignment.unit.name}


def own_system(user) -> str:
    """The handling system that this person may move tasks inside of; empty for the office: any."""
    return user.handling_system if user.role == Role.COORDINATOR else ""


def replacement(old: Assignment, new: Assignment, *, on: date) -> str:
    return _("将由%(unit)s接替%(old)s%(role)s，期限%(day)s。%(people)s") % {
        "unit": new.unit.name,
        "old": old.unit.name,
        "role": new.get_role_display(),
        "day": f"{new.due_on:%Y-%m-%d}",
        "people": will_tell_contacts(old.unit_id, new.unit_id, on=on),
    }
