"""The pages of satisfaction tests: who sees what and when, the ballot in two steps, paper counts, the workbook."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.views.debug import SafeExceptionReporterFilter
from openpyxl import load_workbook

from accounts.models import User
from accounts.roles import HandlingSystem, Role
from supervision.actions import poll_vote
from supervision.models import Poll, PollVoter, SupervisionFile
from supervision.views.poll_ballot import VoteView
from tests import factories as make
from tests.addresses import OF_POLL
from tests.suggestions.pages import seen, stop_clock, told, upload, words

pytestmark = pytest.mark.django_db
RESULT = "测评结果"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture(scope="module")
def house(rows_stay):
    """A topic with suggestions of two systems; a vote open, with a leader, a committee and a deputy on the roll."""
    unit = make.unit("市教育局", handling_system=HandlingSystem.GOVERNMENT)
    court = make.unit("市法院", handling_system=HandlingSystem.JUSTICE)
    topic = make.topic(make.assigned(unit), make.assigned(court), title="校园周边治理")
    voters = [make.user(Role.LEADER), make.user(Role.COMMITTEE), make.user(Role.DEPUTY)]
    return {"topic": topic, "voters": voters, "poll": make.open_poll(topic, voters=voters), "head": make.office_head()}


def enter(client, person) -> None:
    client.force_login(User.objects.get(pk=person.pk))


def at_poll(name: str, poll: Poll) -> str:
    return reverse(f"supervision:{name}", args=[poll.pk])


def marked(poll: Poll, mark: str, step: str) -> dict:
    return {**{f"mark_{pk}": mark for pk in poll.subjects.values_list("pk", flat=True)}, "step": step}


def test_a_deputy_finds_marks_reviews_and_casts(client, house):
    poll, deputy = house["poll"], house["voters"][2]
    path = at_poll("poll_vote", poll)
    enter(client, deputy)
    assert path in client.get("/").text
    page = client.get(path)
    assert "系统只记您投过票，不记您投了什么" in words(page)
    assert "checked" not in page.text, "nothing is preselected"
    assert "no-store" in page.headers["Cache-Control"]
    one = poll.subjects.values_list("pk", flat=True)[0]
    part = client.post(path, {f"mark_{one}": "basic", "step": "review"})
    assert "不表态的请选“弃权”" in words(part)
    assert 'value="basic"' in part.text
    review = client.post(path, marked(poll, "dissatisfied", "review"))
    assert "核对选票" in words(review)
    assert "no-store" in review.headers["Cache-Control"]
    assert not PollVoter.objects.filter(poll=poll, has_voted=True).exists()
    again = client.post(path, marked(poll, "dissatisfied", "edit"))
    assert again.text.count("checked") == 2
    done = client.post(path, marked(poll, "satisfied", "cast"))
    assert told(done) == "您已投票，谢谢。"
    after = client.get(poll.get_absolute_url())
    assert "我的投票 已投" in words(after)
    assert path not in after.text
    assert path not in client.get("/").text
    assert client.get(path).status_code == 302
    for step in ("review", "cast"):
        twice = client.post(path, marked(poll, "satisfied", step))
        assert twice.status_code == 409
        assert "您已经投过票" in words(twice)
    assert client.session.keys() <= {"_auth_user_id", "_auth_user_backend", "_auth_user_hash", "kept_at"}


def test_a_report_of_a_fault_does_not_show_the_ballot(rf, house, monkeypatch):
    poll, voter = house["poll"], house["voters"][0]

    def broken(**_all):
        raise OSError("the disk is full")

    monkeypatch.setattr(poll_vote, "cast", broken)
    request = rf.post(at_poll("poll_vote", poll), marked(poll, "dissatisfied", "cast"))
    request.user = User.objects.get(pk=voter.pk)
    with pytest.raises(OSError, match="full"):
        VoteView.as_view()(request, pk=poll.pk)
    shown = SafeExceptionReporterFilter()
    monkeypatch.setattr(shown, "is_active", lambda request: True)
    assert "dissatisfied" not in str(shown.get_post_parameters(request))


def test_while_it_is_open_nobody_reads_a_result(client, house):
    poll = house["poll"]
    make.vote(poll, house["voters"][0], "satisfied")
    for person in (house["head"], make.clerk(), make.user(Role.AUDITOR), make.user(Role.LEADER), house["voters"][2]):
        enter(client, person)
        page = words(client.get(poll.get_absolute_url()))
        assert RESULT not in page
        assert "对任何人都不显示" in page
        assert client.get(at_poll("poll_export", poll)).status_code == 302
    enter(client, house["head"])
    assert "收回 1 / 3 张" in words(client.get(poll.get_absolute_url()))


def test_the_office_reads_first_then_everybody(client, house):
    poll = make.closed_poll(house["topic"])
    enter(client, house["head"])
    page = words(client.get(poll.get_absolute_url()))
    assert RESULT in page
    assert "现在只有代表工作机构能看到结果" in page
    assert at_poll("poll_publish", poll) in client.get("/").text
    leader = make.user(Role.LEADER)
    enter(client, leader)
    assert RESULT not in words(client.get(poll.get_absolute_url()))
    enter(client, house["head"])
    client.post(at_poll("poll_publish", poll), {"seen": poll.version})
    enter(client, leader)
    page = words(client.get(poll.get_absolute_url()))
    assert "2 66.67%" in page
    assert "100.00% 满意" in page
    topic_page = words(client.get(house["topic"].get_absolute_url()))
    assert "满意 2，基本满意 1，不满意 0，弃权 0" in topic_page
    assert "满意度测评：公布结果" in topic_page


def test_a_coordinator_reads_the_own_system_s_lines(client, house):
    poll = make.published(make.closed_poll(house["topic"]))
    own, other = make.user(Role.COORDINATOR, handling_system=HandlingSystem.JUSTICE), house["poll"]
    enter(client, own)
    page = words(client.get(poll.get_absolute_url()))
    assert "市法院" in page
    assert "市教育局" not in page
    assert "另有 1 件由其他单位承办" in page
    assert client.get(other.get_absolute_url()).status_code == 404, "not before it is published"


def test_a_unit_reads_what_was_said_of_what_it_handles(client, house):
    first, second = house["topic"].suggestions.order_by("pk")
    unit, poll, detail = first.assignments.get().unit, make.closed_poll(house["topic"]), first.get_absolute_url()
    people = make.handler(unit), make.head(unit)
    for person in people:
        enter(client, person)
        assert client.get(poll.get_absolute_url()).status_code == 404, "not before it is published"
    assert "满意度测评" not in words(client.get(detail))
    make.published(poll)
    for person in people:
        enter(client, person)
        at_item, page = client.get(detail), words(client.get(poll.get_absolute_url()))
        assert "满意 2，基本满意 1，不满意 0，弃权 0" in words(at_item)
        assert poll.get_absolute_url() in at_item.text
        shown = ("市教育局", "2 66.67%", "1 33.33%", "100.00%", "另有 1 件由其他单位承办")
        assert [word for word in shown if word not in page] == []
        assert "市法院" not in page
        assert person.notifications.filter(subject__startswith="测评结果已公布").exists()
        for name in OF_POLL[1:-1]:
            assert client.get(at_poll(name, poll)).status_code == 403, name
        book = load_workbook(BytesIO(b"".join(client.get(at_poll("poll_export", poll)).streaming_content)))
        assert second.number not in {cell.value for row in book.active.iter_rows() for cell in row}
    first.assignments.update(state="given_back")
    assert "满意 2" not in words(client.get(detail))
    for person in people:
        enter(client, person)
        assert client.get(poll.get_absolute_url()).status_code == 404, "it no longer handles it"


def test_the_scan_of_a_count_tells_of_all_and_is_for_who_reads_all(client, house):
    poll = make.published(make.paper_poll(house["topic"]))
    address = reverse("supervision:file", args=[SupervisionFile.objects.get(poll_entry__poll=poll).pk])
    unit = house["topic"].suggestions.order_by("pk")[0].assignments.get().unit
    readers = {Role.LEADER: 200, Role.AUDITOR: 200, Role.COORDINATOR: 404, Role.UNIT_HEAD: 404}
    for role, status in readers.items():
        enter(client, make.user(role, **({"unit": unit} if role == Role.UNIT_HEAD else {})))
        page = client.get(poll.get_absolute_url())
        assert (address in page.text) is (status == 200), role
        answer = client.get(address)
        assert answer.status_code == status, role
        b"".join(answer)  # a file is read to its end, and closed


def test_below_the_limit_the_page_says_what_comes_next(client, house):
    poll = make.published(make.closed_poll(house["topic"], marks=("dissatisfied",) * 3))
    enter(client, house["head"])
    assert "低于 60%：建议重新办理或专题询问" in words(page := client.get(poll.get_absolute_url()))
    assert reverse("supervision:arrange", args=[house["topic"].pk]) in page.text


def test_the_office_prepares_opens_and_ends_it(client, house):
    enter(client, house["head"])
    year = house["topic"].year
    sent = {
        "title": "年度测评",
        "kind": "electronic",
        "subjects": list(house["topic"].links.values_list("pk", flat=True)),
        "groups": ["leader"],
        "voters": [person.pk for person in house["voters"]],
        "closes_at": f"{make.DAY + timedelta(days=3):%Y-%m-%d}T17:30",
    }
    wrong = client.post(f"/supervision/polls/new/?year={year}", {**sent, "minimum": 2})
    assert "不能少于3张" in words(wrong)
    assert "年度测评" in wrong.text
    client.post(f"/supervision/polls/new/?year={year}", sent)
    poll = Poll.objects.get(title="年度测评")
    leaders = User.objects.filter(role=Role.LEADER).count()
    assert (poll.roll.count(), poll.minimum) == (leaders + 2, (leaders + 2) // 2 + 1)
    enter(client, house["voters"][0])
    assert client.get(poll.get_absolute_url()).status_code == 404, "not before it is opened"
    enter(client, house["head"])
    opening = client.get(at_poll("poll_open", poll))
    assert house["voters"][2].name in words(opening)
    client.post(at_poll("poll_open", poll), {"seen": seen(opening)})
    ended = client.post(at_poll("poll_close", poll), {})
    assert "本轮无效，没有计票" in told(ended)
    again = client.get(at_poll("poll_again", poll))
    assert again.context["form"].initial["title"] == "年度测评"
    client.post(at_poll("poll_again", poll), sent)
    assert Poll.objects.get(title="年度测评", round=2).first == poll


def test_paper_counts_are_typed_checked_and_corrected(client, house):
    enter(client, house["head"])
    poll = make.poll(house["topic"], kind="paper")
    row = {"issued": 28, "returned": 28, "satisfied": 20, "basic": 6, "dissatisfied": 1, "void": 1}
    typed = {f"{name}_{one.pk}": n for one in poll.subjects.all() for name, n in row.items()}
    first = poll.subjects.first()
    path = at_poll("poll_record", poll)
    sent = {"held_on": make.DAY.isoformat(), **typed}
    wrong = client.post(path, {**sent, f"void_{first.pk}": 3, "files": upload("计票表.pdf")})
    assert "合计30张，与收回的28张不符" in words(wrong)
    assert 'value="3"' in wrong.text
    assert "测评日期" in words(client.post(path, sent)), "no scan: the form again"
    client.post(path, {**sent, "files": upload("计票表.pdf")})
    page = client.get(poll.get_absolute_url())
    assert "计票表.pdf" in page.text
    file = reverse("supervision:file", args=[poll.entries.get(kind="recorded").files.get().pk])
    assert b"".join(client.get(file).streaming_content)
    enter(client, make.user(Role.LEADER))
    assert client.get(file).status_code == 404, "the scan comes with the result"
    enter(client, house["head"])
    change = at_poll("poll_correct", poll)
    client.post(change, {**sent, f"basic_{first.pk}": 5, f"void_{first.pk}": 2, "reason": "看错"})
    assert "基本满意：6 → 5" in words(client.get(poll.get_absolute_url()))


def test_the_workbook(client, house):
    poll = make.published(make.closed_poll(house["topic"]))
    enter(client, house["head"])
    content = b"".join(client.get(at_poll("poll_export", poll)).streaming_content)
    rows = list(load_workbook(BytesIO(content)).active.iter_rows(values_only=True))
    assert rows[1][:6] == ("序号", "编号", "标题", "主办单位", "发出", "收回")
    assert rows[2][3:7] == ("市教育局", 3, 3, 2)
    assert rows[2][-1] == "满意"


def test_the_cost_does_not_grow(client, house):
    enter(client, house["head"])

    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(path).status_code == 200
        return len(caught)

    make.closed_poll(house["topic"])
    client.get("/")  # what is read once in a session
    few = {path: cost(path) for path in ("/supervision/polls/", house["topic"].get_absolute_url(), "/")}
    for _ in range(2):
        make.closed_poll(house["topic"])
    assert {path: cost(path) for path in few} == few


@pytest.mark.parametrize(
    ("make_poll", "shown"),
    [
        (lambda topic: make.poll(topic), {"poll_open", "poll_edit", "poll_withdraw"}),
        (lambda topic: make.poll(topic, kind="paper"), {"poll_record", "poll_edit", "poll_withdraw"}),
        (lambda topic: make.open_poll(topic), {"poll_close", "poll_withdraw"}),
        (lambda topic: make.closed_poll(topic), {"poll_publish", "poll_again", "poll_export"}),
        (lambda topic: make.paper_poll(topic), {"poll_publish", "poll_correct", "poll_again", "poll_export"}),
        (lambda topic: make.published(make.closed_poll(topic)), {"poll_again", "poll_export"}),
    ],
    ids=["prepared", "paper", "open", "counted", "typed", "published"],
)
def test_the_buttons_are_those_of_now(client, house, make_poll, shown):
    poll = make_poll(house["topic"])
    names = ("poll_open", "poll_edit", "poll_close", "poll_record", "poll_correct", "poll_publish", "poll_withdraw",
             "poll_again", "poll_export", "poll_vote")  # fmt: skip
    enter(client, house["head"])
    page = client.get(poll.get_absolute_url()).text
    assert {name for name in names if f'href="{at_poll(name, poll)}"' in page} == shown
    for name in set(names) - shown - {"poll_vote", "poll_export"}:
        assert client.get(at_poll(name, poll)).status_code == 302, name
