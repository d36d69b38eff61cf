"""The history: one line per change, in the same transaction, and nobody rewrites it."""

import pytest
from django.db import DatabaseError, connection, transaction

from suggestions.actions import review, sign
from suggestions.choices import AssignmentState, ReviewOutcome, Status
from suggestions.models import Assignment, Event, Review
from suggestions.models.event import AppendOnly
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_line_says_who_in_which_role_when_from_where_to_where_and_why():
    item = make.suggestion()
    clerk = make.clerk(name="李审核")
    review.review(suggestion=item, outcome=ReviewOutcome.CONVERT, reason="内部事务", by=clerk, at=make.at(hour=15))
    line = item.events.last()
    assert (line.by, line.by_name, line.by_role, line.at) == (clerk, "李审核", "clerk", make.at(hour=15))
    assert (line.from_state, line.to_state, line.reason) == (Status.REGISTERED, Status.CONVERTED, "内部事务")


def test_when_the_line_cannot_be_written_nothing_else_remains(monkeypatch):
    item = make.suggestion()
    clerk = make.clerk()

    def fail(*args, **kwargs):
        raise DatabaseError("disk full")

    monkeypatch.setattr(Event, "save", fail)
    with pytest.raises(DatabaseError), transaction.atomic():
        review.review(suggestion=item, outcome=ReviewOutcome.CONVERT, reason="内部事务", by=clerk, at=make.at())
    item.refresh_from_db()
    assert (item.status, Review.objects.count()) == (Status.REGISTERED, 0)


def test_when_the_line_cannot_be_written_a_unit_has_not_signed(monkeypatch):
    item = make.assigned()
    task, handler = make.task(item), make.handler(make.task(item).unit)
    monkeypatch.setattr(Event, "save", lambda *a, **k: (_ for _ in ()).throw(DatabaseError("disk full")))
    with pytest.raises(DatabaseError), transaction.atomic():
        sign.sign(assignment=task, by=handler, on=make.DAY, at=make.at())
    task.refresh_from_db()
    assert (task.state, task.signed_at) == (AssignmentState.AWAITING_RECEIPT, None)


def test_the_code_does_not_rewrite_it():
    line = make.suggestion().events.get()
    line.reason = "改写"
    with pytest.raises(AppendOnly):
        line.save()
    with pytest.raises(AppendOnly):
        line.delete()
    with pytest.raises(TypeError):
        Event.objects.update(reason="改写")
    with pytest.raises(TypeError):
        Event.objects.all().delete()


def test_nor_does_the_database():
    line = make.suggestion().events.get()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE suggestions_event SET reason = %s WHERE id = %s", ["改写", line.pk])
    line.refresh_from_db()
    assert line.reason == ""


def test_each_unit_s_step_counts_the_version_of_the_suggestion_on():
    """Also where another unit's step came between reading and acting: its version is the next one, not the same."""
    first, second = make.unit(), make.unit()
    item = make.assigned(first, second, separate=True)
    before = item.version
    one, other = (Assignment.objects.get(suggestion=item, unit=unit) for unit in (first, second))
    assert one.suggestion.version == other.suggestion.version
    sign.sign(assignment=one, by=make.handler(first), on=make.DAY, at=make.at())
    sign.sign(assignment=other, by=make.handler(second), on=make.DAY, at=make.at())
    item.refresh_from_db()
    assert (one.suggestion.version, other.suggestion.version, item.version) == (before + 1, before + 2, before + 2)
