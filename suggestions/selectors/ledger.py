"""The commitments ledger (承诺解决事项台账): its rows, and what each unit has kept, put off and let slip."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from suggestions.choices import CommitmentEntryKind, CommitmentState, Grade
from suggestions.commitment_querysets import commitment_fact
from suggestions.definitions import Rate
from suggestions.models import CommitmentEntry, CommitmentReceipt

# The columns of the summary, by the fact they count (suggestions/querysets.py).
CELLS = ("counted", "kept", "under_way", "overdue", "reported", "explained", "moved", "due")
COLUMNS = (
    "pk",
    "suggestion_id",
    "suggestion__number",
    "suggestion__session__name",
    "suggestion__title",
    "matter",
    "assignment__unit__name",
    "original_due_on",
    "due_on",
    "responsible",
    "state",
    "done_on",
    "closed_on",
)


@dataclass(slots=True)
class Row:
    pk: int
    suggestion: int
    number: str
    session: str
    title: str
    matter: str
    unit: str
    original_due_on: date
    due_on: date
    responsible: str
    state: str
    state_label: str
    done_on: date | None
    closed_on: date | None
    moves: int = 0
    grade: str = ""
    grade_label: str = ""

    @property
    def is_running(self) -> bool:
        return self.state == CommitmentState.OPEN


def ledger_rows(page: Iterable[tuple]) -> list[Row]:
    """`page` as values of COLUMNS; two more queries: how often each was moved, and what the deputy said last."""
    states, grades = dict(CommitmentState.choices), dict(Grade.choices)
    rows = []
    for values in page:
        one = dict(zip(COLUMNS, values, strict=True))
        rows.append(
            Row(
                pk=one["pk"],
                suggestion=one["suggestion_id"],
                number=one["suggestion__number"],
                session=one["suggestion__session__name"],
                title=one["suggestion__title"],
                matter=one["matter"],
                unit=one["assignment__unit__name"],
                original_due_on=one["original_due_on"],
                due_on=one["due_on"],
                responsible=one["responsible"],
                state=one["state"],
                state_label=states[one["state"]],
                done_on=one["done_on"],
                closed_on=one["closed_on"],
            )
        )
    moves, given = moves_of(row.pk for row in rows), grades_of(row.pk for row in rows)
    for row in rows:
        row.moves, row.grade = moves.get(row.pk, 0), given.get(row.pk, "")
        row.grade_label = grades.get(row.grade, "")
    return rows


def moves_of(pks: Iterable[int]) -> dict[int, int]:
    """How often each promise was moved; those never moved are not named."""
    moved = CommitmentEntry.objects.filter(commitment__in=list(pks), kind=CommitmentEntryKind.MOVED).order_by()
    return dict(moved.values_list("commitment").annotate(n=Count("pk")))


def grades_of(pks: Iterable[int]) -> dict[int, str]:
    """The deputy's last receipt for each promise."""
    return dict(
        CommitmentReceipt.objects.filter(commitment__in=list(pks)).order_by("pk").values_list("commitment", "grade")
    )


@dataclass(frozen=True)
class Sum:
    """One unit's promises, or all of them (`unit` 0)."""

    unit: int
    name: str
    cells: dict[str, int]

    @property
    def rate(self) -> Rate:
        return Rate(self.cells["kept"], self.cells["due"])


def unit_sums(commitments: QuerySet, *, today: date, names_of_cells: tuple[str, ...] = CELLS) -> list[Sum]:
    """One statement over `commitments`; the units with most overdue first."""
    cells = {cell: Count("pk", filter=commitment_fact(cell, today)) for cell in names_of_cells}
    names = ("assignment__unit", "assignment__unit__name")
    rows = commitments.with_fact("counted", today).order_by().values(*names).annotate(**cells)
    sums = [
        Sum(unit, name, dict(zip(names_of_cells, counts, strict=True)))
        for unit, name, *counts in rows.values_list(*names, *cells)
    ]
    return sorted(sums, key=lambda one: (-one.cells["overdue"], -one.cells["under_way"], one.name))


def total_of(sums: list[Sum], names_of_cells: tuple[str, ...] = CELLS) -> Sum:
    """Each promise is one unit's, so the units' counts add up."""
    return Sum(0, "", {cell: sum(one.cells[cell] for one in sums) for cell in names_of_cells})
