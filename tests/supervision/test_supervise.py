"""Supervisions: who arranges and records them, deputies invited and their answers, files behind the gate."""

from copy import deepcopy
from datetime import timedelta

import pytest

from accounts.models import Notification
from accounts.roles import Role
from suggestions.actions import attach
from suggestions.errors import Conflict, NotAllowed, RuleViolation
from supervision import permissions
from supervision.actions import supervise
from supervision.choices import SupervisionKind, SupervisionState
from supervision.models import Invitation, Supervision, SupervisionFile
from tests import factories as make
from tests.suggestions.pages import PNG, upload

pytestmark = pytest.mark.django_db
HAND = {"today": make.DAY, "at": make.at()}
WEEK = make.DAY + timedelta(days=7)


@pytest.fixture(scope="module")
def made(rows_stay):
    """A topic of two suggestions, another of one, and a suggestion in none."""
    return {
        "topic": make.topic(make.assigned(), make.assigned()),
        "other": make.topic(),
        "single": make.assigned(),
    }


@pytest.fixture
def house(made):
    return deepcopy(made)


@pytest.fixture
def topic(house):
    return house["topic"]


def record_arranged(made, by=None, on=WEEK, **fields):
    words = {"held_on": on, "place": "现场", "people": "领导、代表", "text": "已察看。"} | fields
    supervise.record_arranged(supervision=made, by=by or make.clerk(), today=on, at=make.at(on), **words)


@pytest.mark.parametrize("role", list(Role))
def test_leader_and_committee_supervise_their_own_topics_the_office_all(house, topic, role):
    own = make.user(role)
    if role == Role.LEADER:
        topic.leader = own
    elif role == Role.COMMITTEE:
        topic.committee = own.committee
    topic.save()
    expected = {Role.LEADER: (True, False, False), Role.COMMITTEE: (True, False, False)}.get(role, (own.is_office,) * 3)
    for of, may in zip((topic, house["other"], house["single"]), expected, strict=True):
        before = Supervision.objects.count()
        for call in (make.held, make.arranged):
            if may:
                call(of, by=own)
            else:
                with pytest.raises(NotAllowed):
                    call(of, by=own)
        assert Supervision.objects.count() == before + 2 * may


def test_a_single_suggestion_is_its_running_topics_leader_s_too(house):
    leader, item = make.user(Role.LEADER), house["single"]
    topic = make.topic(item, leader=leader)
    assert make.held(item, by=leader).suggestion == item
    topic.ended_on, topic.end_reason = make.DAY, "完"
    topic.save()
    with pytest.raises(NotAllowed):
        make.held(item, by=leader)


@pytest.mark.parametrize("kind", SupervisionKind)
def test_each_kind_is_recorded_with_its_photos(topic, kind):
    made = make.held(topic, kind=kind, files=[upload("照片.png", PNG)])
    assert made.state == SupervisionState.HELD
    assert [file.name for file in made.files.all()] == ["照片.png"]
    for item in topic.suggestions.all():
        event = item.events.get(action="supervise")
        assert (event.new_date, event.detail) == (make.DAY, f"{kind.label}，学校门前")


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"people": " "}, "people"), ({"text": " "}, "text"), ({"held_on": WEEK + timedelta(days=1)}, "held_on")],
)
def test_a_record_says_who_was_there_and_what_was_found(topic, fields, field):
    made = make.arranged(topic)
    with pytest.raises(RuleViolation) as refused:
        record_arranged(made, **fields)
    assert refused.value.field == field


def test_a_bad_file_keeps_nothing(topic):
    with pytest.raises(RuleViolation, match="内容与扩展名不符"):
        make.held(topic, files=[upload("照片.png", b"no picture")])
    assert not Supervision.objects.exists()


def test_stored_files_have_their_row_and_are_not_swept(topic):
    make.held(topic, files=[upload("照片.png", PNG)])
    _found, swept = attach.sweep(now=make.at(WEEK), older_than=timedelta(0), is_trial=True)
    assert swept == 0
    SupervisionFile.objects.all().delete()
    assert attach.sweep(now=make.at(make.DAY + timedelta(days=900)), older_than=timedelta(0))[1] >= 1


def test_invited_deputies_are_told_and_answer():
    person = make.user(Role.DEPUTY)
    follower = make.user(Role.COMMITTEE)
    made = make.arranged(make.topic(committee=follower.committee), person.deputy, make.deputy(), by=follower)
    invitation = made.invitations.get(deputy=person.deputy)
    note = Notification.objects.get(recipient=person)
    assert note.path == invitation.get_absolute_url()
    assert "学校门前" in note.body
    with pytest.raises(RuleViolation, match="说明原因"):
        supervise.answer(invitation=invitation, answer="not_coming", by=person, at=make.at())
    supervise.answer(invitation=invitation, answer="not_coming", words="出差", by=person, at=make.at())
    supervise.answer(invitation=invitation, answer="coming", by=person, at=make.at(hour=11))
    found = Invitation.objects.get(deputy=person.deputy)
    assert (found.answer, found.words, found.answered_by) == ("coming", "", person)
    assert Notification.objects.filter(recipient=follower, subject__contains="答复“参加”").exists()
    assert Invitation.objects.unanswered().count() == 1


@pytest.mark.parametrize("role", list(Role))
def test_an_invitation_is_answered_by_the_deputy_or_for_the_deputy_by_the_office(topic, role):
    invitation = make.arranged(topic, make.deputy()).invitations.get()
    by = make.user(role)
    assert permissions.may_answer(by, invitation) is by.is_office
    if by.is_office:
        supervise.answer(invitation=invitation, answer="coming", by=by, at=make.at())
        return
    with pytest.raises(NotAllowed, match="由代表本人答复"):
        supervise.answer(invitation=invitation, answer="coming", by=by, at=make.at())


def test_deputies_taking_part_must_be_named_and_the_day_lies_ahead(topic):
    with pytest.raises(RuleViolation) as refused:
        make.arranged(topic, kind=SupervisionKind.DEPUTIES)
    assert refused.value.field == "invited"
    with pytest.raises(RuleViolation, match="直接记录督办"):
        make.arranged(topic, held_on=make.DAY - timedelta(days=1))


def test_held_or_called_off_it_is_over(topic):
    person = make.user(Role.DEPUTY)
    made = make.arranged(topic, person.deputy)
    with pytest.raises(RuleViolation, match="取消的理由"):
        supervise.call_off(supervision=made, reason="", by=make.clerk(), **HAND)
    supervise.call_off(supervision=made, reason="暴雨", by=make.clerk(), **HAND)
    assert Notification.objects.filter(recipient=person, subject__startswith="已取消").get().body == "暴雨"
    for call in (
        lambda: record_arranged(made),
        lambda: supervise.call_off(supervision=made, reason="再取消", by=make.clerk(), **HAND),
        lambda: supervise.answer(invitation=made.invitations.get(), answer="coming", by=person, at=make.at()),
    ):
        with pytest.raises(RuleViolation, match="不能再操作"):
            call()


def test_of_two_who_record_at_once_one_is_told(topic):
    made = make.arranged(topic)
    stale = Supervision.objects.get()
    record_arranged(made)
    with pytest.raises(Conflict):
        record_arranged(stale)
