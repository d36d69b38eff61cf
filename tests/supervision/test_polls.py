"""Satisfaction tests: one vote each, hidden until the end, counted or void; paper counts; rounds."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.actions import hand_over
from accounts.models import Change, Delivery, Notification
from accounts.roles import Role
from suggestions.clocks import read_calendar
from suggestions.definitions import Rate
from suggestions.errors import Conflict, NotAllowed, RuleViolation
from suggestions.models import Regulation
from supervision import permissions, polls
from supervision.actions import poll as acting
from supervision.actions import poll_count, poll_remind, poll_vote
from supervision.choices import PollState
from supervision.models import Poll, PollBox, PollSubject, SupervisionFile
from supervision.poll_rules import Counts
from tests import factories as make
from tests.suggestions.pages import upload, words

pytestmark = pytest.mark.django_db
LATER = make.DAY + timedelta(days=7)


def numbers(poll: Poll) -> list[tuple]:
    fields = ("issued", "returned", "satisfied", "basic", "dissatisfied", "void")
    return list(poll.subjects.order_by("pk").values_list(*fields))


def test_opened_voted_counted_published():
    voters = make.members(4)
    poll = make.open_poll(make.topic(make.assigned(), make.assigned()), voters=voters)
    assert Notification.objects.filter(recipient__in=voters, path__endswith="/vote/").count() == 4
    first, second = poll.subjects.values_list("pk", flat=True)
    marks = [("satisfied", "void"), ("satisfied", "basic"), ("dissatisfied", "basic")]
    for voter, (one, two) in zip(voters, marks, strict=False):
        poll_vote.cast(poll=poll, marks={first: one, second: two}, by=voter, at=make.at())
    assert numbers(poll) == [(None,) * 6] * 2, "hidden from everybody, in the database too"
    assert poll_count.close(poll=poll, by=make.clerk(), at=make.at())
    assert numbers(poll) == [(4, 3, 2, 0, 1, 0), (4, 3, 0, 2, 0, 1)]
    assert not PollBox.objects.exists()
    make.published(poll)
    assert Notification.objects.filter(recipient__in=voters, subject__startswith="测评结果已公布").count() == 4


def test_who_reads_the_result_and_when():
    poll = make.open_poll()
    head, leader = make.office_head(), make.user(Role.LEADER)
    assert not permissions.may_read_result(head, poll)
    for entry in poll.roll.select_related("voter"):
        make.vote(poll, entry.voter)
    poll_count.close(poll=poll, by=head, at=make.at())
    assert permissions.may_read_result(head, poll)
    assert not permissions.may_read_result(leader, poll)
    assert [row.counts for row in polls.result(poll, leader)[0]] == [None]
    make.published(poll)
    assert permissions.may_read_result(leader, poll)
    assert polls.result(poll, leader)[0][0].counts == Counts(3, 3, 3, 0, 0, 0)


def test_each_votes_once_and_only_who_is_on_the_roll():
    poll = make.open_poll()
    voter = poll.roll.first().voter
    make.vote(poll, voter)
    with pytest.raises(RuleViolation, match="已经投过票"):
        make.vote(poll, voter, "dissatisfied")
    for stranger in (make.user(Role.LEADER), make.user(Role.DEPUTY), make.clerk()):
        with pytest.raises(NotAllowed, match="不在这次测评的投票名单上"):
            make.vote(poll, stranger)
    with pytest.raises(RuleViolation, match="还有1件没有选择"):
        poll_vote.cast(poll=poll, marks={}, by=poll.roll.last().voter, at=make.at())
    assert poll.roll.filter(has_voted=True).count() == 1


def test_too_few_ballots_are_never_opened():
    poll = make.open_poll(voters=make.members(5), minimum=4)
    for entry in list(poll.roll.select_related("voter"))[:3]:
        make.vote(poll, entry.voter)
    assert not poll_count.close(poll=poll, by=make.clerk(), at=make.at())
    assert (poll.state, numbers(poll)) == (PollState.FAILED, [(None,) * 6])
    assert not PollBox.objects.exists()
    assert "不足4张" in poll.entries.last().text


def test_the_closing_time_ends_it_with_and_without_beat():
    poll = make.open_poll()
    voters = [entry.voter for entry in poll.roll.select_related("voter")]
    make.vote(poll, voters[0])
    with pytest.raises(RuleViolation, match="已经截止"):
        make.vote(poll, voters[1], when=make.at(LATER))
    assert poll_count.close_due(at=make.at(LATER) - timedelta(minutes=1)) == {"counted": 0, "short": 0, "stuck": 0}
    assert poll_count.close_due(at=make.at(LATER)) == {"counted": 0, "short": 1, "stuck": 0}
    assert poll_count.close_due(at=make.at(LATER)) == {"counted": 0, "short": 0, "stuck": 0}
    assert poll.entries.last().by is None
    with pytest.raises(RuleViolation, match="票数不足，本轮无效”，不能投票"):
        make.vote(poll, voters[1])


def test_a_box_that_does_not_open_is_not_counted(settings):
    poll = make.open_poll()
    for entry in poll.roll.select_related("voter"):
        make.vote(poll, entry.voter)
    settings.SECRET_KEY = "another"
    assert poll_count.close_due(at=make.at(LATER)) == {"counted": 0, "short": 0, "stuck": 1}
    poll.refresh_from_db()
    assert poll.state == PollState.OPEN
    acting.withdraw(poll=poll, reason="密钥更换", by=make.office_head(), at=make.at())
    assert (poll.state, PollBox.objects.count()) == (PollState.WITHDRAWN, 0)


def test_a_roll_that_was_tampered_with_stops_the_count():
    poll = make.open_poll()
    make.vote(poll, poll.roll.first().voter)
    poll.roll.update(has_voted=True)
    with pytest.raises(RuleViolation, match="与名单上的投票人数不符"):
        poll_count.close(poll=poll, by=make.clerk(), at=make.at())


def test_nothing_opens_twice_and_a_late_window_is_told():
    poll = make.poll()
    late = Poll.objects.get(pk=poll.pk)
    acting.open_vote(poll=poll, by=make.clerk(), at=make.at())
    with pytest.raises(Conflict):
        acting.open_vote(poll=late, by=make.clerk(), at=make.at())
    assert PollBox.objects.count() == 1


def test_amended_before_it_opens_only():
    poll = make.poll()
    links = list(make.topic(make.assigned()).links.select_related("suggestion", "topic"))
    voters = make.members(4)
    arrangement = acting.Arrangement("改名", make.DAY.year, "electronic", 4, make.at(LATER))
    hand = {"subjects": links, "voters": voters, "by": make.clerk(), "at": make.at()}
    acting.amend(poll=poll, arrangement=arrangement, **hand)
    assert (poll.title, poll.subjects.count(), poll.roll.count(), poll.minimum) == ("改名", 1, 4, 4)
    acting.open_vote(poll=poll, by=make.clerk(), at=make.at())
    with pytest.raises(RuleViolation, match="当前状态为“投票中”，不能修改测评安排"):
        acting.amend(poll=poll, arrangement=arrangement, **hand)


def test_the_limits_are_those_of_the_day_it_was_prepared():
    poll = make.closed_poll(marks=("satisfied", "dissatisfied", "dissatisfied"))
    Regulation.objects.create(poll_good_percent=30, poll_pass_percent=20, changed_at=make.at())
    (row,), _hidden = polls.result(Poll.objects.get(pk=poll.pk), make.clerk())
    assert row.is_below
    assert make.poll(make.topic()).limits.good == 30


def test_rounds_stand_side_by_side():
    topic = make.topic(make.assigned())
    first = make.published(make.closed_poll(topic, marks=("satisfied", "dissatisfied", "dissatisfied")))
    second = make.published(make.closed_poll(topic, marks=("satisfied", "basic", "satisfied"), after=first))
    assert (second.round, second.first) == (2, first)
    for poll in (first, second):
        rounds, (line,) = polls.compare(poll, make.clerk(), 2)
        assert rounds == [first, second]
        assert [(n, str(rate), change) for n, rate, change in line.cells] == [
            (1, "33.33%", ""),
            (2, "100.00%", "+66.67"),
        ]
    assert numbers(first) == [(3, 3, 1, 0, 2, 0)]


class TestPaper:
    def test_counted_corrected_and_what_stood_there_before(self):
        poll = make.published(make.paper_poll())
        assert numbers(poll) == [(28, 28, 20, 6, 1, 1)]
        assert SupervisionFile.objects.get().poll_entry.kind == "recorded"
        pk = poll.subjects.get().pk
        fixed = {pk: Counts(28, 27, 19, 6, 1, 1)}
        hand = {"poll": poll, "held_on": make.DAY, "by": make.clerk(), "today": make.DAY, "at": make.at()}
        with pytest.raises(RuleViolation, match="理由"):
            poll_count.correct(counts=fixed, reason=" ", **hand)
        poll_count.correct(counts=fixed, reason="数错一张", **hand)
        assert numbers(poll) == [(28, 27, 19, 6, 1, 1)]
        text = poll.entries.last().text
        assert "收回：28 → 27" in text
        assert "满意：20 → 19" in text
        assert poll.state == PollState.PUBLISHED
        with pytest.raises(RuleViolation, match="没有改动"):
            poll_count.correct(counts=fixed, reason="再来", **hand)

    @pytest.mark.parametrize(
        ("counts", "day", "files", "words"),
        [
            (Counts(28, 29, 29, 0, 0, 0), 0, 1, "多于发出"),
            (Counts(28, 28, 1, 1, 1, 1), 0, 1, "不符"),
            (Counts(28, 28, 28, 0, 0, 0), 1, 1, "不能晚于今天"),
            (Counts(28, 28, 28, 0, 0, 0), 0, 0, "扫描件"),
        ],
    )
    def test_what_is_refused_leaves_nothing(self, counts, day, files, words):
        poll = make.poll(kind="paper")
        with pytest.raises(RuleViolation, match=words):
            poll_count.record(
                poll=poll,
                counts=dict.fromkeys(poll.subjects.values_list("pk", flat=True), counts),
                held_on=make.DAY + timedelta(days=day),
                files=[upload("计票表.pdf")] * files,
                by=make.clerk(),
                today=make.DAY,
                at=make.at(),
            )
        assert PollSubject.objects.get(poll=poll).returned is None
        assert not SupervisionFile.objects.exists()

    def test_it_has_no_roll_and_no_box(self):
        poll = make.poll(kind="paper", voters=make.members())
        assert not poll.roll.exists()
        with pytest.raises(RuleViolation, match="纸质票"):
            acting.open_vote(poll=poll, by=make.clerk(), at=make.at())


def test_a_vote_and_its_messages_stay_with_the_person_who_leaves(client):
    leaving, successor, *others = make.members(4)
    made = make.open_poll(voters=[leaving, *others])
    message = leaving.notifications.get()
    client.force_login(make.user(Role.ADMINISTRATOR))
    address = reverse("accounts:hand_over", args=[leaving.pk])
    for has_voted in (False, True):  # the page says the same, whether the person has voted or not
        page = words(client.get(address))
        assert ("不随交接转移，接手人不能代投" in page, "未读消息 0 条" in page) == (True, True), has_voted
        if not has_voted:
            make.vote(made, leaving)
    client.post(address, {"successor": successor.pk})
    message.refresh_from_db()
    assert (message.recipient, message.read_at) == (leaving, None)
    assert not Poll.objects.of_voter(successor).exists()
    assert "不随交接转移" in Change.objects.get(what=Change.What.HANDED_OVER).detail


def test_the_list_s_rate_is_of_the_lines_one_reads():
    court = make.unit(handling_system="justice")
    poll = make.open_poll(make.topic(make.assigned(make.unit(handling_system="government")), make.assigned(court)))
    first, second = poll.subjects.values_list("pk", flat=True)
    for entry in poll.roll.select_related("voter"):
        poll_vote.cast(poll=poll, marks={first: "satisfied", second: "dissatisfied"}, by=entry.voter, at=make.at())
    poll_count.close(poll=poll, by=make.clerk(), at=make.at())
    make.published(poll)
    for person, subjects, rate in (
        (make.user(Role.AUDITOR), 2, Rate(3, 6)),
        (make.user(Role.COORDINATOR, handling_system="justice"), 1, Rate(0, 3)),
    ):
        row = polls.read_list(person, poll.year)[0]
        assert (row.subjects, row.rate) == (subjects, rate)


def test_a_vote_that_has_ended_says_nothing_on_leaving(client):
    made = make.closed_poll()
    assert hand_over.estate_of(made.roll.first().voter).stays == ()


def test_reminders_reach_those_who_have_not_voted_once_a_morning(settings):
    settings.EMAIL_ENABLED = True
    voters = [make.user(Role.LEADER, email=f"a{n}@b.example") for n in range(3)]
    poll = make.open_poll(voters=voters)
    make.vote(poll, voters[0])
    days = {offset: LATER + timedelta(days=offset) for offset in (-4, -3, 0)}  # closes on a Monday
    assert poll_remind.remind(days[-4], at=make.at(days[-4], 8)) == 0
    assert LATER.weekday() == 0
    friday = days[-3]
    assert [people for _poll, people in poll_remind.plan(friday, read_calendar())] == [voters[1:]]
    for _twice in range(2):
        poll_remind.remind(friday, at=make.at(friday, 8))
    asked = Notification.objects.filter(subject__startswith="请您投票", key__contains="remind")
    assert sorted(asked.values_list("recipient", flat=True)) == [voters[1].pk, voters[2].pk]
    assert Delivery.objects.filter(notification__in=asked).count() == 2
    assert poll_remind.remind(days[0], at=make.at(days[0], 8)) == 2
    assert poll_remind.remind(days[0] - timedelta(days=1), at=make.at(days[0], 8)) == 0, "a Sunday"
