"""What a reply has in common with the unit's other replies (suggestions/sameness.py), with the places to look at."""

from dataclasses import dataclass

from django.urls import reverse

from accounts.roles import UNIT
from suggestions import sameness
from suggestions.models import Assignment, Reply
from suggestions.selectors.reading import FILED

_MOST = 200  # replies, the latest first


@dataclass(frozen=True)
class SamePlace:
    number: str
    round: int
    title: str
    url: str
    passages: tuple[str, ...]
    covered: int


@dataclass(frozen=True)
class SameWords:
    share: int = 0
    places: tuple[SamePlace, ...] = ()


def same_words(task: Assignment, text: str, user) -> SameWords:
    """Among the last version of each of the unit's other replies, as far as `user` reads them."""
    replies = Reply.objects.filter(assignment__unit=task.unit_id).exclude(assignment=task)
    if user.role not in UNIT:
        replies = replies.filter(state__in=FILED)
    suggestion = "assignment__suggestion"
    rows = replies.order_by("-submitted_at", "-pk").values(
        "assignment_id",
        "assignment__round",
        f"{suggestion}_id",
        f"{suggestion}__number",
        f"{suggestion}__title",
        "text",
    )
    latest: dict[int, dict] = {}
    for row in rows[: 2 * _MOST]:
        latest.setdefault(row["assignment_id"], row)
    others = list(latest.items())[:_MOST]
    found = sameness.find(text, ((key, row["text"]) for key, row in others))
    return SameWords(found.share, tuple(_place(place, latest[place.key]) for place in found.places))


def _place(place: sameness.Place, row: dict) -> SamePlace:
    return SamePlace(
        number=row["assignment__suggestion__number"],
        round=row["assignment__round"],
        title=row["assignment__suggestion__title"],
        url=reverse("suggestions:detail", args=[row["assignment__suggestion_id"]]),
        passages=tuple(passage.text for passage in place.passages),
        covered=place.covered,
    )
