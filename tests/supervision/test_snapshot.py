"""A snapshot gives the figures that the living pages gave on its day, whatever happened since."""

from dataclasses import replace
from datetime import timedelta

import pytest

from accounts.models import Unit
from suggestions.actions import evaluate, rehandle, reply
from suggestions.choices import EvaluationSource, Grade, Status
from suggestions.errors import RuleViolation
from suggestions.models import Assignment, Category, ResultClass, Suggestion
from suggestions.models.event import AppendOnly
from supervision import rates, snapshots, statistics
from supervision.actions.snapshot import take
from supervision.models import Snapshot, SnapshotTask
from tests import factories as make
from tests.factories import DAY
from tests.supervision.random_history import Walk

pytestmark = pytest.mark.django_db
COLUMNS = (
    "status",
    "round",
    "assigned_on",
    "due_on",
    "filed_on",
    "replied_on",
    "first_replied_on",
    "result_class__code",
    "grade",
    "lead_unit_names",
)


def figures(session, today):
    """What the pages would say of the living rows."""
    items = Suggestion.objects.filter(session=session)
    tasks = Assignment.objects.filter(suggestion__session=session)
    return {
        "parts": rates.count(items, today=today),
        "totals": statistics.totals(items, today=today),
        "workloads": nameless(statistics.workloads(tasks, today=today)),
        "rows": {number: row for number, *row in items.values_list("number", *COLUMNS)},
    }


def kept(snapshot):
    return {
        "parts": snapshots.parts_of(snapshot),
        "totals": snapshots.totals_of(snapshot),
        "workloads": nameless(snapshots.workloads_of(snapshot)),
        "rows": {number: row for number, *row in snapshot.suggestions.values_list("number", *COLUMNS)},
    }


def nameless(found):
    """Units without the keys of their rows."""
    return [sorted((replace(row, unit=0) for row in rows), key=lambda row: (row.name, row.system)) for rows in found]


def taken(day, at=None, session=None):
    return take(session=session or make.session(), as_of=day, by=None, at=make.at(at or day))


@pytest.mark.parametrize("seed", [17, 21])  # between them they do everything that a Walk can do
def test_after_any_history_it_gives_the_figures_of_its_day(seed):
    walk, noted = Walk(seed), {}
    for n in range(120):
        walk.step()
        if n % 3 == 2:
            if n % 4 == 3:
                noted[walk.day] = figures(walk.session, walk.day)
            walk.pass_days()
    last = walk.day
    for day, wanted in noted.items():
        found = kept(taken(day, at=last))
        assert found["rows"] == wanted["rows"], "\n".join(walk.done)
        assert found == wanted
    # It came far enough to prove something
    assert len(noted) > 5
    assert len(set(Suggestion.objects.values_list("status", flat=True))) > 3, walk.done
    assert Assignment.objects.filter(round=2).exists(), walk.done


def test_a_grade_given_before_the_day_and_typed_in_later_counts():
    item = make.assigned(make.unit())
    make.replied(item, on=DAY + timedelta(days=10))
    given, typed = DAY + timedelta(days=20), DAY + timedelta(days=30)
    evaluate.evaluate(
        suggestion=item,
        attitude=Grade.SATISFIED,
        result=Grade.SATISFIED,
        source=EvaluationSource.PHONE,
        given_on=given,
        by=make.clerk(),
        today=typed,
        at=make.at(typed),
    )
    before, then = (taken(day, at=typed).suggestions.get() for day in (given - timedelta(days=1), given))
    assert (before.status, before.grade) == (Status.REPLIED, "")
    assert (then.status, then.grade, then.first_grade) == (Status.JUDGED, Grade.SATISFIED, Grade.SATISFIED)


