"""The pages of one promise: what each person sees and may do, and that nothing typed is lost."""

from copy import deepcopy
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from suggestions.actions import commitment_judge
from suggestions.choices import CommitmentState, Grade
from suggestions.models import Attachment, Commitment, CongressTerm, Event
from suggestions.selectors.work_list import read_work_list
from tests import factories as make
from tests.suggestions.pages import TWO_BAD, TWO_BAD_IDS, stop_clock, told, upload, words

pytestmark = pytest.mark.django_db
DAY, LATER = make.DAY, make.DAY + timedelta(days=60)


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch, LATER)


@pytest.fixture(scope="module")
def made(rows_stay):
    for code in "ABC":
        make.result_class(code)
    return make.commitment(make.assigned(make.unit("测试住建局"), title="关于拓宽学校道路的建议"), responsible="李科长")


@pytest.fixture
def promise(made):
    return deepcopy(made)


@pytest.fixture(scope="module")
def who(made) -> dict:
    unit = made.assignment.unit
    return {
        "handler": make.handler(unit),
        "clerk": make.clerk(),
        "deputy": make.user(Role.DEPUTY, deputy=made.suggestion.lead_deputy),
        "coordinator": make.user(Role.COORDINATOR, handling_system=unit.handling_system),
        "leader": make.user(Role.LEADER),
    }


def at(name: str, promise) -> str:
    return reverse(f"suggestions:commitment{name and f'_{name}'}", args=[promise.pk])


def buttons(client, user, promise) -> set[str]:
    client.force_login(user)
    shown = client.get(at("", promise)).context["promise"]
    return {button.label for button in (*([shown.main] if shown.main else []), *shown.others)}


def test_only_what_one_may_do_now_has_a_button(client, promise, who):
    seen = {part: buttons(client, user, promise) for part, user in who.items()}
    assert seen == {
        "handler": {"填报进展", "调整承诺期限", "报告完成"},
        "clerk": {"催办承诺"},
        "coordinator": {"催办承诺"},
        "deputy": set(),
        "leader": set(),
    }
    CongressTerm.objects.update(ends_on=LATER + timedelta(days=90))
    assert "书面说明未落实" in buttons(client, who["handler"], promise)
    make.reported(promise, by=who["handler"])
    seen = {part: buttons(client, user, promise) for part, user in who.items()}
    assert seen == {
        "handler": set(),
        "clerk": {"确认兑现"},
        "coordinator": set(),
        "deputy": {"确认兑现"},
        "leader": set(),
    }


def test_the_page_tells_the_whole_story(client, promise, who):
    by = who["handler"]
    client.force_login(by)
    due = promise.due_on + timedelta(days=90)
    client.post(
        at("progress", promise), {"happened_on": LATER, "text": "路基已经完成。", "files": [upload("照片.pdf")]}
    )
    client.post(at("move", promise), {"due_on": due, "reason": "雨季延误。"})
    text = words(client.get(at("", promise)))
    told_here = "建成学校门前人行道 测试住建局 李科长 路基已经完成。 照片.pdf 雨季延误。"
    for word in (*told_here.split(), "还剩 230 天", "已调整 1 次"):
        assert word in text, word
    page = client.get(at("", promise)).content.decode()
    assert f"<s>{promise.original_due_on}</s>" in page
    client.force_login(who["deputy"])
    seen = words(client.get(at("", promise)))
    assert by.name not in seen, "a deputy reads the unit, not its clerks"
    assert "照片.pdf" in seen, "the proof is read with the words it came with"


def test_moving_back_is_refused_at_the_field_and_all_stays(client, promise, who):
    client.force_login(who["handler"])
    answer = client.post(at("move", promise), {"due_on": promise.due_on, "reason": "雨季延误。"})
    form = answer.context["form"]
    assert "应晚于现在的" in str(form.errors["due_on"])
    assert (form["reason"].value(), Commitment.objects.get(pk=promise.pk).is_moved) == ("雨季延误。", False)
    blank = client.post(at("move", promise), {"due_on": promise.due_on + timedelta(days=1), "reason": "  "})
    assert "reason" in blank.context["form"].errors


