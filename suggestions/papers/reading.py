"""Suggestions with all that papers print, in a number of queries that does not grow with their number."""

from collections.abc import Iterable, Iterator

from django.db.models import Prefetch, QuerySet

from suggestions.models import (
    Assignment,
    Commitment,
    Contact,
    Event,
    Extension,
    Reply,
    ReturnRequest,
    Suggestion,
    UrgedTask,
)
from suggestions.papers.kinds import PaperKind
from suggestions.papers.offers import Offer, offers
from suggestions.querysets import sorted_here
from suggestions.selectors.reading import Sight
from suggestions.workflow import Action

_SLICE = 50
_OF_SUGGESTION = ("session", "category", "lead_deputy", "delegation")


def suggestions_for_papers(user) -> QuerySet[Suggestion]:
    """What `user` may open at all."""
    merged = Suggestion.objects.select_related(*_OF_SUGGESTION).prefetch_related("co_signers", "evaluations")
    promises = Commitment.objects.select_related("assignment__unit", "reply__result_class").prefetch_related(
        "entries", "receipts", "reply__class_changes__to_class"
    )
    return (
        Suggestion.objects.visible_to(user)
        .select_related(*_OF_SUGGESTION)
        .prefetch_related(
            Prefetch("assignments", _tasks()),
            Prefetch("merged_into__assignments", _tasks()),
            Prefetch("merged_from", merged),
            Prefetch("commitments", promises),
            Prefetch("contacts", Contact.objects.order_by("contacted_on", "pk")),
            Prefetch("events", Event.objects.filter(action=Action.REHANDLE), to_attr="rehandlings"),
            "co_signers",
            "evaluations",
            "reviews",
        )
    )


def read_offers(user, suggestion: Suggestion) -> tuple[Sight, list[Offer]]:
    """What `user` may have of a suggestion from `suggestions_for_papers`."""
    tasks = list((suggestion.merged_into or suggestion).assignments.all())
    sight = Sight(user, tasks)
    return sight, offers(user, suggestion, tasks, sight)


def read_many(user, pks: list[int]) -> Iterator[tuple[Suggestion, Sight, list[Offer]]]:
    """In the order of `pks`, slice by slice, so that memory stays flat."""
    for start in range(0, len(pks), _SLICE):
        wanted = pks[start : start + _SLICE]
        found = suggestions_for_papers(user).in_bulk(wanted)
        for pk in wanted:
            if pk in found:
                yield found[pk], *read_offers(user, found[pk])


def sent_separately(found: Iterable[Offer]) -> list[Offer]:
    """For a batch: where each deputy gets an own copy of a letter, not also the one addressed to all."""
    found = list(found)
    copied = {(offer.suggestion.pk, offer.task.pk) for offer in found if offer.deputy is not None}
    return [
        offer
        for offer in found
        if offer.kind != PaperKind.REPLY_LETTER or offer.deputy or (offer.suggestion.pk, offer.task.pk) not in copied
    ]


def _tasks() -> QuerySet[Assignment]:
    replies = Reply.objects.select_related("result_class", "submitted_by").prefetch_related(
        "answers", "commitments", "class_changes__to_class"
    )
    people = ("requested_by", "decided_by")
    tasks = Assignment.objects.select_related(
        "unit__committee", "unit__first_contact", "replaces__unit", "plan"
    ).prefetch_related(
        Prefetch("replies", sorted_here(replies, "-version")),
        "opinions__filed_by",
        Prefetch("urged", sorted_here(UrgedTask.objects.select_related("urging"), "pk")),
        Prefetch(
            "returnrequests",
            sorted_here(ReturnRequest.objects.select_related("proposed_unit", *people), "requested_at", "pk"),
        ),
        Prefetch("extensions", sorted_here(Extension.objects.select_related(*people), "requested_at", "pk")),
    )
    return sorted_here(tasks, "-round", "pk")
