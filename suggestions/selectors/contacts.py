"""The three contacts (三联系, S14) of many suggestions at once, and whom one talks with."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import Deputy
from suggestions.choices import FACE_TO_FACE, ContactStage
from suggestions.models import Contact, Suggestion

DONE, MISSING, LATER = "done", "missing", "later"


@dataclass(slots=True)
class Contacts:
    """Of one suggestion: the last day of each stage, and whether one met face to face."""

    last_on: dict[str, date] = field(default_factory=dict)
    is_face_to_face: bool = False


def contacts_of(mains: dict[int, int]) -> dict[int, Contacts]:
    """By the key of each suggestion; `mains` names the one it is handled with. One query.

    What was said about the main suggestion holds for those merged into it.
    """
    told: dict[int, Contacts] = defaultdict(Contacts)
    rows = Contact.objects.filter(suggestion__in=set(mains.values())).order_by("contacted_on", "pk")
    for pk, stage, kind, day in rows.values_list("suggestion", "stage", "kind", "contacted_on"):
        told[pk].last_on[stage] = day
        told[pk].is_face_to_face |= kind in FACE_TO_FACE
    return {pk: told[main] for pk, main in mains.items()}


def is_due(stage: str, *, is_replied: bool) -> bool:
    """Before and during: from the assignment on. After: once there is an answer to talk about."""
    return stage != ContactStage.AFTER or is_replied


def marks(stages: Collection[str], *, is_replied: bool) -> tuple[str, ...]:
    """For before, during, after: there, missing, or not yet to be asked for."""
    return tuple(
        DONE if stage in stages else MISSING if is_due(stage, is_replied=is_replied) else LATER
        for stage in ContactStage
    )


def deputies_of(suggestion: Suggestion) -> QuerySet[Deputy]:
    """Those it is about: lead and co-signers, of what was merged into it too; a delegation's members else."""
    together = Suggestion.objects.filter(Q(pk=suggestion.pk) | Q(merged_into=suggestion.pk))
    signers = Suggestion.co_signers.through.objects.filter(suggestion__in=together)
    found = Deputy.objects.filter(
        Q(pk__in=together.values("lead_deputy")) | Q(pk__in=signers.values("deputy"))
    ).select_related("delegation")
    if suggestion.lead_deputy_id is None and suggestion.delegation_id:
        members = Deputy.objects.filter(delegation=suggestion.delegation_id, is_active=True)
        found = found | members.select_related("delegation")
    return found.order_by("pk")
