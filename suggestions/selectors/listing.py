"""The rows of the list: values instead of objects, names from the references, one more query for the units' tasks."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from suggestions.choices import AssignmentState, CardColour, Grade, Status, UnitRole
from suggestions.models import Assignment
from suggestions.models.suggestion import proposer_words
from suggestions.querysets import UNDER_HANDLING
from suggestions.selectors.contacts import contacts_of, marks
from suggestions.selectors.references import References
from suggestions.selectors.urged import urged_counts
from suggestions.workflow import ENDED

COLUMNS = (
    "pk",
    "number",
    "is_number_provisional",
    "is_key",
    "title",
    "category_id",
    "proposer_kind",
    "lead_deputy__name",
    "co_signer_count",
    "delegation_id",
    "lead_unit_names",
    "assigned_on",
    "due_on",
    "filed_on",
    "is_due_provisional",
    "status",
    "round",
    "replied_on",
    "result_class_id",
    "grade",
    "merged_into_id",
)
_WITH_UNITS = frozenset({*UNDER_HANDLING, Status.MERGED})


@dataclass(slots=True)
class Task:
    """The task of the unit the list is about."""

    role: str
    role_label: str
    state: str
    state_label: str
    due_on: date
    done_on: date | None
    is_due_provisional: bool


@dataclass(slots=True)
class Row:
    pk: int
    number: str
    is_number_provisional: bool
    is_key: bool
    title: str
    category: str
    proposer: str
    delegation: str
    lead_units: str
    assigned_on: date | None
    due_on: date | None
    filed_on: date | None
    is_due_provisional: bool
    status: str
    status_label: str
    round: int
    replied_on: date | None
    result_class: str
    grade: str
    grade_label: str
    main: int  # the suggestion it is handled with: its own, unless it was merged
    assisting: int = 0
    own: Task | None = None
    urged: int = 0  # in the round under way; with a unit, of its own task
    card: str = ""  # the highest warning card on it; with a unit, on its own task
    contacts: tuple[str, ...] = ()  # before, during, after; empty before the assignment

    @property
    def is_running(self) -> bool:
        return self.status == Status.IN_HANDLING


def list_rows(
    page: Iterable[tuple], references: References, *, unit: int | None = None, with_contacts: bool = True
) -> list[Row]:
    """`page` as values of COLUMNS; with `unit`, each row also says what that unit's task is. Four queries.

    `with_contacts`: also how it is watched over, which a deputy does not see.
    """
    categories, delegations = references.names("categories"), references.names("delegations")
    classes, statuses, grades = references.names("classes"), dict(Status.choices), dict(Grade.choices)
    rows = []
    for values in page:
        one = dict(zip(COLUMNS, values, strict=True))
        delegation = delegations.get(one["delegation_id"], "")
        rows.append(
            Row(
                pk=one["pk"],
                number=one["number"],
                is_number_provisional=one["is_number_provisional"],
                is_key=one["is_key"],
                title=one["title"],
                category=categories.get(one["category_id"], ""),
                proposer=proposer_words(
                    one["proposer_kind"], one["lead_deputy__name"], delegation, one["co_signer_count"]
                ),
                delegation=delegation,
                lead_units=one["lead_unit_names"],
                assigned_on=one["assigned_on"],
                due_on=one["due_on"],
                filed_on=one["filed_on"],
                is_due_provisional=one["is_due_provisional"],
                status=one["status"],
                status_label=statuses[one["status"]],
                round=one["round"],
                replied_on=one["replied_on"],
                result_class=classes.get(one["result_class_id"], ""),
                grade=one["grade"],
                grade_label=grades.get(one["grade"], ""),
                main=one["merged_into_id"] or one["pk"],
            )
        )
    _add_tasks(rows, unit)
    if with_contacts:
        _add_contacts(rows)
        counts = urged_counts({row.pk: row.round for row in rows}, unit)
        for row in rows:
            row.urged = counts.get(row.pk, 0)
    else:
        for row in rows:
            row.card = ""
    return rows


def _add_contacts(rows: list[Row]) -> None:
    found = contacts_of({row.pk: row.main for row in rows})
    for row in rows:
        if row.assigned_on and row.status in _WITH_UNITS:
            row.contacts = marks(found[row.pk].last_on, is_replied=row.replied_on is not None)


def _add_tasks(rows: list[Row], unit: int | None) -> None:
    """How many units assist in the round under way, and the task of `unit` in its last round."""
    by_pk = {row.pk: row for row in rows}
    assisting: dict[int, int] = defaultdict(int)
    tasks = Assignment.objects.filter(suggestion__in=list(by_pk)).exclude(state__in=sorted(ENDED)).order_by("round")
    roles, states = dict(UnitRole.choices), dict(AssignmentState.choices)
    fields = ("suggestion_id", "unit_id", "round", "role", "state", "card", "due_on", "done_on", "is_due_provisional")
    for pk, unit_id, turn, role, state, card, *clock in tasks.values_list(*fields):
        row = by_pk[pk]
        if card and unit in {None, unit_id}:
            row.card = CardColour.highest(row.card, card)
        if role == UnitRole.ASSISTING and turn == row.round:
            assisting[pk] += 1
        if unit_id == unit:
            row.own = Task(role, roles[role], state, states[state], *clock)
    for pk, count in assisting.items():
        by_pk[pk].assisting = count
