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
    series = Series(str(period.label), pattern, len(rows))
    running: dict[int, str] = {}
    for _pk, _period, number, source, is_provisional, _title, _status in rows:
        n = numbering.read(pattern, number)
        if is_provisional:
            beside = by_number.get(numbering.base(number))
            series.doubles.append(Double(by_number[number], beside, source or numbering.base(number)))
        elif n is None:
            series.irregular.append(by_number[number])
        else:
            running[n] = number
    series.highest = running[max(running)] if running else ""
    series.gaps = _spans(numbering.gaps(pattern, running.values()))
    return series


def _spans(missing: list[int]) -> list[str]:
    """3, 4, 5, 9 → 3–5, 9."""
    spans: list[list[int]] = []
    for n in missing:
        if spans and n == spans[-1][1] + 1:
            spans[-1][1] = n
        else:
            spans.append([n, n])
    return [str(first) if first == last else f"{first}–{last}" for first, last in spans]
