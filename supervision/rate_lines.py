"""The rates of a session as the page of definitions shows them: each part with its list, beside the session before."""

from dataclasses import dataclass
from datetime import date

from suggestions.definitions import points
from suggestions.models import Session, Suggestion
from supervision import rates
from supervision.definitions import Definition, Rate
from supervision.selectors.figures import ALL_SESSIONS, Figure


@dataclass(frozen=True)
class RateLine:
    """`before` and `change` (in percentage points) against the session before, where there is one."""

    definition: Definition
    rate: Rate
    above: tuple[Figure, ...]
    below: tuple[Figure, ...]
    before: Rate | None
    change: str


def rate_lines(
    user, session: Session | None, before: Session | None, *, decimals: int, today: date
) -> tuple[RateLine, ...]:
    """One statement over the suggestions `user` sees in `session` (None: all), and one more with a session before."""
    counts = _counted(user, session, today)
    earlier = _counted(user, before, today) if before else None
    all_parts, where = rates.parts(today), {"session": session.pk if session else ALL_SESSIONS}

    def figures(names: tuple[str, ...]) -> tuple[Figure, ...]:
        found = ((all_parts[name], counts[name]) for name in names)
        return tuple(Figure(value, {**where, **part.filters}, part.label) for part, value in found)

    def line(measure: rates.Measure) -> RateLine:
        rate, old = measure.rate(counts), measure.rate(earlier) if earlier else None
        change = points(rate, old, decimals) if old else ""
        return RateLine(measure.definition, rate, figures(measure.above), figures(measure.below), old, change)

    return tuple(line(measure) for measure in rates.MEASURES.values())


def _counted(user, session: Session | None, today: date) -> dict[str, int]:
    found = Suggestion.objects.visible_to(user)
    return rates.count(found.filter(session=session) if session else found, today=today)
