"""Another calendar: seen first, then every open due day it moves is moved, with its line of history; no other is."""

from datetime import date, timedelta

import pytest

from accounts.models import Change, Notification
from suggestions import recount
from suggestions.actions import extend
from suggestions.actions.change_calendar import CalendarChange, change_calendar, preview
from suggestions.calendar import WorkCalendar
from suggestions.calendar_lines import Entry
from suggestions.errors import NotAllowed, RuleViolation
from suggestions.models import Assignment, CalendarDay, CalendarYear, Event, Regulation, Suggestion
from suggestions.workflow import Action
from tests import factories as make

pytestmark = pytest.mark.django_db
SOURCE = "国办发明电〔2026〕1号"
DUE = date(2026, 6, 2)  # three months after make.DAY, a Tuesday
TODAY = make.DAY + timedelta(days=1)


def rest(*days: date, name: str = "地方节日") -> tuple[Entry, ...]:
    return tuple(Entry(day, False, name) for day in days)


def change(entries=(), *, year=None, removed=(), by=None, source=SOURCE):
    asked = CalendarChange(entries=tuple(entries), source=source, year=year, removed=frozenset(removed))
    return change_calendar(asked, by=by or make.clerk(), today=TODAY, at=make.at(TODAY))


def moves_of(item: Suggestion) -> list[tuple[date, date]]:
    return list(Event.objects.filter(suggestion=item, action=Action.MOVE_DATE).values_list("old_date", "new_date"))


def test_a_rest_day_on_the_due_day_moves_task_suggestion_and_history_together():
    assisting = make.unit()
    item = make.assigned(assisting=[assisting])
    contact = make.handler(make.task(item).unit)
    clerk = make.clerk()
    done = change(rest(DUE), by=clerk)
    task = make.task(item)
    item.refresh_from_db()
    assert (task.due_on, task.original_due_on, item.due_on) == (date(2026, 6, 3), DUE, date(2026, 6, 3))
    assert moves_of(item) == [(DUE, date(2026, 6, 3))]
    event = Event.objects.get(suggestion=item, action=Action.MOVE_DATE)
    assert (event.by, event.reason, event.assignment) == (clerk, SOURCE, task)
    assert "期限由2026年6月2日改为2026年6月3日" in "".join(task.due_steps)
    assert [move.task for move in done.moved] == [task]
    assert Notification.objects.filter(recipient=contact, subject__contains="1件建议的期限有变动").count() == 1
    assert Change.objects.get(kind="calendar").what == Change.What.DATES_MOVED


def test_the_preview_names_the_moves_and_writes_nothing():
    item = make.assigned()
    found = preview(CalendarChange(entries=rest(DUE), source=SOURCE))
    assert [(move.old, move.found.due_on) for move in found.moved] == [(DUE, date(2026, 6, 3))]
    assert [entry.day for entry in found.added] == [DUE]
    assert not CalendarDay.objects.exists()
    assert make.task(item).due_on == DUE


def test_taking_the_day_away_again_moves_back_and_the_second_time_nothing():
    item = make.assigned()
    change(rest(DUE))
    change(removed=[DUE])
    assert moves_of(item) == [(DUE, date(2026, 6, 3)), (date(2026, 6, 3), DUE)]
    assert change(removed=[DUE]).is_nothing
    assert len(moves_of(item)) == 2


def test_loading_a_year_confirms_what_was_a_guess_without_moving_it():
    item = make.assigned()
    assert make.task(item).is_due_provisional
    done = change(rest(date(2026, 5, 1), name="劳动节"), year=2026)
    task = make.task(item)
    item.refresh_from_db()
    assert (task.due_on, task.is_due_provisional, item.is_due_provisional) == (DUE, False, False)
    assert (done.confirmed, moves_of(item)) == (1, [])
    assert CalendarYear.objects.get().source == SOURCE


