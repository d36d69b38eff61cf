"""A small office with fixed names and days, with something at every edge of a report; frozen, it is the golden one.

`GOLDEN=write pytest tests/supervision/test_report_files.py` writes the golden files anew; look at the difference.
"""

from contextlib import contextmanager
from datetime import timedelta

import pytest

from accounts.models import Committee, Delegation
from accounts.roles import HandlingSystem
from suggestions.actions import extend, review
from suggestions.choices import Grade, ReviewOutcome
from suggestions.models import Category, Session
from supervision.reports import figures
from tests import factories as make
from tests.factories import DAY

AS_OF = DAY + timedelta(days=130)


def later(days: int):
    return DAY + timedelta(days=days)


@contextmanager
def nothing_counted(found: dict):
    """A draft tells `found`: for what becomes of drafts, whatever stands in them. Its rows are cut as ever."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figures, "compute", lambda _snapshot, **_more: found)
        yield


class House:
    def __init__(self):
        self.clerk, self.head = make.clerk(name="钱经办"), make.office_head(name="孙主任")
        self.session = make.session(is_current=True)
        self.edu = make.unit("教育局", order=1)
        self.traffic = make.unit("交通局", order=2)
        self.party = make.unit("组织部", order=3, handling_system=HandlingSystem.PARTY)
        self.schools = Category.objects.create(name="测试教育", order=90)
        self.east = Delegation.objects.create(name="东区代表团")
        self.n = 0
        self.write()

    def assigned(self, *leads, **fields):
        return make.assigned(*leads, by=self.clerk, **self.facts(fields))

    def facts(self, fields: dict) -> dict:
        self.n += 1
        deputy = make.deputy(f"代表甲{self.n}", delegation=self.east)
        given = {"title": f"关于第{self.n}件事的建议", "lead_deputy": deputy, "delegation": self.east}
        return {"session": self.session, "category": self.schools, **given, **fields}

    def write(self) -> None:
        solved = self.assigned(self.edu, assisting=[self.traffic])
        make.opined(solved, self.traffic, later(10))
        make.replied(solved, self.edu, later(40))
        make.judged(solved, Grade.SATISFIED, later(50))
        planned = self.assigned(self.edu)
        make.replied(planned, on=later(60), result_class=make.result_class("B"), promises=(make.promise(later(120)),))
        self.split = self.assigned(self.edu, self.party, separate=True)
        make.replied(self.split, self.edu, later(30))
        make.replied(self.split, self.party, later(31), result_class=make.result_class("C"), unsolved_reason="无权限")
        make.judged(self.split, Grade.DISSATISFIED, later(35))
        self.overdue = self.assigned(self.traffic, category=None)
        self.wait()
        merged = make.accepted(by=self.clerk, **self.facts({}))
        main = self.assigned(self.traffic)
        review.review(
            suggestion=merged, outcome=ReviewOutcome.MERGE, reason="同一事项", into=main, by=self.clerk, at=make.at()
        )
        make.suggestion(by=self.clerk, **self.facts({"category": None}))
        converted = make.suggestion(by=self.clerk, **self.facts({}))
        review.review(suggestion=converted, outcome=ReviewOutcome.CONVERT, reason="转来信", by=self.clerk, at=make.at())
        leading = {"leader": make.user("leader", name="周领导"), "committee": Committee.objects.create(name="教科委")}
        self.key = make.topic(solved, self.overdue, order=1, on=later(5), decided_on=later(5), **leading)
        make.finding(self.key, unit=self.edu, on=later(20), due_on=later(90))

    def wait(self) -> None:
        """One that asks for more time."""
        waiting = self.assigned(self.traffic, on=later(70))
        task = make.signed(waiting, on=later(71))
        extend.request(
            assignment=task,
            until=task.start_on + timedelta(days=170),
            reason="涉及面广",
            by=make.handler(self.traffic),
            today=later(72),
            at=make.at(later(72)),
        )

    def freeze(self, as_of=AS_OF, at=None, **more):
        return make.frozen(Session.objects.get(pk=self.session.pk), as_of, self.head, make.at(at or as_of), **more)


class SmallHouse(House):
    """Enough for pages, files and drafts to say something: one answered, one that waits, one not handed over."""

    def write(self) -> None:
        make.replied(self.assigned(self.edu), self.edu, later(40))
        self.wait()
        make.suggestion(by=self.clerk, **self.facts({}))
