"""The handling plans (六定) of the bulk: one for each lead task that is signed, some of them filed late."""

from datetime import date, timedelta

from accounts.models import User
from suggestions.clocks import window_due_on
from suggestions.models import Assignment, HandlingPlan
from supervision.demo import texts
from supervision.demo.days import Days, moment
from supervision.demo.office import DemoOffice

_LATE = 20  # one in so many comes after its day
_MEASURES = "实地查看，会同有关单位提出方案，征求代表意见后实施。"


class Plans:
    """Counted once for each day of signing: a bulk has tens of thousands of tasks."""

    def __init__(self, office: DemoOffice, days: Days):
        self.office, self.days = office, days
        self.due: dict[date, date] = {}

    def of(self, lead: Assignment, *, signed_on: date) -> HandlingPlan:
        """The unsaved plan of a signed task, whose `plan_due_on` is set as signing does."""
        lead.plan_due_on = self._due_on(signed_on)
        number = int(lead.suggestion.number)
        wanted = lead.plan_due_on + timedelta(days=2) if number % _LATE == 0 else signed_on + timedelta(days=number % 5)
        filed_on = min(wanted, self.days.today)
        person, head = self._people(lead)
        return HandlingPlan(
            assignment=lead,
            principal=head,
            deputy_head=texts.DEPUTY_HEADS[number % len(texts.DEPUTY_HEADS)],
            section=texts.SECTIONS[number % len(texts.SECTIONS)],
            leader=head,
            handler=person.name,
            handler_phone=person.phone,
            measures=_MEASURES,
            complete_on=max(lead.assigned_on, lead.due_on - timedelta(days=20)),
            standard=texts.STANDARD,
            limit_on=lead.due_on,
            filed_by=person,
            filed_on=filed_on,
            changed_at=moment(filed_on, 15, 0),
        )

    def _due_on(self, signed_on: date) -> date:
        if signed_on not in self.due:
            self.due[signed_on] = window_due_on(self.days.clock, signed_on, self.days.clock.rule.plan)
        return self.due[signed_on]

    def _people(self, lead: Assignment) -> tuple[User, str]:
        """Who handles it, and the head's name; the many units of the bulk have no accounts of their own."""
        person = self.office.handlers.get(lead.unit_id) or lead.unit.first_contact
        head = self.office.heads.get(lead.unit_id)
        return person, head.name if head else texts.DEPUTY_HEADS[0]
