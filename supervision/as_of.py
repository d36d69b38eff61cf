"""How one suggestion, one unit's task and one promise stood at the end of a day: pure functions of what is on record.

A fact counts from its own day where it has one (handed over, filed, judged, demanded again), also when it was typed in
later; else from the day of its line in the history. What has no line (an imported ledger tells results, not steps)
counts from the day that its row names. Nothing here reads a copy that somebody keeps up to date.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from suggestions.choices import AssignmentState as A
from suggestions.choices import CommitmentEntryKind as Kind
from suggestions.choices import CommitmentState as C
from suggestions.choices import Status as S
from suggestions.workflow import ENDED, FILED, Action

PATH = (S.REGISTERED, S.ACCEPTED, S.IN_HANDLING, S.REPLIED, S.JUDGED, S.CLOSED)
DONE = frozenset({A.ANSWERED, A.OPINION_FILED})
MOVES_DATE = frozenset({Action.DECIDE_EXTENSION, Action.MOVE_DATE, Action.SIGN})
_SIGNED_OFF = frozenset({Action.SIGN_OFF, Action.FORWARD})
_OWN_DAY = frozenset({Action.EVALUATE, Action.REHANDLE, Action.FILE_OPINION}) | _SIGNED_OFF


class Step(NamedTuple):
    """A line of the history that moved a state or a due day. `on`: the day it was written."""

    action: str
    on: date
    from_state: str
    to_state: str
    old_date: date | None = None
    new_date: date | None = None

    @property
    def own_day(self) -> date:
        return (self.new_date or self.on) if self.action in _OWN_DAY else self.on


@dataclass(frozen=True)
class Course:
    """A suggestion's way. `status`: where it stands now; `steps`: its own, oldest first."""

    status: str
    submitted_on: date
    steps: Sequence[Step] = ()
    assigned_on: date | None = None  # first handed over
    answered_on: date | None = None  # the lead units' last answer of the first round
    judged_on: date | None = None  # the last grade
    closed_on: date | None = None


def status_on(course: Course, day: date) -> S:
    """Its status at the end of `day`; REGISTERED before anything else happened."""
    found = S.REGISTERED
    for on, status in _milestones(course):
        if on <= day:
            found = status
    return S(found)


def round_on(course: Course, day: date) -> int:
    """The round under way: each demand to handle it again counts from its own day."""
    return 1 + sum(step.action == Action.REHANDLE and on <= day for on, step in _dated(course))


def _milestones(course: Course) -> Iterator[tuple[date, str]]:
    """Each status with the day from which it counts, in the order they were written."""
    last = ""
    for on, step in _dated(course):
        if step.action == Action.IMPORT:
            yield from _along(course, step.from_state or last, step.to_state, step.on)
        else:
            yield on, step.to_state
        last = step.to_state
    if last != course.status:
        yield from _along(course, last, course.status, course.submitted_on)


def _dated(course: Course) -> Iterator[tuple[date, Step]]:
    """A grade, or a demand to handle it again, is never earlier than the answer it is about was passed."""
    answered = date.min
    for step in course.steps:
        if step.action == Action.ASSIGN:
            yield course.assigned_on or step.on, step
        elif step.action == Action.REGISTER:
            yield min(course.submitted_on, step.on), step
        elif step.action == Action.ALL_ANSWERED:
            answered = step.on
            yield step.on, step
        else:
            yield max(step.own_day, answered), step


def _along(course: Course, after: str, until: str, otherwise: date) -> Iterator[tuple[date, str]]:
    """The way from `after` to `until`, each status from the day that its fact names, never backwards."""
    days = {
        S.REGISTERED: course.submitted_on,
        S.ACCEPTED: course.submitted_on,
        S.IN_HANDLING: course.assigned_on,
        S.REPLIED: course.answered_on,
        S.JUDGED: course.judged_on,
        S.CLOSED: course.closed_on,
    }
    first = PATH.index(after) + 1 if after in PATH else 0
    between = [status for status in PATH[first:] if until in PATH and PATH.index(status) <= PATH.index(until)]
    reached = date.min
    for status in between or [until]:
        reached = max(reached, days.get(status) or (otherwise if status == until else reached))
        yield reached, status


@dataclass(frozen=True)
class TaskCourse:
    """A unit's task as it is now, with its own steps, oldest first."""

    state: str
    assigned_on: date
    due_on: date
    steps: Sequence[Step] = ()
    signed_on: date | None = None
    done_on: date | None = None
    ended_on: date | None = None


class TaskThen(NamedTuple):
    state: A
    due_on: date
    done_on: date | None
    is_signed: bool
    is_extended: bool


