"""What the pen reads of its suggestion: once for each act, with the people and units the office knows already."""

from functools import cached_property

from django.db.models import prefetch_related_objects

from accounts.models import Deputy
from suggestions.models import Assignment, Reply, Suggestion
from suggestions.selectors.contacts import deputies_of
from suggestions.workflow import ANSWERING, ENDED
from supervision.demo.office import DemoOffice


class Reading:
    """The suggestion, its units' tasks and their letters, as a page would read them. `forget` before each act."""

    def __init__(self, office: DemoOffice, pk: int):
        self.office, self.pk = office, pk
        self._units = {unit.pk: unit for unit in office.units.values()}
        self.forget()

    def forget(self) -> None:
        self._item: Suggestion | None = None
        self._tasks: dict[int, Assignment] | None = None

    @property
    def item(self) -> Suggestion:
        if self._item is None:
            self._item = item = Suggestion.objects.get(pk=self.pk)
            item.session = self.office.session(item.session_id)
            item.lead_deputy = next((one for one in self.office.deputies if one.pk == item.lead_deputy_id), None)
            item.delegation = next((one for one in self.office.delegations if one.pk == item.delegation_id), None)
        return self._item

    def tasks(self) -> dict[int, Assignment]:
        """All there ever were, by key: in the order in which they were given."""
        if self._tasks is None:
            prefetch_related_objects([self.item], "assignments")  # so that no permission has to ask for them
            found = self.item.assignments.all()
            self._tasks = {task.pk: task for task in sorted(found, key=lambda task: task.pk)}
            for task in self._tasks.values():
                task.unit = self._units[task.unit_id]
        return self._tasks

    @cached_property
    def spoken_with(self) -> list[Deputy]:
        """Those whom a unit talks with about it: they stay the same from the hand-over on."""
        return list(deputies_of(self.item)[:2]) if self.item.lead_deputy_id else []

    def current(self) -> list[Assignment]:
        """The tasks of the round under way that were not given back or cancelled."""
        return [task for task in self.tasks().values() if task.round == self.item.round and task.state not in ENDED]

    def leads(self) -> list[Assignment]:
        return [task for task in self.current() if task.role in ANSWERING]

    def lead(self) -> Assignment:
        return self.leads()[0]

    def assisting(self) -> list[Assignment]:
        return [task for task in self.current() if task.role not in ANSWERING]

    def letters(self) -> list[Reply]:
        tasks = [task.pk for task in self.tasks().values() if task.round == self.item.round]
        found = sorted(Reply.objects.filter(assignment__in=tasks).order_by(), key=lambda letter: letter.pk)
        for letter in found:
            letter.assignment = self.tasks()[letter.assignment_id]
        return found
