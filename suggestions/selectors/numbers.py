"""The numbers of one session: which are missing, which are provisional, which follow no pattern (domain.md 5)."""

from dataclasses import dataclass, field

from suggestions import numbering
from suggestions.choices import Period, Status
from suggestions.models import Session, Suggestion


@dataclass(frozen=True)
class Numbered:
    pk: int
    number: str
    title: str
    status_label: str


@dataclass(frozen=True)
class Double:
    """A provisional number, and the suggestion it stands beside (None when that one was renumbered)."""

    provisional: Numbered
    beside: Numbered | None
    source: str  # the number as it stood in the list that came in


@dataclass
class Series:
    """The running numbers of one period, in or outside the session."""

    label: str
    pattern: str
    count: int = 0
    highest: str = ""
    gaps: list[str] = field(default_factory=list)
    doubles: list[Double] = field(default_factory=list)
    irregular: list[Numbered] = field(default_factory=list)


def number_series(session: Session) -> list[Series]:
    """One query for the whole session, whatever its size."""
    found = list(
        Suggestion.objects.filter(session=session)
        .order_by("number_key", "pk")
        .values_list("pk", "period", "number", "source_number", "is_number_provisional", "title", "status")
    )
    labels = dict(Status.choices)
    by_number = {row[2]: Numbered(row[0], row[2], row[5], str(labels[row[6]])) for row in found}
    patterns = {Period.IN_SESSION: session.number_pattern, Period.OUTSIDE: session.outside_number_pattern}
    return [
        _series(period, pattern, [row for row in found if row[1] == period], by_number)
        for period, pattern in patterns.items()
    ]


def _series(period: Period, pattern: str, rows: list[tuple], by_number: dict[str, Numbered]) -> Series:
    """`rows` are those of the period; `by_number` has the whole session, in which a number is used but once."""
    series = Series(str(period.label), pattern, len(rows))
    running = {numbering.read(pattern, number): number for number in by_number}
    running.pop(None, None)
    for _pk, _period, number, source, is_provisional, _title, _status in rows:
        if is_provisional:
            beside = by_number.get(numbering.base(number))
            series.doubles.append(Double(by_number[number], beside, source or numbering.base(number)))
        elif numbering.read(pattern, number) is None:
            series.irregular.append(by_number[number])
    series.highest = running[max(running)] if running else ""
    series.gaps = numbering.spans(numbering.gaps(pattern, by_number))
    return series
