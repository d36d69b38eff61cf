"""Satisfaction tests of the demo: two rounds published, one open with some votes, one below its minimum, one on paper.

Through the actions the pages use; which member marks what is thrown by dice and, as in a real house, kept nowhere.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

from accounts.models import User
from accounts.roles import Role
from supervision.actions import poll as acting
from supervision.actions import poll_count, poll_vote
from supervision.choices import Mark, PollKind
from supervision.demo import paper
from supervision.demo.days import Days, moment
from supervision.demo.office import DemoOffice
from supervision.models import KeySuggestion, Poll
from supervision.poll_rules import Counts

_WELL, _POORLY, _BETTER = (16, 6, 1, 1), (7, 5, 10, 2), (15, 7, 2, 1)  # odds of the four marks


class _Office:
    def __init__(self, office: DemoOffice, days: Days):
        self.head, self.days = office.head, days
        self.rng = Random("满意度测评")  # dice of its own: whatever was thrown before, every band comes up
        self.links = list(
            KeySuggestion.objects.filter(year=days.today.year)
            .select_related("topic", "suggestion")
            .order_by("topic__order", "pk")
        )
        self.members = list(User.objects.filter(role__in=[Role.LEADER, Role.COMMITTEE]).order_by("pk"))
        self.deputies = list(User.objects.filter(role=Role.DEPUTY).order_by("pk"))

    def of_topics(self, *orders: int) -> list[KeySuggestion]:
        return [link for link in self.links if link.topic.order in orders]

    def opened(self, title: str, links, voters, ago: int, closes_on: date, minimum: int, after=None) -> Poll:
        day = self.days.before(-ago)
        arrangement = acting.Arrangement(
            title, self.days.today.year, PollKind.ELECTRONIC, minimum, moment(closes_on, 17, 30)
        )
        at = moment(day, 9, 40)
        made = acting.prepare(arrangement=arrangement, subjects=links, voters=voters, after=after, by=self.head, at=at)
        acting.open_vote(poll=made, by=self.head, at=at + timedelta(minutes=20))
        return made

    def voted(self, made: Poll, voters: Iterable[User], poor: frozenset[int] = frozenset(), odds=_WELL) -> None:
        """`poor`: the orders of topics that fare badly."""
        at = moment(self.days.before(-1), 10, 0) if made.closes_at.date() > self.days.today else None
        for voter in voters:
            marks = {
                subject.pk: self.rng.choices(Mark.values, _POORLY if subject.topic.order in poor else odds)[0]
                for subject in made.subjects.select_related("topic")
            }
            poll_vote.cast(poll=made, marks=marks, by=voter, at=at or made.closes_at - timedelta(hours=3))

    def closed(self, made: Poll) -> None:
        poll_count.close(poll=made, by=None, at=made.closes_at)

    def published(self, made: Poll, days_later: int) -> None:
        day = self.days.later(made.held_on, days_later)
        acting.publish(poll=made, by=self.head, at=moment(day, 9, 15))


def hold_all(office: DemoOffice, days: Days) -> None:
    house = _Office(office, days)
    _two_rounds(house)
    _on_paper(house)
    _too_few(house)
    _open(house)


def _two_rounds(house: _Office) -> None:
    """One suggestion fared badly, was taken up again, and is judged once more with the others."""
    links = house.of_topics(1, 2, 4)
    voters = [*house.members, *house.deputies[:18]]
    title = f"{house.days.today.year}年重点督办件办理工作满意度测评"
    first = house.opened(title, links, voters, 40, house.days.before(-36), 14)
    house.voted(first, voters[:-2], poor=frozenset({2}))
    house.closed(first)
    house.published(first, 1)
    second = house.opened(title, links, voters, 15, house.days.before(-11), 14, after=first)
    house.voted(second, voters[1:], odds=_BETTER)
    house.closed(second)
    house.published(second, 1)


def _on_paper(house: _Office) -> None:
    """Counted by hand at a meeting of the standing committee; one line was mistyped and mended."""
    links = house.of_topics(8)
    day = house.days.before(-18)
    at = moment(day, 16, 30)
    arrangement = acting.Arrangement("常委会会议现场测评（纸质票）", house.days.today.year, PollKind.PAPER)
    made = acting.prepare(arrangement=arrangement, subjects=links, by=house.head, at=at)
    lines = ["满意度测评计票表", "发出28张，收回28张", "（演示文件）"]
    subjects = list(made.subjects.values_list("pk", flat=True))
    typed, right = Counts(28, 28, 22, 3, 2, 1), Counts(28, 28, 22, 4, 1, 1)
    hand = {"by": house.head, "today": day, "held_on": day}
    scan = [paper.pdf("计票表扫描件.pdf", lines)]
    poll_count.record(poll=made, counts=dict.fromkeys(subjects, typed), files=scan, at=at, **hand)
    acting.publish(poll=made, by=house.head, at=at + timedelta(minutes=15))
    poll_count.correct(
        poll=made,
        counts=dict.fromkeys(subjects, right),
        reason="计票表上“基本满意”为4张，录入时误为3张。",
        at=at + timedelta(minutes=40),
        **hand,
    )


def _too_few(house: _Office) -> None:
    made = house.opened("年中督办情况测评", house.of_topics(5), house.members, 30, house.days.before(-27), 6)
    house.voted(made, house.members[:3])
    house.closed(made)


def _open(house: _Office) -> None:
    """Some have voted; leader, committee.city and deputy01 have not."""
    waiting = {"leader", "committee.city", "deputy01"}
    voters = [*house.members, *house.deputies[:8]]
    closes_on = house.days.clock.calendar.next_workday(house.days.today + timedelta(days=4))
    made = house.opened("年末重点督办件满意度测评", house.of_topics(3, 6, 7), voters, 2, closes_on, 9)
    house.voted(made, [one for one in voters if one.username not in waiting][:7])
