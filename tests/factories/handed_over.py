"""A suggestion that came in, was accepted and handed over: its rows at once, where the actions ask some fifty times.

Most tests begin here. What the rules decide is asked of them; test_factories.py holds the rows of both ways together.
"""

from collections.abc import Iterable
from datetime import date

from accounts.models import Unit, User
from suggestions.actions import _transition, assign, draft_units
from suggestions.actions._settle import set_copies
from suggestions.actions.register import drawn_up
from suggestions.choices import ReviewOutcome, Status, UnitRole
from suggestions.clocks import read_clockwork
from suggestions.errors import RuleViolation
from suggestions.models import Assignment, AssignmentBatch, CoSigner, DraftUnit, Event, Review, Suggestion
from suggestions.workflow import Action
from tests.factories.people import at


def accepted(fields: dict, co_signers, *, by: User, on: date) -> Suggestion:
    item = drawn_up(fields, co_signers, by=by, at=at(on))
    item.status, item.version = Status.ACCEPTED, 1
    item.save()
    _write_history(item, co_signers, by=by, on=on)
    return item


def assigned(fields: dict, co_signers, leads, assisting, *, separate: bool, by: User, on: date) -> Suggestion:
    """RuleViolation for units that may not be chosen."""
    item = drawn_up(fields, co_signers, by=by, at=at(on))
    item.status, item.version = Status.IN_HANDLING, 2
    drafts = _drafts(item, leads, assisting, separate)
    batch = AssignmentBatch.objects.create(session=item.session, assigned_on=on, issued_by=by, issued_at=at(on))
    tasks = assign.tasks_of(item, drafts, read_clockwork(), assigned_on=on, batch=batch, by=by)
    set_copies(item, tasks, [], "")
    item.save()
    Assignment.objects.bulk_create(tasks)
    _write_history(item, co_signers, *assign.events_of(tasks, by=by, at=at(on), assigned_on=on), by=by, on=on)
    if _somebody_works_in(task.unit for task in tasks):
        assign.tell_units(tasks, batch, at=at(on))
    return item


def _somebody_works_in(units: Iterable[Unit]) -> bool:
    """Most tests make the unit with the suggestion: to look for who hears of it takes a fifth of all the rest."""
    units = list(units)
    named = any(unit.first_contact_id or unit.second_contact_id for unit in units)
    return named or User.objects.filter(unit__in=units).exists()


def _drafts(item: Suggestion, leads: list[Unit], assisting, separate: bool) -> list[DraftUnit]:
    draft_units.check_units(leads=leads, assisting=assisting, separate=separate)
    role = UnitRole.SEPARATE if separate else UnitRole.LEAD
    drafts = [DraftUnit(suggestion=item, unit=unit, role=role) for unit in leads]
    drafts += [DraftUnit(suggestion=item, unit=unit, role=UnitRole.ASSISTING) for unit in assisting]
    if found := draft_units.problems(drafts):
        raise RuleViolation(found[0])
    return drafts


def _write_history(item: Suggestion, co_signers, *more: Event, by: User, on: date) -> None:
    CoSigner.objects.bulk_create(CoSigner(suggestion=item, deputy=deputy) for deputy in co_signers)
    Review.objects.create(suggestion=item, outcome=ReviewOutcome.ACCEPT, decided_by=by, decided_at=at(on))
    steps = (Action.REGISTER, "", Status.REGISTERED), (Action.ACCEPT, Status.REGISTERED, Status.ACCEPTED)
    before = [
        _transition.new_event(item, None, action, by=by, at=at(on), from_state=old, to_state=new)
        for action, old, new in steps
    ]
    Event.objects.bulk_create([*before, *more])