def task_on(task: TaskCourse, day: date) -> TaskThen | None:
    """The task at the end of `day`; None before it was handed over."""
    if task.assigned_on > day:
        return None
    state, done_on = _first_state(task, day), None
    last = state
    for step in task.steps:
        if not step.to_state:
            continue
        last = step.to_state
        if _task_day(step, task) <= day:
            state, done_on = step.to_state, _done_on(step, task, done_on)
    if last != task.state and _taken_over_on(task) <= day:
        state = task.state
    if state == task.state and state in DONE | FILED and task.done_on and task.done_on <= day:
        done_on = task.done_on
    return TaskThen(
        state=A(state),
        due_on=_due_on(task, day),
        done_on=done_on,
        is_signed=task.signed_on is not None and task.signed_on <= day,
        is_extended=any(s.action == Action.DECIDE_EXTENSION and s.new_date and s.on <= day for s in task.steps),
    )


def _first_state(task: TaskCourse, day: date) -> str:
    """What its first step started from; without steps as it came in: who answered without a receipt had it in hand."""
    first = next((step.from_state for step in task.steps if step.to_state), "")
    if first:
        return first
    if task.signed_on is not None:
        return A.HANDLING if task.signed_on <= day else A.AWAITING_RECEIPT
    return A.AWAITING_RECEIPT if task.state == A.AWAITING_RECEIPT else A.HANDLING


def _task_day(step: Step, task: TaskCourse) -> date:
    if step.action != Action.IMPORT:
        return step.own_day
    return {A.OPINION_FILED: task.done_on, A.CANCELLED: task.ended_on}.get(step.to_state) or task.assigned_on


def _done_on(step: Step, task: TaskCourse, before: date | None) -> date | None:
    if step.action in _SIGNED_OFF:
        return step.own_day
    if step.action == Action.FILE_OPINION:
        return before or step.own_day  # a later version does not make it late
    if step.action == Action.IMPORT:
        return task.done_on
    return before if step.to_state in DONE | FILED else None


def _taken_over_on(task: TaskCourse) -> date:
    """From when the state holds that no step of its own led to."""
    if task.state in ENDED:
        return task.ended_on or task.assigned_on
    return task.done_on or task.signed_on or task.assigned_on


def _due_on(task: TaskCourse, day: date) -> date:
    """The day in force then: what the first later change started from."""
    later = (step.old_date for step in task.steps if _moves_date(step) and step.on > day)
    return next(later, None) or task.due_on


def _moves_date(step: Step) -> bool:
    return step.action in MOVES_DATE and step.old_date is not None and step.new_date is not None


class ClassStep(NamedTuple):
    """A change of a reply's class; classes by any key."""

    on: date
    from_class: int | None
    to_class: int


def class_on(changes: Iterable[ClassStep], now: int, day: date) -> int:
    """The class in force then, of a reply accepted by then; `now` where nobody wrote down how it came to be."""
    changes = list(changes)
    found = [change.to_class for change in changes if change.on <= day]
    if found:
        return found[-1]
    return (changes[0].from_class or changes[0].to_class) if changes else now


class Entry(NamedTuple):
    """A line of a promise's own history."""

    kind: str
    on: date
    old_due_on: date | None = None


@dataclass(frozen=True)
class PromiseCourse:
    """A promise as it is now, with its own history, oldest first."""

    state: str
    opened_on: date | None
    due_on: date
    entries: Sequence[Entry] = ()
    done_on: date | None = None
    closed_on: date | None = None


class PromiseThen(NamedTuple):
    state: C
    due_on: date
    done_on: date | None
    closed_on: date | None


_LED_TO = {
    Kind.REPORTED: C.REPORTED,
    Kind.RETURNED: C.OPEN,
    Kind.CONFIRMED: C.FULFILLED,
    Kind.EXPLAINED: C.EXPLAINED,
    Kind.SUPERSEDED: C.SUPERSEDED,
}


def promise_on(promise: PromiseCourse, day: date) -> PromiseThen | None:
    """The promise at the end of `day`; None before it was on the ledger."""
    if promise.opened_on is None or promise.opened_on > day:
        return None
    state = last = C.OPEN
    done_on = closed_on = None
    for entry in promise.entries:
        if entry.kind not in _LED_TO:
            continue
        last = _LED_TO[entry.kind]
        if entry.on <= day:
            state = last
            done_on = {Kind.REPORTED: entry.on, Kind.RETURNED: None}.get(entry.kind, done_on)
            closed_on = entry.on if state not in {C.OPEN, C.REPORTED} else None
    if last != promise.state and (promise.closed_on or promise.done_on or promise.opened_on) <= day:
        state, done_on, closed_on = promise.state, promise.done_on, promise.closed_on
    moved = (entry.old_due_on for entry in promise.entries if entry.kind == Kind.MOVED and entry.on > day)
    return PromiseThen(C(state), next(moved, None) or promise.due_on, done_on, closed_on)
