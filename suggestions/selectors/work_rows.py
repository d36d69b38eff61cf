"""A row of the work list, and the query that sorts rows into groups."""

from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from suggestions.selectors.work_groups import CAP


@dataclass(slots=True)
class Item:
    """One row: what it is, what I must do, by when, who waits for it."""

    pk: int
    number: str
    title: str
    what: str
    url: str  # where it is done; empty when there is only to read
    due_on: date | None
    done_on: date | None = None
    is_provisional: bool = False
    is_running: bool = True  # the date is a clock that runs, not one that is over
    part: str = ""  # 主办, 协办 or 分办
    state: str = ""
    state_label: str = ""
    who: str = ""
    page: str = ""  # where the row leads, when not to the suggestion itself
    sign: int | None = None  # the task that can be signed for from the row
    late_opinions: list[str] = field(default_factory=list)  # the assisting units a lead waits for


Found = dict[str, tuple[int, list[Item]]]  # the key of a group: how many it has, and its first rows


def grouped(rows: QuerySet, conditions: list[tuple[str, Q]]) -> QuerySet:
    """`rows` with the first condition each meets (`group`); those that meet none are left out."""
    return rows.annotate(
        group=Case(*(When(condition, then=Value(key)) for key, condition in conditions), output_field=CharField())
    ).filter(group__isnull=False)


def sorted_into(rows: QuerySet, conditions: list[tuple[str, Q]], *, by: list) -> QuerySet:
    """`rows` in their groups, with the size of each (`total`), and only the first CAP of each."""
    return (
        grouped(rows, conditions)
        .annotate(
            place=Window(RowNumber(), partition_by=[F("group")], order_by=by),
            total=Window(Count("pk"), partition_by=[F("group")]),
        )
        .filter(place__lte=CAP)
    )


def read_rows(rows: QuerySet, fields: tuple[str, ...]) -> list[dict]:
    """`rows` of `sorted_into` as they stand in their groups. Put in order here: an ORDER BY would have Django compare
    every CASE of the groups with every selected column.
    """
    found = rows.order_by().values_list("place", *fields)
    return [dict(zip(fields, values[1:], strict=True)) for values in sorted(found, key=itemgetter(0))]
