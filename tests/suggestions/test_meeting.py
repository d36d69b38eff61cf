"""Dissatisfied twice: deputy, unit and office meet before anything is closed or handled a third time."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse

from accounts.models import Notification
from accounts.roles import Role
from suggestions.actions import close, meeting, rehandle
from suggestions.choices import Grade, Status
from suggestions.deadlines import add_months
from suggestions.errors import RuleViolation
from suggestions.filters import SuggestionFilter
from suggestions.models import Meeting
from suggestions.selectors.action_pages import PAGES
from suggestions.selectors.detail import read_detail, suggestions_for_detail
from suggestions.selectors.references import read_references
from suggestions.selectors.work_list import read_work_list
from tests import factories as make
from tests.factories import DAY
from tests.suggestions.pages import stop_clock, told, upload, words

pytestmark = pytest.mark.django_db
NEXT = DAY + timedelta(days=7)
WORDS = {
    "present": "张代表、李局长、王主任",
    "minutes": "代表认为路口仍然拥堵。",
    "conclusion": "六月底前完成渠化改造。",
}


@pytest.fixture(scope="module")
def made(rows_stay):
    return make.twice_dissatisfied(make.unit("市水务局"), number="7")


@pytest.fixture
def item(made):
    return deepcopy(made)


@pytest.fixture
def clerk(client, monkeypatch):
    stop_clock(monkeypatch)
    person = make.clerk()
    client.force_login(person)
    return person


def call(item, **fields):
    fields = {"planned_on": NEXT, "place": "人大会议室", "invited": "代表、局长"} | fields
    return meeting.call(suggestion=item, by=make.clerk(), today=DAY, at=make.at(), **fields)


def record(item, **fields):
    fields = {"held_on": DAY, **WORDS} | fields
    return meeting.record(suggestion=item, by=make.clerk(), today=NEXT, at=make.at(), **fields)


def shut(item):
    close.close(suggestion=item, reason="已当面说明。", by=make.clerk(), today=NEXT, at=make.at())


def again(item):
    return rehandle.rehandle(
        suggestion=item, demanded_on=NEXT, reason="按会商结论办理。", by=make.clerk(), today=NEXT, at=make.at(NEXT)
    )


def shown(item) -> set[str]:
    clerk = make.clerk()
    found = read_detail(suggestions_for_detail(clerk).get(pk=item.pk), clerk, today=DAY).buttons
    buttons = [found.main, *found.others, *found.seldom]
    return {PAGES[button.action][0] for button in buttons if button}


def groups(item) -> list[str]:
    work = read_work_list(make.clerk(), today=DAY)
    return [block.group.key for block in work.blocks if item.pk in [one.pk for one in block.items]]


# grade, round, called, recorded → the buttons among these four, the group of the work list, what is refused
FOUR = {"call_meeting", "record_meeting", "rehandle", "close"}
TABLE = [
    (Grade.SATISFIED, 1, "", {"rehandle", "close"}, "close", set()),
    (Grade.DISSATISFIED, 1, "", {"rehandle"}, "redo", {"close"}),
    (Grade.SATISFIED, 2, "", {"rehandle", "close"}, "close", set()),
    (Grade.BASICALLY_SATISFIED, 2, "", {"rehandle", "close"}, "close", set()),
    (Grade.DISSATISFIED, 2, "", {"call_meeting"}, "meeting", {"close", "rehandle", "record"}),
    (Grade.DISSATISFIED, 2, "called", {"call_meeting", "record_meeting"}, "meeting", {"close", "rehandle"}),
    (Grade.DISSATISFIED, 2, "recorded", {"rehandle", "close"}, "close", {"call", "record"}),
]


@pytest.fixture(scope="module")
def answered(rows_stay) -> dict:
    """By round: what waits for its judgement."""
    once, twice = make.assigned(), make.assigned()
    for item in (once, twice):
        make.replied(item)
    make.judged(twice, Grade.DISSATISFIED)
    make.rehandled(twice)
    make.replied(twice, document_number="测教函〔2026〕9号")
    return {1: once, 2: twice}


@pytest.mark.parametrize(("grade", "round", "meeting_state", "buttons", "group", "refused"), TABLE)
def test_what_is_possible_when(item, answered, grade, round, meeting_state, buttons, group, refused):
    if round == 1 or grade != Grade.DISSATISFIED:
        item = make.judged(deepcopy(answered[round]), grade).suggestion
    if meeting_state:
        call(item)
    if meeting_state == "recorded":
        record(item)
    assert shown(item) & FOUR == buttons
    assert groups(item) == [group]
    refusals = {"call": call, "record": record, "close": shut, "rehandle": again}
    for name in refused | ({"call"} if grade != Grade.DISSATISFIED or round == 1 else set()):
        with pytest.raises(RuleViolation):
            refusals[name](item)


def test_the_list_behind_the_group_is_the_same(item):
    make.twice_dissatisfied()
    call(item)
    clerk = make.clerk()

    def read():
        return next(b for b in read_work_list(clerk, today=DAY).blocks if b.group.key == "meeting")

    assert sorted((row.what, row.due_on) for row in read().items) == [("召集会议", None), ("记录会议", NEXT)]
    record(item)
    block = read()
    listed = SuggestionFilter(QueryDict(block.query), user=clerk, today=DAY, references=read_references())
    assert block.total == listed.qs.count() == 1
    assert item not in listed.qs


def test_called_from_the_page_everybody_is_told(client, clerk, item):
    unit = item.assignments.filter(round=2).get().unit
    head, handler = make.head(unit, name="李局长"), make.handler(unit)
    deputy = make.user(Role.DEPUTY, deputy=item.lead_deputy)
    address = reverse("suggestions:call_meeting", args=[item.pk])
    page = client.get(address)
    proposed = page.context["form"].initial["invited"]
    assert proposed.startswith(f"{item.lead_deputy.name}代表；市水务局负责人")
    assert "李局长" in proposed
    assert "将通知" in words(page)
    data = {"planned_on": NEXT, "place": "人大会议室", "invited": proposed}
    assert "已召集2026-03-09的协商会议" in told(client.post(address, data))
    assert "协商会议改期" in words(client.get(address))
    assert "协商会议已改到2026-03-09" in told(client.post(address, data))
    for person in (head, handler, deputy, clerk):
        subjects = list(Notification.objects.filter(recipient=person).values_list("subject", flat=True))
        assert any(subject.startswith("召集协商会议") for subject in subjects), person.role
    client.force_login(deputy)
    text = words(client.get(item.get_absolute_url()))
    for part in ("协商会议（第 2 轮）", "已召集，待召开", "人大会议室"):
        assert part in text


def test_another_day_is_told_again(item):
    call(item)
    call(item, planned_on=NEXT + timedelta(days=1))
    assert Meeting.objects.get().planned_on == NEXT + timedelta(days=1)
    assert item.events.filter(action="call_meeting", old_date=NEXT, new_date=NEXT + timedelta(days=1)).exists()
    assert Notification.objects.filter(subject__startswith="协商会议改期").exists()


def test_recorded_with_its_papers_for_all_who_see_it(client, clerk, item):
    call(item)
    address = reverse("suggestions:record_meeting", args=[item.pk])
    data = {"held_on": DAY, **WORDS, "conclusion": ""}
    blank = client.post(address, {**data, "files": [upload("签到表.pdf")]})
    assert list(blank.context["form"].errors) == ["conclusion"]
    answer = client.post(address, {**data, **WORDS, "files": [upload("签到表.pdf")]})
    assert "协商会议已记录" in told(answer)
    client.force_login(make.user(Role.DEPUTY, deputy=item.lead_deputy))
    text = words(client.get(item.get_absolute_url()))
    for part in ("已召开", *WORDS.values(), "签到表.pdf"):
        assert part in text
    attachment = Meeting.objects.get().attachments.get()
    answer = client.get(reverse("suggestions:attachment", args=[attachment.pk]))
    assert b"".join(answer).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"held_on": NEXT + timedelta(days=1)}, "held_on"),
        ({"held_on": DAY - timedelta(days=1)}, "held_on"),
        ({"present": " "}, "present"),
        ({"minutes": ""}, "minutes"),
        ({"conclusion": ""}, "conclusion"),
    ],
)
def test_a_record_that_says_nothing_is_none(item, fields, field):
    call(item)
    with pytest.raises(RuleViolation) as refusal:
        record(item, **fields)
    assert refusal.value.field == field
    assert Meeting.objects.get().held_on is None


def test_a_meeting_is_not_called_for_a_day_that_is_over(item):
    with pytest.raises(RuleViolation) as refusal:
        call(item, planned_on=DAY - timedelta(days=1))
    assert refusal.value.field == "planned_on"


def test_close_is_refused_with_a_sentence_until_it_is_recorded(client, clerk, item):
    address = reverse("suggestions:close", args=[item.pk])
    refused = client.post(address, {"reason": "已说明。"})
    assert "须先召集代表、承办单位和代表工作机构协商" in words(refused)
    call(item)
    record(item)
    client.post(address, {"reason": "已说明。"})
    item.refresh_from_db()
    assert item.status == Status.CLOSED


@pytest.mark.parametrize("name", ["rehandle", "close"])
def test_instead_of_a_form_that_can_only_be_refused_the_page_says_what_comes_first(client, clerk, item, name):
    address = reverse(f"suggestions:{name}", args=[item.pk])
    for step, is_called in (("call_meeting", False), ("record_meeting", True)):
        if is_called:
            call(item)
        page = client.get(address)
        assert "须先召集代表、承办单位和代表工作机构协商" in words(page)
        assert f'href="{reverse(f"suggestions:{step}", args=[item.pk])}"' in page.content.decode()
        assert 'name="reason"' not in page.content.decode()
    record(item)
    assert 'name="reason"' in client.get(address).content.decode()


@pytest.mark.parametrize(("grade", "step"), [("", "evaluate"), (Grade.DISSATISFIED, "rehandle")])
def test_what_comes_before_closing(client, clerk, grade, step):
    found = make.replied(make.assigned()).assignment.suggestion
    if grade:
        make.judged(found, grade)
    page = client.get(reverse("suggestions:close", args=[found.pk]))
    assert f'href="{reverse(f"suggestions:{step}", args=[found.pk])}"' in page.content.decode()
    assert 'name="reason"' not in page.content.decode()


def test_a_third_handling_has_its_own_limit_and_its_own_meeting(item):
    call(item)
    record(item)
    (task,) = again(item)
    assert (item.round, task.due_on) == (3, add_months(NEXT, 1))
    make.replied(item, on=NEXT, document_number="测教函〔2026〕10号")
    make.judged(item, Grade.DISSATISFIED, on=NEXT)
    with pytest.raises(RuleViolation, match="须先召集"):
        shut(item)
    assert shown(item) & FOUR == {"call_meeting"}


@pytest.mark.parametrize("name", ["call_meeting", "record_meeting"])
def test_only_the_office_calls_and_records(client, item, name):
    unit = item.assignments.filter(round=2).get().unit
    people = (make.head(unit), make.user(Role.DEPUTY, deputy=item.lead_deputy), make.user(Role.COORDINATOR))
    for person in people:
        client.force_login(person)
        assert client.post(reverse(f"suggestions:{name}", args=[item.pk])).status_code == 403
    assert not Meeting.objects.exists()
