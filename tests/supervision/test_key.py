"""Key topics: chosen, changed with history, ended; who may; the mark on the suggestions below."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.models import Notification
from accounts.roles import Role
from suggestions.errors import Conflict, NotAllowed, RuleViolation
from suggestions.models import Suggestion
from suggestions.models.event import AppendOnly
from supervision.actions import key
from supervision.models import KeySuggestion, KeyTopic, TopicEntry
from tests import factories as make

pytestmark = pytest.mark.django_db
HAND = {"today": make.DAY, "at": make.at()}


def acts(item) -> list[str]:
    return list(item.events.filter(action__in=["choose_key", "release_key"]).values_list("action", flat=True))


def choose(*suggestions, by=None, **fields) -> KeyTopic:
    return key.choose(choice=make.choice(**fields), suggestions=suggestions, by=by or make.clerk(), **HAND)


def amend(topic, *suggestions, by=None, **changes):
    names = ("year", "order", "title", "criterion", "decided_on", "leader", "committee", "plan")
    now = key.Choice(**{name: getattr(topic, name) for name in (*names, "plan_from_on", "plan_until_on")} | changes)
    return key.amend(topic=topic, choice=now, suggestions=suggestions, by=by or make.clerk(), **HAND)


def test_chosen_it_is_marked_told_and_on_record():
    unit = make.unit()
    person, leader, follower = make.handler(unit), make.user(Role.LEADER), make.user(Role.COMMITTEE)
    one, two = make.assigned(unit), make.assigned()
    topic = choose(one, two, order=3, leader=leader, committee=follower.committee)
    assert set(Suggestion.objects.filter(is_key=True)) == {one, two}
    assert [acts(item) for item in (one, two)] == [["choose_key"], ["choose_key"]]
    assert leader.name in one.events.get(action="choose_key").detail
    assert [entry.kind for entry in topic.entries.all()] == ["chosen"]
    told = Notification.objects.filter(key__startswith="key topic")
    assert {person, leader, follower} <= {note.recipient for note in told}
    assert told.get(recipient=person).path == "/suggestions/?key=1"
    assert told.get(recipient=leader).path == topic.get_absolute_url()


@pytest.mark.parametrize("role", list(Role))
def test_only_the_office_chooses_changes_and_ends(role):
    topic, item, by = make.topic(), make.assigned(), make.user(role)
    calls = (
        lambda: choose(item, by=by),
        lambda: amend(topic, *topic.suggestions.all(), by=by, title="新题"),
        lambda: key.end(topic=topic, reason="已解决", by=by, **HAND),
    )
    for call in calls:
        if by.is_office:
            call()
        else:
            with pytest.raises(NotAllowed, match="由代表工作机构按主任会议决定登记"):
                call()
    assert KeyTopic.objects.running().count() == 1
    assert KeyTopic.objects.count() == (2 if by.is_office else 1)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"leader": Role.CLERK}, "leader", "常委会领导"),
        ({"order": 1}, "order", "已有第1号"),
        ({"decided_on": make.DAY + timedelta(days=1)}, "decided_on", "不能晚于今天"),
        ({"plan_until_on": make.DAY - timedelta(days=1)}, "plan_until_on", "不能早于"),
    ],
)
def test_a_wrong_decision_is_refused_at_its_field(changes, field, words):
    make.topic(order=1)
    changes = {name: make.user(value) if name == "leader" else value for name, value in changes.items()}
    with pytest.raises(RuleViolation, match=words) as refused:
        choose(make.assigned(), **changes)
    assert refused.value.field == field
    assert KeyTopic.objects.count() == 1


def test_a_suggestion_is_in_one_topic_a_year():
    item = make.assigned()
    choose(item, order=1, title="甲")
    with pytest.raises(RuleViolation, match="一年只能列入一次") as refused:
        choose(item, order=2)
    assert refused.value.field == "suggestions"
    with pytest.raises(RuleViolation, match="至少选择一件"):
        choose(order=3)
    with pytest.raises(RuleViolation, match="不能确定为重点督办件"):
        choose(make.suggestion(), order=4)
    other = make.topic()
    with pytest.raises(IntegrityError), transaction.atomic():  # the database says so too
        KeySuggestion.objects.create(topic=other, suggestion=item, year=make.DAY.year)


def test_each_change_is_a_line_of_history():
    one, two = make.assigned(), make.assigned()
    topic = choose(one, title="甲", plan="旧方案")
    leader = make.user(Role.LEADER, name="新领导")
    lines = amend(topic, two, title="乙", leader=leader)
    assert "督办专题：甲 → 乙" in lines
    assert any(line.endswith("→ 新领导") for line in lines)
    assert f"增加建议：{two.number}号" in lines
    assert f"移出建议：{one.number}号" in lines
    assert topic.entries.get(kind="amended").text.splitlines() == lines
    found = {item: Suggestion.objects.get(pk=item.pk) for item in (one, two)}
    assert [(found[item].is_key, found[item].led_by) for item in (one, two)] == [(False, None), (True, leader)]
    assert acts(one) == ["choose_key", "release_key"]
    with pytest.raises(RuleViolation, match="没有改动"):
        amend(topic, two)
    with pytest.raises(RuleViolation, match="督办年度不能改"):
        amend(topic, two, year=topic.year + 1)


def test_ended_it_stays_on_record_and_moves_no_more():
    item = make.assigned()
    topic = choose(item)
    with pytest.raises(RuleViolation, match="理由"):
        key.end(topic=topic, reason=" ", by=make.clerk(), **HAND)
    key.end(topic=topic, reason="问题已解决", by=make.clerk(), **HAND)
    found = KeyTopic.objects.get()
    assert (found.ended_on, found.end_reason, found.suggestions.get()) == (make.DAY, "问题已解决", item)
    left = Suggestion.objects.get(pk=item.pk)
    assert (left.is_key, left.led_by) == (False, None)
    for call in (lambda: amend(found, item, title="乙"), lambda: make.held(found), lambda: make.arranged(found)):
        with pytest.raises(RuleViolation, match="结束督办"):
            call()


def test_of_two_who_change_at_once_one_is_told():
    item = make.assigned()
    topic = choose(item)
    stale = KeyTopic.objects.get()
    amend(topic, item, title="乙")
    with pytest.raises(Conflict):
        amend(stale, item, title="丙")


def test_the_history_cannot_be_rewritten():
    entry = TopicEntry.objects.get(topic=make.topic())
    with pytest.raises(AppendOnly):
        entry.save()
    with pytest.raises(AppendOnly):
        entry.delete()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        TopicEntry.objects.update(text="改写")


def test_a_suggestion_of_two_years_is_led_by_the_newer_topic_while_it_runs():
    item = make.assigned()
    older, newer = (make.user(Role.LEADER, name=name) for name in ("去年领导", "今年领导"))
    choose(item, leader=older)
    topic = choose(item, leader=newer, year=make.DAY.year + 1)
    assert Suggestion.objects.get(pk=item.pk).led_by == newer
    key.end(topic=topic, reason="并回上年", by=make.clerk(), **HAND)
    left = Suggestion.objects.get(pk=item.pk)
    assert (left.is_key, left.led_by) == (True, older)
