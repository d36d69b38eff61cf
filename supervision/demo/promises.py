"""What became of the promises of the demo's replies: kept, put off, let slip, handed back, explained.

Written after all suggestions, through the same actions the pages use, each on a day between the promise and today.
"""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import cycle
from random import Random

from suggestions.actions import commitment as promising
from suggestions.actions import commitment_judge, commitment_urge
from suggestions.choices import CommitmentState, EvaluationSource, Grade
from suggestions.models import Commitment
from supervision.demo import paper
from supervision.demo.days import Days, moment
from supervision.demo.office import DemoOffice

_PROGRESS = "已完成前期勘查和方案，项目列入计划，资金已落实一半，正按时序推进。"
_DONE = "承诺事项已全部完成，现场已投入使用，欢迎代表实地察看。"
_SLIPPED = "受雨季和管线迁改影响，工期顺延；已与代表当面说明，将加快后续进度。"
_RETURNED = "现场看到主体已完成，但标识和照明还没有装好，请完善后再报。"
_EXPLAINED = "因上级规划调整，项目用地未获批准，本届内不能实施；已列入下一届重点项目储备，特向代表书面说明。"


class Follower:
    """One promise and the day of the next act, as Pen is for a suggestion."""

    def __init__(self, office: DemoOffice, days: Days, pk: int, rng: Random):
        self.office, self.days, self.rng = office, days, rng
        found = Commitment.objects.select_related(
            "assignment__unit", "reply", "suggestion__session__term", "suggestion__lead_deputy__user"
        )
        self.item = found.get(pk=pk)  # each act leaves it as the next one needs it
        self.day = self.item.opened_on

    def wait(self, n: int) -> None:
        self.day = self.days.later(self.day, n)

    def wait_until(self, day: date) -> None:
        self.wait(max((day - self.day).days, 1))

    def progress(self) -> None:
        promising.report_progress(
            text=_PROGRESS, happened_on=self.day, **self._hand(self._handler()), commitment=self.item
        )

    def move(self, days: int) -> None:
        """`days` from the promised day, or from today when that has come."""
        due_on = max(self.item.due_on, self.day) + timedelta(days=days)
        promising.move(due_on=due_on, reason=_SLIPPED, **self._hand(self._handler()), commitment=self.item)

    def done(self) -> None:
        files = [paper.pdf("验收单.pdf", [str(self.item.assignment.unit), "承诺事项验收单", "（演示文件）"])]
        promising.report_done(
            text=_DONE, done_on=self.day, files=files, **self._hand(self._handler()), commitment=self.item
        )

    def confirm(self, grade: str = "") -> None:
        """By the deputy with a grade, where there is an account; else by the office."""
        deputy = self.item.suggestion.lead_deputy
        if not grade:
            commitment_judge.confirm(
                note="已现场核实。", on=self.day, by=self._clerk(), at=self._at(), commitment=self.item
            )
            return
        commitment_judge.receive(
            grade=grade,
            comment=_RETURNED if grade == Grade.DISSATISFIED else "",
            source=EvaluationSource.ONLINE if deputy else EvaluationSource.PHONE,
            given_on=self.day,
            **self._hand(deputy.user if deputy else self._clerk()),
            commitment=self.item,
        )

    def urge(self) -> None:
        commitment_urge.urge(words="承诺期限已过，请抓紧落实。", **self._hand(self._clerk()), commitment=self.item)

    def explain(self) -> None:
        promising.explain(text=_EXPLAINED, **self._hand(self._handler()), commitment=self.item)

    def _hand(self, by) -> dict:
        return {"by": by, "today": self.day, "at": self._at()}

    def _at(self):
        return moment(self.day, self.rng.randint(9, 17), self.rng.randint(0, 59))

    def _handler(self):
        return self.office.handlers[self.item.assignment.unit_id]

    def _clerk(self):
        return self.rng.choice(self.office.clerks)


def untouched(one: Follower) -> None:
    """Nothing yet: it comes due, or is overdue by now."""


def under_way(one: Follower) -> None:
    one.wait(20)
    one.progress()


def kept(one: Follower) -> None:
    under_way(one)
    one.wait_until(one.item.due_on - timedelta(days=12))
    one.done()
    one.wait(5)
    one.confirm(one.rng.choice((Grade.SATISFIED, Grade.SATISFIED, Grade.BASICALLY_SATISFIED, "")))


def kept_late(one: Follower) -> None:
    """Put off once with a reason, then kept."""
    under_way(one)
    one.wait_until(one.item.due_on - timedelta(days=5))
    one.move(60)
    one.wait_until(one.item.due_on - timedelta(days=3))
    one.done()
    one.wait(4)
    one.confirm()


def slipped_twice(one: Follower) -> None:
    """Put off and put off again: still to come."""
    under_way(one)
    one.wait_until(one.item.due_on)
    one.move(45)
    one.wait_until(min(one.item.due_on, one.days.before(-20)))
    one.move((one.days.today - one.item.due_on).days + 40)


def overdue(one: Follower) -> None:
    under_way(one)
    one.wait_until(one.days.before(-6))
    one.urge()


def put_off(one: Follower) -> None:
    one.wait(6)
    one.move(30)


def reported(one: Follower) -> None:
    under_way(one)
    one.wait_until(one.days.before(-3))
    one.done()


def returned(one: Follower) -> None:
    under_way(one)
    one.wait_until(one.days.before(-9))
    one.done()
    one.wait(3)
    one.confirm(Grade.DISSATISFIED)


def explained(one: Follower) -> None:
    under_way(one)
    one.wait_until(one.days.before(-4))
    one.explain()


LAST: tuple[Callable, ...] = (kept, slipped_twice, kept_late, overdue, kept, explained, kept, reported, kept, kept)
THIS: tuple[Callable, ...] = (under_way, reported, kept, untouched, returned, put_off)


def follow_up(office: DemoOffice, days: Days, rng: Random) -> None:
    for session, stories in ((office.last_session, LAST), (office.this_session, THIS)):
        open_now = Commitment.objects.filter(suggestion__session=session, state=CommitmentState.OPEN).order_by("pk")
        for pk, story in zip(open_now.values_list("pk", flat=True), cycle(stories), strict=False):
            story(Follower(office, days, pk, rng))
