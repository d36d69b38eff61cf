"""Keep the suggestion's copies for the lists true to its tasks, replies and feedback. Called after every change of what
they are made of: who answers by when, what is filed, accepted or ended, and the grade. A signature, a draft, a request
leave them as they are.
"""

from collections import defaultdict
from collections.abc import Iterable

from suggestions.choices import AssignmentState, ReplyState, Status
from suggestions.models import Assignment, Evaluation, Reply, Suggestion
from suggestions.workflow import ANSWERING, ENDED

COPIES = (
    "lead_unit_names",
    "assigned_on",
    "due_on",
    "filed_on",
    "is_due_provisional",
    "replied_on",
    "first_replied_on",
    "result_class",
    "grade",
)
_TASK_FIELDS = (
    "suggestion",
    "role",
    "state",
    "round",
    "assigned_on",
    "due_on",
    "is_due_provisional",
    "done_on",
)


def settle(*suggestions: Suggestion) -> None:
    """Recompute the copies of `suggestions` and set them on the objects: at most four queries to read, one to write.

    Only the columns that decide are read, in no order: this runs with many a click.
    What is merged into them is answered with them, so its copies follow.
    """
    settle_many(suggestions)


def settle_many(suggestions: Iterable[Suggestion]) -> None:
    suggestions = list(suggestions)
    given = {s.pk for s in suggestions}
    merged = Suggestion.objects.filter(merged_into__in=given).exclude(pk__in=given)
    suggestions += merged.order_by().only("status", "merged_into", *COPIES)
    mains = {s.pk: s.merged_into_id or s.pk for s in suggestions}  # a merged one is answered by its main
    tasks = _tasks_of(set(mains.values()))
    all_tasks = [task for some in tasks.values() for task in some]
    replies = _replies_of({task.suggestion_id for task in all_tasks if task.state == AssignmentState.ANSWERED})
    grades = _grades_of([s.pk for s in suggestions])
    for suggestion in suggestions:
        main = mains[suggestion.pk]
        set_copies(suggestion, tasks[main], replies[main], grades.get(suggestion.pk, ""))
    if len(suggestions) == 1:  # a plain UPDATE: the CASE of a bulk update costs ten times as much for one row
        suggestions[0].save(update_fields=COPIES)
    else:
        Suggestion.objects.bulk_update(suggestions, COPIES, batch_size=500)


def _tasks_of(suggestions: set[int]) -> dict[int, list[Assignment]]:
    found: dict[int, list[Assignment]] = defaultdict(list)
    of_these = Assignment.objects.filter(suggestion__in=suggestions).select_related("unit").order_by()
    for task in sorted(of_these.only(*_TASK_FIELDS, "unit__name"), key=lambda task: task.pk):
        found[task.suggestion_id].append(task)
    return found


def _replies_of(suggestions: set[int]) -> dict[int, list[Reply]]:
    """The accepted replies, by suggestion. Of none there is no query: most changes are made before an answer."""
    found: dict[int, list[Reply]] = defaultdict(list)
    if not suggestions:
        return found
    accepted = Reply.objects.filter(assignment__suggestion__in=suggestions, state=ReplyState.ACCEPTED)
    read = "result_class", "assignment__round", "assignment__suggestion"
    for reply in accepted.select_related("assignment", "result_class").order_by().only(*read):
        found[reply.assignment.suggestion_id].append(reply)
    return found


def _grades_of(suggestions: list[int]) -> dict[int, str]:
    """The grade of the last round."""
    given = Evaluation.objects.filter(suggestion__in=suggestions).order_by()
    by_round = sorted(given.values_list("round", "suggestion_id", "result"))
    return {suggestion: result for _round, suggestion, result in by_round}


def set_copies(suggestion: Suggestion, tasks: list[Assignment], replies: list[Reply], grade: str) -> None:
    """Set the copies on the object from its tasks and accepted replies, saved or not."""
    for name, value in copies(suggestion, tasks, replies).items():
        setattr(suggestion, name, value)
    suggestion.grade = grade


def copies(suggestion: Suggestion, tasks: list[Assignment], replies: list[Reply]) -> dict:
    """What tasks and accepted replies say, by the names of the columns; of anything with these fields, as of any day
    (supervision/actions/snapshot.py)."""
    leads = [t for t in tasks if t.role in ANSWERING]
    standing = [t for t in leads if t.state not in ENDED]
    last_round = max((t.round for t in standing), default=1)
    current = [t for t in standing if t.round == last_round]
    owed = [t for t in current if t.done_on is None]
    clock = min(owed or current, key=lambda t: t.due_on, default=None)
    is_over = suggestion.status in {Status.WITHDRAWN, Status.REGISTERED, Status.ACCEPTED}
    answered = bool(current) and all(t.state == AssignmentState.ANSWERED for t in current)
    first_round = [t for t in standing if t.round == 1]
    first_answered = bool(first_round) and all(t.state == AssignmentState.ANSWERED for t in first_round)
    return {
        "lead_unit_names": "、".join(dict.fromkeys(t.unit.name for t in current))[:300],
        "assigned_on": min((t.assigned_on for t in leads), default=None),
        "due_on": clock.due_on if clock and not is_over else None,
        "filed_on": max(t.done_on for t in current) if current and not owed else None,
        "is_due_provisional": bool(clock and not is_over and clock.is_due_provisional),
        "replied_on": max(t.done_on for t in current) if answered else None,
        "first_replied_on": max(t.done_on for t in first_round) if first_answered else None,
        "result_class": _worst_class([r for r in replies if r.assignment.round == last_round]) if answered else None,
    }


def _worst_class(replies: list[Reply]):
    """Separate units may reach different classes: the whole is only as solved as its least solved part."""
    return max((r.result_class for r in replies), key=lambda c: (not c.counts_as_solved, c.order, c.code), default=None)
