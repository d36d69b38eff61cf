"""Time moves on: each reminder comes once, overdue reaches those above, and a filed reply ends it."""

from datetime import date

import pytest
import time_machine
from django.core.management import call_command

from tests import factories as make
from tests.journeys.people import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ASSIGNED = date(2026, 3, 2)  # due on 2 June


def morning(day: str) -> None:
    """The morning job of that day; run twice, as two workers would."""
    for _ in range(2):
        call_command("plan_reminders", "--date", day, verbosity=0)


def test_reminders_and_overdue_arrive_exactly_once(window, office):
    lead = office["handler"].unit
    item = make.assigned(lead, on=ASSIGNED, title="关于加快老旧小区加装电梯的建议")
    make.signed(item, lead, on=ASSIGNED)

    def digests(part: str, day: str) -> list[str]:
        """What that person's inbox shows on that day, read at a browser."""
        with time_machine.travel(f"{day}T09:00:00+08:00"):
            person = Person(window, office[part]).enter()
            person.open("/inbox/")
            return person.page.get_by_role("main").get_by_text("今日提醒").all_inner_texts()

    morning("2026-05-01")  # 1 May is a holiday: nothing goes out
    assert digests("handler", "2026-05-01") == []
    morning("2026-05-06")  # the first working day after it, caught up with the rung of 30 days
    assert len(digests("handler", "2026-05-06")) == 1
    morning("2026-05-18")
    assert len(digests("handler", "2026-05-18")) == 2
    assert digests("head", "2026-05-18") == [], "not yet overdue: nobody above is bothered"

    morning("2026-06-02")  # the due day itself is in time; the nights between were missed: one reminder, not three
    assert len(digests("handler", "2026-06-02")) == 3
    assert digests("clerk", "2026-06-02") == []
    morning("2026-06-03")
    for part, count in (("handler", 4), ("head", 1), ("clerk", 1), ("office head", 1)):
        found = digests(part, "2026-06-03")
        assert len(found) == count, part
        assert "逾期" in found[0], part

    make.filed(item, lead, on=date(2026, 6, 4))
    morning("2026-06-10")  # the week after: the reply is in, nothing more comes
    assert len(digests("handler", "2026-06-10")) == 4
    assert len(digests("clerk", "2026-06-10")) == 1
