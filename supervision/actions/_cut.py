"""Facts cut at a day, as unsaved rows of a snapshot."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace

from accounts.models import Unit
from accounts.recipients import local_day
from suggestions.actions import _settle
from suggestions.choices import AssignmentState, Status, UnitRole
from suggestions.models import Assignment, ResultClass, Suggestion
from suggestions.workflow import ANSWERING, ENDED
from supervision import as_of
from supervision.actions._facts import Facts
from supervision.as_of import Course, PromiseCourse, TaskCourse
from supervision.models import (
    Snapshot,
    SnapshotClass,
    SnapshotPromise,
    SnapshotSuggestion,
    SnapshotTask,
    SnapshotUnit,
)
from supervision.models.snapshot import SEVERAL_SYSTEMS

LONGEST_NAMES = 600


@dataclass(frozen=True)
class Then:
    """A unit's task as it stood, with the names that `_settle.copies` asks for."""

    task: Assignment
    unit: Unit
    role: str
    round: int
    state: str
    assigned_on: date
    due_on: date
    done_on: date | None
    is_signed: bool
    is_extended: bool
    result_class: ResultClass | None
    is_due_provisional: bool = False


class Cutter:
    """Makes the rows of one snapshot; classes and units get theirs when the first row needs them."""

    def __init__(self, snapshot: Snapshot, classes: Iterable[ResultClass]):
        self.snapshot, self.day = snapshot, snapshot.as_of
        self.by_class = {
            one.pk: SnapshotClass(
                snapshot=snapshot,
                code=one.code,
                label=one.label,
                order=one.order,
                counts_as_solved=one.counts_as_solved,
                needs_plan_date=one.needs_plan_date,
            )
            for one in classes
        }
        self.living = {one.pk: one for one in classes}
        self.by_unit: dict[int, SnapshotUnit] = {}
        self.new_units: list[SnapshotUnit] = []

    def suggestion(self, item: Suggestion, facts: Facts) -> tuple[SnapshotSuggestion, list[SnapshotTask]]:
        status = as_of.status_on(_course(item, facts), self.day)
        own, turn = self._tasks(item, facts)
        main, tasks = item, own
        if status == Status.MERGED and item.pk in facts.merged_into:
            main = facts.suggestions[facts.merged_into[item.pk]]
            tasks, _ = self._tasks(main, facts)
        row = self._row(item, main, facts, status, turn, tasks)
        return row, [self._task(row, then, facts) for then in own]

    def promises(self, row: SnapshotSuggestion, facts: Facts) -> list[SnapshotPromise]:
        made = []
        for promise in facts.promises[row.source_id]:
            then = as_of.promise_on(
                PromiseCourse(
                    state=promise.state,
                    opened_on=promise.opened_on,
                    due_on=promise.due_on,
                    entries=facts.promise_entries[promise.pk],
                    done_on=promise.done_on,
                    closed_on=promise.closed_on,
                ),
                self.day,
            )
            if then is not None:
                unit = next(t.unit for t in facts.tasks[promise.suggestion_id] if t.pk == promise.assignment_id)
                made.append(
                    SnapshotPromise(
                        snapshot=self.snapshot,
                        suggestion=row,
                        unit=self._unit(unit),
                        matter=promise.matter,
                        responsible=promise.responsible,
                        original_due_on=promise.original_due_on,
                        opened_on=promise.opened_on,
                        **then._asdict(),
                    )
                )
        return made

    def _tasks(self, item: Suggestion, facts: Facts) -> tuple[list[Then], int]:
        """The tasks handed over by then, of the rounds begun by then; and the round under way."""
        turn = as_of.round_on(_course(item, facts), self.day)
        found = (self._then(task, facts) for task in facts.tasks[item.pk] if task.round <= turn)
        return [then for then in found if then is not None], turn

    def _then(self, task: Assignment, facts: Facts) -> Then | None:
        course = TaskCourse(
            state=task.state,
            assigned_on=task.assigned_on,
            due_on=task.due_on,
            steps=facts.task_steps[task.pk],
            signed_on=local_day(task.signed_at) if task.signed_at else None,
            done_on=task.done_on,
            ended_on=local_day(task.ended_at) if task.ended_at else None,
        )
        then = as_of.task_on(course, self.day)
        if then is None:
            return None
        return Then(
            task=task,
            unit=task.unit,
            role=task.role,
            round=task.round,
            assigned_on=task.assigned_on,
            result_class=self._class(task, then.state, facts),
            **then._asdict(),
        )

    def _class(self, task: Assignment, state: str, facts: Facts) -> ResultClass | None:
        if state != AssignmentState.ANSWERED or task.pk not in facts.replies:
            return None
        reply, now = facts.replies[task.pk]
        return self.living[as_of.class_on(facts.class_steps[reply], now, self.day)]

    def _row(self, item, main, facts: Facts, status: str, turn: int, tasks: list[Then]) -> SnapshotSuggestion:
        answers = (then for then in tasks if then.result_class)
        replies = [SimpleNamespace(assignment=then, result_class=then.result_class) for then in answers]
        copied = _settle.copies(SimpleNamespace(status=status), tasks, replies)
        copied.pop("is_due_provisional")
        result_class = copied.pop("result_class")
        standing = [then for then in tasks if then.state not in ENDED]
        under_way = max((then.round for then in standing if then.role in ANSWERING), default=1)
        current = [then for then in standing if then.round == under_way]
        systems = {then.unit.handling_system for then in current if then.role in ANSWERING}
        helpers = "、".join(then.unit.name for then in current if then.role == UnitRole.ASSISTING)
        grades = [
            each
            for each in facts.evaluations[item.pk]
            if each.given_on <= self.day
            and (each.round < under_way or (each.round == under_way and copied["replied_on"] is not None))
        ]
        return SnapshotSuggestion(
            snapshot=self.snapshot,
            source=item,
            number=item.number,
            number_key=item.number_key,
            title=item.title,
            period=item.period,
            proposer=item.proposer[:120],
            delegation=item.delegation.name if item.delegation_id else "",
            category=item.category.name if item.category_id else "",
            publicity=item.publicity,
            submitted_on=item.submitted_on,
            status=status,
            round=turn,
            merged_into_number=main.number if main is not item else "",
            assisting_unit_names=helpers[:LONGEST_NAMES],
            lead_system=systems.pop() if len(systems) == 1 else SEVERAL_SYSTEMS if systems else "",
            result_class=self.by_class[result_class.pk] if result_class else None,
            grade=grades[-1].result if grades else "",
            attitude=grades[-1].attitude if grades else "",
            first_grade=next((each.result for each in grades if each.round == 1), ""),
            is_faced=main.pk in facts.faced,
            is_key=item.pk in facts.key,
            is_instructed=item.pk in facts.instructed,
            **copied,
        )

    def _task(self, row: SnapshotSuggestion, then: Then, facts: Facts) -> SnapshotTask:
        task, promised = then.task, facts.urged.get(then.task.pk, [])
        return SnapshotTask(
            snapshot=self.snapshot,
            suggestion=row,
            unit=self._unit(task.unit),
            role=task.role,
            round=task.round,
            state=then.state,
            assigned_on=task.assigned_on,
            original_due_on=task.original_due_on,
            due_on=then.due_on,
            done_on=then.done_on,
            plan_due_on=task.plan_due_on if then.is_signed else None,
            plan=facts.plans.get(task.pk),
            card=facts.cards.get(task.pk, ""),
            urged_times=len(promised),
            promised_on=min((day for day in promised if day), default=None),
            is_faced=(row.source_id, task.unit_id) in facts.faced_by,
            is_extended=then.is_extended,
            is_extension_open=task.pk in facts.open_extensions,
            result_class=self.by_class[then.result_class.pk] if then.result_class else None,
        )

    def _unit(self, unit: Unit) -> SnapshotUnit:
        if unit.pk not in self.by_unit:
            self.by_unit[unit.pk] = SnapshotUnit(
                snapshot=self.snapshot,
                source=unit,
                name=unit.name,
                order=unit.order,
                handling_system=unit.handling_system,
                committee_id=unit.committee_id,
            )
            self.new_units.append(self.by_unit[unit.pk])
        return self.by_unit[unit.pk]


def _course(item: Suggestion, facts: Facts) -> Course:
    leads = [task for task in facts.tasks[item.pk] if task.role in ANSWERING]
    answers = [task.done_on for task in leads if task.round == 1 and task.done_on]
    return Course(
        status=item.status,
        submitted_on=item.submitted_on,
        steps=facts.steps[item.pk],
        assigned_on=min((task.assigned_on for task in leads), default=None),
        answered_on=max(answers, default=None),
        judged_on=max((each.given_on for each in facts.evaluations[item.pk]), default=None),
        closed_on=local_day(item.closed_at) if item.closed_at else None,
    )