def test_a_loaded_year_takes_the_place_of_what_it_held():
    change(rest(date(2026, 5, 1), date(2026, 5, 2)), year=2026)
    change(rest(date(2026, 10, 1)))
    done = change([*rest(date(2026, 5, 1)), Entry(date(2026, 5, 9), True, "")], year=2026)
    assert [day.date for day in done.removed] == [date(2026, 5, 2), date(2026, 10, 1)]
    assert list(CalendarDay.objects.values_list("date", "is_workday")) == [
        (date(2026, 5, 1), False),
        (date(2026, 5, 9), True),
    ]


def test_filed_and_ended_tasks_keep_their_day():
    filed, withdrawn, answered = make.assigned(), make.assigned(), make.assigned()
    make.filed(filed)
    make.replied(answered)
    task = make.task(withdrawn)
    Assignment.objects.filter(pk=task.pk).update(state="given_back", ended_at=make.at())
    assert not change(rest(DUE)).moved
    assert set(Assignment.objects.values_list("due_on", flat=True)) == {DUE}


def test_a_rule_without_roll_over_is_left_alone():
    Regulation.objects.create(is_roll_over=False, changed_at=make.at())
    item = make.assigned()
    assert not change(rest(DUE)).moved
    assert make.task(item).due_on == DUE


def test_an_extended_date_is_counted_from_the_day_granted():
    item = make.assigned()
    task = make.signed(item)
    until = date(2026, 8, 7)
    asked = extend.request(
        assignment=task, until=until, reason="涉及多个部门", by=make.handler(task.unit), today=TODAY, at=make.at(TODAY)
    )
    extend.decide(extension=asked, agreed=True, by=make.office_head(), today=TODAY, at=make.at(TODAY))
    change(rest(until))
    assert make.task(item).due_on == date(2026, 8, 10)  # the Monday after
    assert not change(rest(DUE)).moved


def test_a_window_of_working_days_is_counted_again():
    Regulation.objects.create(assisting_amount=10, assisting_unit="workdays", changed_at=make.at())
    unit = make.unit()
    item = make.assigned(assisting=[unit])
    assert make.task(item, unit).due_on == date(2026, 3, 16)
    change(rest(date(2026, 3, 10)))
    assert make.task(item, unit).due_on == date(2026, 3, 17)


def test_an_internal_target_never_lies_after_the_due_day():
    Regulation.objects.create(internal_target_amount=3, internal_target_unit="months", changed_at=make.at())
    change(rest(DUE))
    item = make.assigned()
    assert make.task(item).target_on == date(2026, 6, 3)
    change(removed=[DUE])
    assert (make.task(item).due_on, make.task(item).target_on) == (DUE, DUE)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (CalendarChange(entries=rest(DUE), source=" "), "source"),
        (CalendarChange(entries=(), source=SOURCE, year=2026), "lines"),
    ],
)
def test_what_is_refused(asked, field):
    with pytest.raises(RuleViolation) as refusal:
        change_calendar(asked, by=make.clerk(), today=TODAY, at=make.at(TODAY))
    assert refusal.value.field == field
    assert not CalendarDay.objects.exists()


def test_who_may_not_touch_the_calendar():
    with pytest.raises(NotAllowed):
        change(rest(DUE), by=make.user("auditor"))


def test_nothing_is_half_written(monkeypatch):
    item = make.assigned()

    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("suggestions.actions.recalculate.settle_many", fail)
    with pytest.raises(RuntimeError):
        change(rest(DUE))
    assert make.task(item).due_on == DUE
    assert not CalendarDay.objects.exists()
    assert not moves_of(item)


def test_a_recount_agrees_with_the_first_count():
    """The stored basis and the calendar of the day of assignment give the day that was set."""
    change(rest(DUE, date(2026, 6, 3)))
    item = make.assigned()
    task = make.task(item)
    calendar = WorkCalendar(special_days={DUE: False, date(2026, 6, 3): False})
    assert task.due_on == recount.from_last_day(task.last_day_on, calendar).due_on == date(2026, 6, 4)


def test_the_cost_does_not_grow_with_the_tasks_that_stay(django_assert_max_num_queries):
    for _n in range(5):
        make.assigned()
    with django_assert_max_num_queries(25):
        change(rest(DUE))
