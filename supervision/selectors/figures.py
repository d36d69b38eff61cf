"""A number and the list behind it: what every figures' page is made of."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from supervision.definitions import Definition, Rate

ALL_SESSIONS = "all"
SUGGESTIONS, PROMISES = "suggestions:list", "suggestions:commitments"


@dataclass(frozen=True)
class Figure:
    """A number and the filters of the list that holds exactly so many. `before`: the same day of the session before."""

    value: int
    filters: dict
    label: str = ""
    code: str = ""
    page: str = SUGGESTIONS
    before: int | None = None

    @property
    def query(self) -> str:
        return urlencode(self.filters, doseq=True)

    @property
    def url(self) -> str:
        return f"{reverse(self.page)}?{self.query}"


@dataclass(frozen=True)
class Share:
    """A rate, the number above its line, and what it means."""

    title: str
    definition: Definition
    rate: Rate
    figure: Figure
    before: Rate | None = None


@dataclass(frozen=True)
class Column:
    """One number of a table: its cell, its head, its meaning, and the list's further filters.

    `rate`: the usual rate that stands under it; `colour`: its part of the bar, where the chart draws it.
    """

    cell: str
    label: str
    meaning: str
    filters: dict
    tone: str = ""
    rate: str = ""
    colour: str = ""
    starts_group: bool = False

    @cached_property
    def query(self) -> str:
        return urlencode(self.filters, doseq=True)


@dataclass(frozen=True)
class Cell:
    """One number of a table as it is drawn. `rate`: the percentage under it, in words."""

    column: Column
    value: int
    query: str
    rate: Rate | None = None
    before: int | None = None
    rate_before: Rate | None = None


def cells(
    columns: Iterable[Column],
    values: dict[str, int],
    where: dict,
    *,
    rates: dict[str, Rate] | None = None,
    before: dict[str, int] | None = None,
    rates_before: dict[str, Rate] | None = None,
) -> tuple[Cell, ...]:
    """One for each of `columns`, for a line whose list has the filters `where`. `before`: None, nothing to compare."""
    start = urlencode(where, doseq=True)
    return tuple(
        Cell(
            column,
            values[column.cell],
            f"{start}&{column.query}" if column.query else start,
            rates.get(column.cell) if rates else None,
            before.get(column.cell) if before is not None else None,
            rates_before.get(column.cell) if rates_before else None,
        )
        for column in columns
    )
