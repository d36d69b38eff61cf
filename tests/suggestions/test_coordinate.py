"""Where the office wants it, the system's coordinator reads a signed reply before the office does."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse

from accounts.models import Notification
from accounts.roles import HandlingSystem, Role
from suggestions.actions import reply
from suggestions.choices import AssignmentState, ReplyState
from suggestions.filters import SuggestionFilter
from suggestions.models import Assignment, Event, Regulation
from suggestions.selectors.detail import read_detail, suggestions_for_detail
from suggestions.selectors.references import read_references
from suggestions.selectors.work_list import read_work_list
from tests import factories as make
from tests.factories import DAY
from tests.suggestions.pages import told, words

pytestmark = pytest.mark.django_db
LATER = DAY + timedelta(days=200)


@pytest.fixture
def gov():
    return make.user(Role.COORDINATOR, name="市政府办")


@pytest.fixture(scope="module")
def made(rows_stay):
    """Signed off on DAY, and with the coordinator; the office's wish goes again, for the tests where it has none."""
    make.user(Role.COORDINATOR, name="市政府办")
    make.coordinated()
    filed = make.filed(make.assigned(make.unit("市水务局"), number="7"))
    Regulation.objects.all().delete()
    return filed


@pytest.fixture
def filed(made):
    make.coordinated()
    return deepcopy(made)


def url(made, name="coordinate") -> str:
    return reverse(f"suggestions:{name}", args=[made.pk])


def groups(user, today=DAY) -> list[str]:
    work = read_work_list(user, today=today)
    return [block.group.key for block in (*work.blocks, *work.waiting)]


def subjects(user) -> str:
    return " ".join(Notification.objects.filter(recipient=user).values_list("subject", flat=True))


@pytest.mark.parametrize(
    ("is_wanted", "system", "state"),
    [
        (True, HandlingSystem.GOVERNMENT, ReplyState.AWAITING_COORDINATOR),
        (True, HandlingSystem.JUSTICE, ReplyState.AWAITING_REVIEW),  # a system without a coordinator
        (False, HandlingSystem.GOVERNMENT, ReplyState.AWAITING_REVIEW),
    ],
)
def test_where_a_signed_reply_goes(gov, is_wanted, system, state):
    if is_wanted:
        make.coordinated()
    office = make.clerk()
    made = make.filed(make.assigned(make.unit(handling_system=system)))
    assert made.state == state
    reader, other = (gov, office) if state == ReplyState.AWAITING_COORDINATOR else (office, gov)
    assert "有答复待审核" in subjects(reader)
    assert "有答复待审核" not in subjects(other)


def test_the_button_of_the_head_says_where_it_goes(client, gov):
    make.coordinated()
    made = make.submitted(make.assigned())
    client.force_login(make.head(made.assignment.unit))
    page = words(client.get(url(made, "sign_off")))
    assert "签发并送政府系统协调人审核" in page
    assert "将通知：市政府办" in page
    answer = client.post(url(made, "sign_off"), {"decision": "sign"})
    assert "已签发，等待政府系统协调人审核" in told(answer)


@pytest.mark.parametrize(("is_wanted", "reader"), [(True, "政府系统协调人"), (False, "代表工作机构")])
def test_the_editor_says_who_reads_after_the_signature(client, gov, is_wanted, reader):
    if is_wanted:
        make.coordinated()
    task = make.signed(make.assigned())
    make.head(task.unit)
    client.force_login(make.handler(task.unit))
    assert f"签发后送{reader}审核" in words(client.get(reverse("suggestions:reply", args=[task.pk])))


def test_the_clock_stops_at_the_signature(filed):
    task = Assignment.objects.get(pk=filed.assignment_id)
    assert (task.state, task.done_on) == (AssignmentState.AWAITING_COORDINATOR, DAY)
    assert not Assignment.objects.overdue(LATER).exists()
    item = task.suggestion
    assert (item.filed_on, item.replied_on, item.open_due_on) == (DAY, None, None)
    assert item.__class__.objects.with_light("done", LATER).get() == item


