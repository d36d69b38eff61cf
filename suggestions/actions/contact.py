"""Contact with the deputy (三联系: before, during, after handling). A record stays; mistakes are said in another."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from suggestions.actions import _transition, attach
from suggestions.errors import RuleViolation
from suggestions.models import Assignment, Contact, Suggestion
from suggestions.workflow import Action


@transaction.atomic
def record(
    *,
    suggestion: Suggestion,
    assignment: Assignment | None,
    stage: str,
    kind: str,
    contacted_on: date,
    people: str,
    note: str,
    place: str = "",
    deputies=(),
    files=(),
    by,
    today: date,
    at: datetime,
) -> Contact:
    """Record a contact; `assignment` is the task of the unit that made it, None for the office's own.

    RuleViolation for a day in the future or before the suggestion came in, or when the same was just recorded.
    """
    if contacted_on > today:
        raise RuleViolation(_("联系日期不能晚于今天。"), field="contacted_on")
    if contacted_on < suggestion.submitted_on:
        raise RuleViolation(_("联系日期不能早于收到建议的日期。"), field="contacted_on")
    same = {"stage": stage, "kind": kind, "contacted_on": contacted_on, "people": people, "note": note}
    if suggestion.contacts.filter(recorded_by=by, **same).exists():
        raise RuleViolation(_("这条联系记录已经保存过，没有重复保存。"))
    contact = Contact(
        suggestion=suggestion,
        assignment=assignment,
        place=place.strip(),
        recorded_by=by,
        recorded_at=at,
        **same,
    )
    names = "、".join(deputy.name for deputy in deputies)
    parts = [contact.get_stage_display(), contact.get_kind_display(), contact.place, names, people]
    _transition.move(
        suggestion,
        Action.CONTACT,
        by=by,
        at=at,
        new_date=contacted_on,
        detail="，".join(part for part in parts if part)[:500],
    )
    contact.save()
    contact.deputies.add(*deputies)
    attach.attach(files, suggestion=suggestion, contact=contact, by=by, at=at)
    return contact
