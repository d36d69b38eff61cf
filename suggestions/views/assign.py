"""Assignment of one suggestion, and a further assisting unit for one in handling."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.recipients import unit_contacts
from suggestions.actions import add_unit, assign, draft_units
from suggestions.choices import UnitRole
from suggestions.clocks import assisting_clock, read_clockwork, reply_clock
from suggestions.errors import RuleViolation
from suggestions.forms.assign import AddUnitForm, AssignForm
from suggestions.views._base import ActionView
from suggestions.views._writing import own_files
from suggestions.workflow import Action


class AssignView(ActionView):
    actions = (Action.ASSIGN,)
    form_class = AssignForm
    template_name = "suggestions/assign.html"
    title = gettext_lazy("交办")

    def initial(self) -> dict:
        drafted = list(self.suggestion.draft_units.all())
        leads = [d.unit_id for d in drafted if d.role == UnitRole.LEAD]
        separate = [d.unit_id for d in drafted if d.role == UnitRole.SEPARATE]
        return {
            "mode": "separate" if separate else "lead",
            "lead": leads[0] if leads else None,
            "separate_units": separate,
            "assisting": [d.unit_id for d in drafted if d.role == UnitRole.ASSISTING],
            "superior_reason": next((d.superior_reason for d in drafted if d.superior_reason), ""),
            "assigned_on": self.today,
        }

    def page(self) -> dict:
        clock = read_clockwork()
        reply = reply_clock(clock, self.suggestion, assigned_on=self.today)["due_on"]
        opinion = assisting_clock(clock, assigned_on=self.today, reply_due_on=reply)["due_on"]
        return {
            "reply_due_on": reply,
            "opinion_due_on": opinion,
            "attachments": own_files(self.suggestion),
            "hide_text": True,
        }

    def act(self, form) -> str:
        """Choice and issue together: when the issue is refused, nothing of the choice stays behind."""
        units = form.units()
        try:
            draft_units.draft(suggestion=self.suggestion, **units, by=self.request.user)
            _refuse_problems(self.suggestion, units["leads"])
            self.issued = assign.issue(
                suggestions=[self.suggestion],
                session=self.suggestion.session,
                assigned_on=form.cleaned_data["assigned_on"],
                note=form.cleaned_data["note"],
                today=self.today,
                **self.hand,
            )
        except RuleViolation as error:
            if error.field == "leads":
                error.field = "separate_units" if units["separate"] else "lead"
            raise
        return told(_("%(number)s号已交办") % {"number": self.suggestion.number}, self.issued.units, self.issued.people)

    def question(self) -> str:
        tasks = self.issued.batch.assignments.select_related("unit")
        lines = [
            _("%(role)s%(unit)s（期限%(day)s）")
            % {"role": task.get_role_display(), "unit": task.unit.name, "day": f"{task.due_on:%Y-%m-%d}"}
            for task in tasks
        ]
        return _("将于%(day)s交办：%(tasks)s。%(people)s") % {
            "day": f"{self.issued.batch.assigned_on:%Y-%m-%d}",
            "tasks": "、".join(lines),
            "people": will_tell(self.issued.units, self.issued.people),
        }


class AddUnitView(ActionView):
    actions = (Action.ADD_UNIT,)
    form_class = AddUnitForm
    title = gettext_lazy("增加协办单位")
    lead = gettext_lazy("该单位单独计算协办意见期限，系统即时通知其联系人。")

    def initial(self) -> dict:
        return {"assigned_on": self.today}

    def act(self, form) -> str:
        self.task = add_unit.add(suggestion=self.suggestion, **form.cleaned_data, today=self.today, **self.hand)
        return _("已请%(unit)s协办，协办意见期限%(day)s。") % {
            "unit": self.task.unit.name,
            "day": f"{self.task.due_on:%Y-%m-%d}",
        }

    def question(self) -> str:
        return _("将请%(unit)s协办，协办意见期限%(day)s。%(people)s") % {
            "unit": self.task.unit.name,
            "day": f"{self.task.due_on:%Y-%m-%d}",
            "people": will_tell_contacts(self.task.unit_id, on=self.today),
        }


def _refuse_problems(suggestion, leads) -> None:
    """The first thing that keeps the choice from being issued, at the field where it can be mended."""
    found = draft_units.problems(list(suggestion.draft_units.select_related("unit__parent")))
    if found:
        about_superior = found[0] in {draft_units.superior_sentence(u) for u in draft_units.superiors_in(leads)}
        raise RuleViolation(f"{found[0]}。", field="superior_reason" if about_superior else "leads")


def will_tell(units: int, people: int) -> str:
    """How many an outward step would reach, said before it is taken."""
    if not people:
        return _("有关单位没有登记联系人，系统无法通知，请电话告知。")
    return _("将通知%(units)d个单位、%(people)d人。") % {"units": units, "people": people}


def will_tell_contacts(*unit_ids: int, on: date) -> str:
    people = {person.pk for found in unit_contacts(unit_ids, on=on).values() for person in found}
    return will_tell(len(set(unit_ids)), len(people))


def told(what: str, units: int, people: int) -> str:
    """What went out, in one sentence; says so when there was nobody to tell."""
    if not people:
        return _("%(what)s。有关单位没有登记联系人，系统未能通知，请电话告知。") % {"what": what}
    return _("%(what)s，已通知%(units)d个单位、%(people)d人。") % {"what": what, "units": units, "people": people}