def test_it_is_on_the_lists_of_those_it_concerns(filed, gov):
    task = filed.assignment
    assert groups(gov, LATER) == ["coordinate"]
    row = read_work_list(gov, today=DAY).blocks[0].items[0]
    assert (row.url, row.what) == (url(filed), "审核答复")
    clerk = make.clerk()
    assert groups(clerk, LATER) == ["with_coordinator", "waiting"]
    assert groups(make.handler(task.unit), LATER) == ["others"]
    assert groups(make.user(Role.COORDINATOR, handling_system=HandlingSystem.PARTY)) == []
    query = QueryDict("fact=with_coordinator&session=all")
    listed = SuggestionFilter(query, user=clerk, today=DAY, references=read_references())
    assert list(listed.qs) == [task.suggestion]
    item = suggestions_for_detail(clerk).get(pk=task.suggestion_id)
    assert read_detail(item, clerk, today=DAY).responsible == "政府系统协调人"


def test_the_coordinator_reads_and_passes_it_on(client, filed, gov):
    client.force_login(gov)
    page = words(client.get(url(filed)))
    for part in ("现答复如下", "审核检查", "与代表的联系", "审核通过，送代表工作机构"):
        assert part in page
    answer = client.post(url(filed), {"decision": "pass_on"})
    assert "已送代表工作机构审核" in told(answer)
    filed.refresh_from_db()
    assert filed.state == ReplyState.AWAITING_REVIEW
    event = Event.objects.filter(action="pass_on").get()
    assert (event.by, event.from_state, event.to_state) == (gov, "awaiting_coordinator", "awaiting_review")
    reply.accept(reply=filed, by=make.clerk(), on=DAY, at=make.at())
    assert filed.state == ReplyState.ACCEPTED


def test_turned_back_needs_words_and_the_clock_goes_on(client, filed, gov):
    client.force_login(gov)
    blank = client.post(url(filed), {"decision": "turn_back", "reason": " "})
    assert list(blank.context["form"].errors) == ["reason"]
    client.post(url(filed), {"decision": "turn_back", "reason": "请补充完成时限。"})
    filed.refresh_from_db()
    task = Assignment.objects.get(pk=filed.assignment_id)
    assert (filed.state, filed.review_note) == (ReplyState.SENT_BACK_BY_COORDINATOR, "请补充完成时限。")
    assert (task.state, task.done_on) == (AssignmentState.HANDLING, None)
    assert Assignment.objects.overdue(LATER).get() == task
    handler = make.handler(task.unit)
    assert groups(handler) == ["sent_back"]
    client.force_login(handler)
    assert "请补充完成时限。" in words(client.get(reverse("suggestions:reply", args=[task.pk])))


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (lambda unit: make.office_head(), 200),  # stands in when no coordinator is there
        (lambda unit: make.clerk(), 403),
        (lambda unit: make.head(unit), 403),
        (lambda unit: make.user(Role.AUDITOR), 403),
        (lambda unit: make.user(Role.COORDINATOR, handling_system=HandlingSystem.PARTY), 404),
    ],
)
def test_who_may_coordinate(client, filed, who, status):
    client.force_login(who(filed.assignment.unit))
    assert client.get(url(filed)).status_code == status
    if status != 200:
        assert client.post(url(filed), {"decision": "pass_on"}).status_code == status
        filed.refresh_from_db()
        assert filed.state == ReplyState.AWAITING_COORDINATOR


def test_the_coordinator_of_an_assisting_system_reads_but_does_not_decide(client, filed):
    party = make.unit(handling_system=HandlingSystem.PARTY)
    item = make.assigned(make.unit(), assisting=[party])
    made = make.filed(item, item.assignments.get(role="lead").unit, without_opinions_reason="对方尚在研究。")
    client.force_login(make.user(Role.COORDINATOR, handling_system=HandlingSystem.PARTY))
    assert client.get(item.get_absolute_url()).status_code == 200
    assert client.post(url(made), {"decision": "pass_on"}).status_code == 403


def test_the_office_does_not_decide_before_the_coordinator(client, filed):
    client.force_login(make.clerk())
    assert "待系统审核" in told(client.get(url(filed, "review_reply")))
    assert client.post(url(filed, "review_reply"), {"decision": "accept"}).status_code == 409