@pytest.mark.parametrize(("name", "content", "sentence"), TWO_BAD, ids=TWO_BAD_IDS)
@pytest.mark.parametrize("verb", ["progress", "done"])
def test_a_bad_proof_is_named_and_nothing_is_kept(client, promise, who, verb, name, content, sentence):
    client.force_login(who["handler"])
    day = {"progress": "happened_on", "done": "done_on"}[verb]
    before = Event.objects.count(), promise.entries.count()
    answer = client.post(at(verb, promise), {day: LATER, "text": "完工", "files": [upload(name, content)]})
    assert sentence in words(answer)
    assert answer.context["form"]["text"].value() == "完工"
    assert (Event.objects.count(), promise.entries.count(), Attachment.objects.count()) == (*before, 0)


def test_done_without_proof_is_refused_at_the_files(client, promise, who):
    client.force_login(who["handler"])
    answer = client.post(at("done", promise), {"done_on": LATER, "text": "完工"})
    assert "证明材料" in str(answer.context["form"].errors["files"])
    answer = client.post(at("done", promise), {"done_on": LATER, "text": "完工", "files": [upload()]})
    assert answer.url == at("", promise)
    assert "等待代表或代表工作机构确认" in told(answer)


def test_the_deputy_confirms_and_the_item_turns_solved(client, promise, who):
    make.reported(promise)
    client.force_login(who["deputy"])
    asked = client.get(at("confirm", promise))
    for word in ("人行道已建成并开放。", "验收单.pdf"):
        assert word in words(asked), "read before it is judged"
    assert "grade" in client.post(at("confirm", promise), {"comment": "好"}).context["form"].errors
    answer = client.post(at("confirm", promise), {"grade": Grade.SATISFIED})
    assert "A类" in told(answer)
    promise.suggestion.refresh_from_db()
    assert promise.suggestion.result_class.code == "A"
    again = client.post(at("confirm", promise), {"grade": Grade.DISSATISFIED, "comment": "x"})
    assert (again.status_code, "已兑现" in words(again)) == (409, True)


def test_no_account_of_the_unit_opens_the_page_of_the_grade(client, promise):
    make.reported(promise)
    for role in (Role.UNIT_HANDLER, Role.UNIT_HEAD):
        client.force_login(make.user(role, unit=promise.assignment.unit))
        for answer in (client.get(at("confirm", promise)), client.post(at("confirm", promise), {"grade": "satisfied"})):
            assert (answer.status_code, "不能填写代表反馈" in words(answer)) == (403, True)
    assert promise.receipts.count() == 0


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"decision": "return"}, "comment"),
        ({"decision": "paper", "grade": "satisfied", "given_on": LATER}, "files"),
        ({"decision": "phone", "given_on": LATER}, "grade"),
        ({"decision": "phone", "grade": "dissatisfied", "given_on": LATER}, "comment"),
        ({"decision": "phone", "grade": "satisfied", "given_on": date(2026, 3, 1)}, "given_on"),
        ({}, "decision"),
    ],
)
def test_what_the_office_leaves_out_is_asked_for_at_its_field(client, promise, typed, field):
    make.reported(promise)
    client.force_login(make.clerk())
    answer = client.post(at("confirm", promise), typed)
    assert list(answer.context["form"].errors) == [field]
    assert Commitment.objects.get(pk=promise.pk).state == CommitmentState.REPORTED


@pytest.mark.parametrize(
    ("typed", "state", "receipts"),
    [
        ({"decision": "confirm"}, "fulfilled", []),
        ({"decision": "return", "comment": "照明没有装好。"}, "open", []),
        ({"decision": "phone", "grade": "no_view", "given_on": LATER}, "fulfilled", [("no_view", "phone")]),
        (
            {"decision": "paper", "grade": "dissatisfied", "given_on": LATER, "comment": "照明没有装好。"},
            "open",
            [("dissatisfied", "paper")],
        ),
    ],
)
def test_the_office_decides_or_keys_the_receipt(client, promise, typed, state, receipts):
    make.reported(promise)
    client.force_login(make.clerk())
    files = {"files": [upload("回执.pdf")]} if typed["decision"] == "paper" else {}
    answer = client.post(at("confirm", promise), {**typed, **files})
    assert answer.url == at("", promise)
    assert Commitment.objects.get(pk=promise.pk).state == state
    assert list(promise.receipts.values_list("grade", "source")) == receipts
    assert Attachment.objects.filter(commitment_receipt__isnull=False).count() == len(files)