def test_a_grade_never_counts_before_the_answer_it_is_about():
    """Filed, judged by telephone, and only then passed by the office: judged from the day it was passed."""
    item = make.assigned(make.unit())
    made = make.filed(item, on=DAY + timedelta(days=5))
    passed = DAY + timedelta(days=9)
    reply.accept(reply=made, by=make.clerk(), on=passed, at=make.at(passed))
    item.refresh_from_db()
    make.judged(item, Grade.SATISFIED, passed)
    rows = {day: taken(DAY + timedelta(days=day), at=passed).suggestions.get() for day in (7, 8, 9)}
    assert [(row.status, row.grade, row.replied_on is not None) for row in rows.values()] == [
        (Status.IN_HANDLING, "", False),
        (Status.IN_HANDLING, "", False),
        (Status.JUDGED, Grade.SATISFIED, True),
    ]


def test_rehandling_that_was_demanded_earlier_than_it_was_typed():
    item = make.assigned(make.unit())
    make.replied(item, on=DAY + timedelta(days=5))
    make.judged(item, Grade.DISSATISFIED, DAY + timedelta(days=6))
    typed, demanded = DAY + timedelta(days=20), DAY + timedelta(days=8)
    rehandle.rehandle(
        suggestion=item, demanded_on=demanded, reason="未落实", by=make.clerk(), today=typed, at=make.at(typed)
    )
    day_before, then = (taken(day, at=typed) for day in (demanded - timedelta(days=1), demanded))
    assert [(row.status, row.round, row.tasks.count()) for row in day_before.suggestions.all()] == [("judged", 1, 1)]
    assert [(row.status, row.round, row.tasks.count()) for row in then.suggestions.all()] == [("in_handling", 2, 2)]


class TestNames:
    def test_renaming_a_unit_and_a_category_changes_nothing(self):
        unit, category = make.unit("旧局"), Category.objects.create(name="旧类")
        item = make.assigned(unit, category=category)
        snapshot = taken(DAY)
        Unit.objects.filter(pk=unit.pk).update(name="新局", handling_system="party")
        Suggestion.objects.filter(pk=item.pk).update(category=None)
        category.delete()
        row = snapshot.suggestions.get()
        assert (row.lead_unit_names, row.category, row.lead_system) == ("旧局", "旧类", "government")
        assert [line.name for line in snapshots.workloads_of(snapshot)[0]] == ["旧局"]

    def test_what_counts_as_solved_is_that_of_the_day(self):
        item = make.assigned(make.unit())
        make.replied(item, on=DAY)
        snapshot = taken(DAY)
        ResultClass.objects.update(counts_as_solved=False)
        assert snapshots.parts_of(snapshot)["resolved"] == 1


class TestTaking:
    def test_an_empty_session(self):
        snapshot = taken(DAY)
        assert (snapshots.totals_of(snapshot).total, snapshots.workloads_of(snapshot)) == (0, ([], []))
        assert {str(measure.rate(snapshots.parts_of(snapshot))) for measure in rates.MEASURES.values()} == {"—"}

    def test_not_for_a_day_to_come(self):
        with pytest.raises(RuleViolation, match="不能晚于今天"):
            taken(DAY + timedelta(days=1), at=DAY)
        assert not Snapshot.objects.exists()

    def test_the_same_day_again_takes_the_place_of_the_first(self):
        make.assigned(make.unit())
        first, other = taken(DAY), taken(DAY - timedelta(days=1), at=DAY)
        again = taken(DAY, at=DAY + timedelta(days=1))
        assert list(Snapshot.objects.order_by("pk")) == [other, again]
        assert not SnapshotTask.objects.filter(snapshot=first.pk).exists()

    def test_rows_are_never_changed(self):
        make.assigned(make.unit())
        snapshot = taken(DAY)
        with pytest.raises(AppendOnly):
            snapshot.suggestions.update(status="closed")
        with pytest.raises(AppendOnly):
            snapshot.tasks.all().delete()
        with pytest.raises(AppendOnly):
            snapshot.suggestions.get().save()
        with pytest.raises(AppendOnly):
            snapshot.save()

    def test_the_statements_do_not_grow_with_the_rows(self, django_assert_max_num_queries):
        for _ in range(5):
            make.assigned(make.unit())
        with django_assert_max_num_queries(32):
            taken(DAY)
