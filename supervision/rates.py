"""Every rate of the house, measured: which lists are counted above the line, and which below (docs/figures.md).

A part is a condition with the filters of its list, so a number and the list behind it cannot differ.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from suggestions.choices import ContactGap, Grade, Status
from suggestions.deadlines import Light
from suggestions.grade_querysets import REHANDLED
from suggestions.querysets import UNDER_HANDLING, suggestion_fact, suggestion_light
from supervision import definitions
from supervision.definitions import Definition, Rate
from supervision.grounds import LIVE, Ground

JUDGED = (Grade.SATISFIED, Grade.BASICALLY_SATISFIED, Grade.DISSATISFIED)
_TAKEN_ON = (Status.ACCEPTED, *UNDER_HANDLING)


@dataclass(frozen=True)
class Part:
    """Suggestions that a rate counts: what they are called, the filters of their list, and the condition."""

    label: str
    filters: dict
    condition: Q


@dataclass(frozen=True)
class Measure:
    """A rate by the names of its parts; parts on one side of the line never overlap."""

    definition: Definition
    above: tuple[str, ...]
    below: tuple[str, ...]

    def rate(self, counts: dict[str, int]) -> Rate:
        return Rate(sum(counts[name] for name in self.above), sum(counts[name] for name in self.below))


_CONTENT = tuple(str(grade) for grade in JUDGED)
_FIRST, _AGAIN = (tuple(f"{when}_{grade}" for grade in JUDGED) for when in ("first", "again"))
MEASURES = {
    "assignment": Measure(definitions.ASSIGNMENT_RATE, ("assigned",), ("assigned", "awaiting_assignment")),
    "reply": Measure(definitions.REPLY_RATE, ("replied",), ("assigned",)),
    "on_time": Measure(definitions.ON_TIME_RATE, ("on_time",), ("replied", "overdue")),
    "closed": Measure(definitions.CLOSED_RATE, ("closed",), ("taken_on",)),
    "face": Measure(definitions.FACE_RATE, ("faced",), ("replied",)),
    "instructed": Measure(definitions.INSTRUCTED_RATE, ("instructed",), ("taken_on",)),
    "solved": Measure(definitions.SOLVED_RATE, ("resolved",), ("replied",)),
    "planned": Measure(definitions.PLANNED_RATE, ("resolved", "planned"), ("replied",)),
    "satisfied": Measure(definitions.SATISFIED_RATE, _CONTENT[:1], _CONTENT),
    "content": Measure(definitions.CONTENT_RATE, _CONTENT[:2], _CONTENT),
    "first_satisfied": Measure(definitions.FIRST_SATISFIED_RATE, _FIRST[:1], _FIRST),
    "again_satisfied": Measure(definitions.AGAIN_SATISFIED_RATE, _AGAIN[:1], _AGAIN),
}
# On the overview, with every other figure in one statement
USUAL = ("reply", "solved", "satisfied", "on_time", "face", "instructed")


def parts(today: date, ground: Ground = LIVE) -> dict[str, Part]:
    """All parts, as they stand on `today`; `ground`: of the living rows, or of a snapshot's."""
    face = ContactGap.FACE
    found = {
        "assigned": Part(_("已交办"), {"fact": "assigned"}, suggestion_fact("assigned")),
        "awaiting_assignment": Part(_("待交办"), {"status": "accepted"}, Q(status=Status.ACCEPTED)),
        "replied": Part(_("已答复"), {"fact": "replied"}, suggestion_fact("replied")),
        "on_time": Part(_("按期答复"), {"fact": "on_time"}, suggestion_fact("on_time")),
        "overdue": Part(_("逾期未答复"), {"light": "overdue"}, suggestion_light(Light.OVERDUE, today)),
        "closed": Part(_("已办结"), {"status": "closed"}, Q(status=Status.CLOSED)),
        "taken_on": Part(_("已受理"), {"status": [str(one) for one in _TAKEN_ON]}, Q(status__in=_TAKEN_ON)),
        "faced": Part(
            _("已答复且已面商"),
            {"fact": "replied", "contact": face.value},
            suggestion_fact("replied") & ground.faced(),
        ),
        "instructed": Part(
            _("已受理且有领导批示"),
            {"status": [str(one) for one in _TAKEN_ON], "instructed": "1"},
            Q(status__in=_TAKEN_ON, is_instructed=True),
        ),
        "resolved": Part(_("已解决"), {"fact": "resolved"}, suggestion_fact("resolved")),
        "planned": Part(_("列入计划解决"), {"fact": "planned"}, suggestion_fact("planned")),
    }
    for grade in JUDGED:
        label = grade.label
        found[grade] = Part(label, {"grade": grade.value}, Q(grade=grade))
        found[f"first_{grade}"] = Part(label, {"first_grade": grade.value}, ground.first_grade(grade))
        again = {"rehandled": "1", "grade": grade.value}
        found[f"again_{grade}"] = Part(label, again, REHANDLED & Q(grade=grade))
    return found


def needed(keys: Iterable[str]) -> tuple[str, ...]:
    """The parts that the measures `keys` are made of, each once."""
    return tuple(dict.fromkeys(name for key in keys for name in (*MEASURES[key].above, *MEASURES[key].below)))


def count(suggestions: QuerySet, *, today: date, ground: Ground = LIVE) -> dict[str, int]:
    """Every part of every rate, in one statement over `suggestions`."""
    all_parts = parts(today, ground)
    asked = {f"part_{name}": Count("pk", filter=all_parts[name].condition) for name in needed(MEASURES)}
    found = suggestions.order_by().aggregate(**asked)
    return {name: found[f"part_{name}"] for name in needed(MEASURES)}