def test_the_proof_is_read_by_who_sees_the_promise_and_by_nobody_else(client, promise, who):
    make.reported(promise, by=who["handler"])
    where = reverse("suggestions:attachment", args=[Attachment.objects.get(commitment_entry__isnull=False).pk])
    for part, user in {**who, "other": make.handler(make.unit()), "other deputy": make.user(Role.DEPUTY)}.items():
        client.force_login(user)
        answer = client.get(where)
        if answer.streaming:
            b"".join(answer)
        assert answer.status_code == (404 if part.startswith("other") else 200), part


def test_explaining_opens_only_at_the_end_of_the_term(client, promise, who):
    client.force_login(who["handler"])
    early = client.get(at("explain", promise))
    assert (early.status_code, "届满日期尚未设定" in told(early)) == (302, True)
    CongressTerm.objects.update(ends_on=LATER + timedelta(days=91))
    assert client.post(at("explain", promise), {"text": "未获批准"}).status_code == 409
    CongressTerm.objects.update(ends_on=LATER + timedelta(days=90))
    assert client.post(at("explain", promise), {"text": "未获批准"}).status_code == 302
    assert Commitment.objects.get(pk=promise.pk).state == CommitmentState.EXPLAINED


def test_urging_says_whom_it_reaches_and_once_a_day(client, promise, who):
    client.force_login(who["coordinator"])
    page = client.get(at("urge", promise))
    assert who["handler"].name in words(page)
    assert "已催办，送达" in told(client.post(at("urge", promise), {"words": "请按期完成。"}))
    assert "今天已经催办过" in words(client.post(at("urge", promise), {"words": ""}))


def test_the_reply_on_the_suggestion_s_page_shows_its_promises(client, promise, who):
    for part in ("handler", "clerk", "deputy"):
        client.force_login(who[part])
        page = client.get(promise.suggestion.get_absolute_url())
        assert f'href="{at("", promise)}"' in page.content.decode(), part
        assert "还剩 140 天" in words(page), part


def test_a_promise_of_a_version_sent_back_is_nowhere(client):
    made = make.filed(make.assigned(), result_class=make.result_class("B")).commitments.get()
    client.force_login(make.clerk())
    assert client.get(at("", made)).status_code == 404


class TestWorkList:
    def groups(self, user) -> dict[str, int]:
        work = read_work_list(user, today=timezone.localdate())
        return {b.group.key: b.total for b in (*work.blocks, *work.waiting) if b.group.key.startswith("promise")}

    def test_who_has_what_to_do(self, client, promise, who, monkeypatch):
        assert [self.groups(user) for user in who.values()] == [{}] * 5
        stop_clock(monkeypatch, promise.due_on - timedelta(days=30))
        assert self.groups(who["handler"]) == {"promise_due": 1}
        stop_clock(monkeypatch, promise.due_on + timedelta(days=1))
        assert {part: self.groups(user) for part, user in who.items()} == {
            "handler": {"promise_overdue": 1},
            "clerk": {"promise_overdue": 1},
            "coordinator": {"promise_overdue": 1},
            "deputy": {},
            "leader": {},
        }
        make.reported(promise, by=who["handler"])
        assert self.groups(who["handler"]) == {}
        for part in ("clerk", "deputy"):
            assert self.groups(who[part]) == {"promise_confirm": 1}
        client.force_login(who["deputy"])
        assert at("confirm", promise) in client.get("/").content.decode()

    def test_what_came_back_is_named_so(self, promise, who):
        make.reported(promise, by=who["handler"])
        hand = {"reason": "没有照明", "by": who["clerk"], "on": LATER, "at": make.at(LATER)}
        commitment_judge.return_done(commitment=promise, **hand)
        assert self.groups(who["handler"]) == {"promise_returned": 1}

    def test_a_co_signer_reads_and_does_not_judge(self, client):
        second = make.deputy()
        item = make.assigned(proposer_kind="joint", co_signers=[second])
        made = make.commitment(item)
        make.reported(made)
        user = make.user(Role.DEPUTY, deputy=second)
        assert self.groups(user) == {}
        client.force_login(user)
        assert client.get(at("", made)).status_code == 200
        assert client.get(at("confirm", made)).status_code == 403
