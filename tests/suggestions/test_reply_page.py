"""The reply while the handler writes it: what is shown, refused, kept, and what a version starts from."""

from copy import deepcopy
from datetime import date

import pytest
from django.urls import reverse

from suggestions.actions import add_unit, rehandle, reply
from suggestions.choices import AssignmentState, Grade, ReplyState
from suggestions.models import Attachment, Draft, Reply
from tests import factories as make
from tests.suggestions.pages import TWO_BAD, TWO_BAD_IDS, seen, stop_clock, told, upload, words

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 20)
TEXT = "您提出的建议收悉，现答复如下：已会同有关单位完成清淤。"


@pytest.fixture(scope="module")
def made(rows_stay):
    found = make.signed(make.assigned(make.unit("市水务局")))
    make.contacted(found.suggestion, on=TODAY)
    found.refresh_from_db()
    return found


@pytest.fixture
def task(client, monkeypatch, made):
    stop_clock(monkeypatch, TODAY)
    client.force_login(make.handler(made.unit, name="张三"))
    return deepcopy(made)


@pytest.fixture
def head(task):
    return make.head(task.unit, name="李局长")


def url(task) -> str:
    return reverse("suggestions:reply", args=[task.pk])


def form(**changes) -> dict:
    good = {
        "text": TEXT,
        "document_number": "水函[2026] 8号",
        "dated_on": "2026-05-20",
        "signatory": "李局长",
        "result_class": make.result_class("A").pk,
    }
    return {**good, **changes}


def test_the_page_has_what_is_answered_beside_the_form(client, head, task):
    make.opined(task.suggestion, _join(task, "市财政局"), on=TODAY)
    page = client.get(url(task))
    text = words(page)
    assert task.suggestion.body in text
    assert "拟同意，建议纳入年度计划。" in text  # the assisting unit's opinion
    assert "面对面听取了代表的意见" in text
    assert page.context["form"].initial == {
        "title": f"关于十三届一次会议第{task.suggestion.number}号建议的答复",
        "dated_on": TODAY,
        "signatory": "李局长",
        "delivery": "each",
    }
    assert "送本单位负责人签发：李局长" in text
    assert not Draft.objects.exists()  # looking writes nothing


def _join(task, name: str):
    """A further assisting unit on the suggestion of `task`."""
    unit = make.unit(name)
    add_unit.add(
        suggestion=task.suggestion, unit=unit, assigned_on=TODAY, by=make.clerk(), today=TODAY, at=make.at(TODAY)
    )
    task.suggestion.refresh_from_db()
    return unit


def test_the_letter_goes_to_the_head(client, head, task):
    answer = client.post(url(task), form(files=[upload("答复函.pdf")]))
    assert "答复第1版（水函〔2026〕8号）已送李局长签发" in told(answer)
    made = Reply.objects.get()
    assert (made.document_number, made.state, made.dated_on) == (
        "水函〔2026〕8号",
        ReplyState.AWAITING_SIGNATURE,
        TODAY,
    )
    assert [file.name for file in made.attachments.all()] == ["答复函.pdf"]
    second = client.post(url(task), form())
    assert second.status_code == 409
    assert "当前状态为“待签发”" in words(second)
    assert Reply.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "changes", "sentence"),
    [
        ("text", {"text": ""}, "请填写答复全文"),
        ("document_number", {"document_number": ""}, "必填"),
        ("dated_on", {"dated_on": "2026-05-21"}, "不能晚于今天"),
        ("dated_on", {"dated_on": "2026-03-01"}, "不能早于交办日期2026-03-02"),
        ("dated_on", {"dated_on": "五月二十日"}, "日期"),
        ("signatory", {"signatory": ""}, "必填"),
        ("result_class", {"result_class": ""}, "必填"),
        ("result_class", {"result_class": "9999"}, "选择"),
        ("promise-0-matter", {"result_class": "B"}, "承诺要有期限"),
        ("promise-0-due_on", {"promise-0-matter": "建泵站"}, "承诺要有期限"),
        ("promise-0-matter", {"promise-0-due_on": "2026-12-31"}, "请写明"),
        ("promise-4-due_on", {"promise-4-matter": "建泵站", "promise-4-due_on": "2026-05-19"}, "不能早于答复日期"),
        ("promise-0-due_on", {"promise-0-matter": "建泵站", "promise-0-due_on": "明年"}, "日期"),
        ("unsolved_reason", {"result_class": "C", "unsolved_reason": " "}, "实事求是"),
    ],
)
def test_what_is_refused_is_said_at_its_field_and_all_is_kept(client, task, field, changes, sentence):
    if changes.get("result_class") in ("B", "C"):
        changes = {**changes, "result_class": make.result_class(changes["result_class"]).pk}
    answer = client.post(url(task), form(**{"promise-1-responsible": "", "title": "关于清淤的答复"} | changes))
    assert answer.status_code == 200
    assert sentence in str(answer.context["form"].errors[field])
    assert "请重新选择文件" not in words(answer)  # none was chosen
    assert "关于清淤的答复" in answer.content.decode()
    if field != "text":
        assert TEXT in answer.content.decode()
    assert not Reply.objects.exists()
    task.refresh_from_db()
    assert task.state == AssignmentState.HANDLING


@pytest.mark.parametrize(("name", "content", "sentence"), TWO_BAD, ids=TWO_BAD_IDS)
def test_bad_files(client, task, name, content, sentence):
    answer = client.post(url(task), form(files=[upload(), upload(name, content)]))
    assert answer.status_code == 200
    assert sentence in str(answer.context["form"].errors["files"])
    assert "请重新选择文件" in words(answer)
    assert TEXT in answer.content.decode()
    assert not Reply.objects.exists()
    assert not Attachment.objects.exists()


def test_late_assisting_units_are_named_and_may_be_left_behind_with_a_reason(client, task):
    assert "without_opinions_reason" not in client.get(url(task)).context["form"].fields
    _join(task, "市财政局")
    assert "市财政局" in words(client.get(url(task)))
    refused = client.post(url(task), form())
    assert "市财政局尚未提交协办意见" in str(refused.context["form"].errors["without_opinions_reason"])
    assert client.post(url(task), form(without_opinions_reason="已电话征求意见")).status_code == 302
    assert Reply.objects.get().without_opinions_reason == "已电话征求意见"


def test_late_is_allowed_and_said(client, monkeypatch, task):
    assert "逾期" not in words(client.get(url(task)))
    stop_clock(monkeypatch, date(2026, 6, 5))
    client.force_login(make.handler(task.unit))
    assert "期限2026-06-02已过3天，现在提交将记为逾期答复" in words(client.get(url(task)))
    assert client.post(url(task), form()).status_code == 302


def test_who_may_not_write(client, task):
    helper = _join(task, "市财政局")
    for person, status in [
        (make.handler(helper), 403),
        (make.clerk(), 403),
        (make.user("auditor"), 403),
        (make.handler(make.unit()), 404),
    ]:
        client.force_login(person)
        assert client.get(url(task)).status_code == status, person.role
        assert client.post(url(task), form()).status_code == status, person.role
    assert not Reply.objects.exists()


# Where a version starts from


def test_a_version_sent_back_is_the_start_of_the_next_with_the_reason_on_top(client, head, task):
    made = _submitted(task, text="第一版")
    reply.send_back_draft(reply=made, reason="请逐条回应", by=head, at=make.at(TODAY))
    page = client.get(url(task))
    assert "第 1 版：单位退改" in words(page)
    assert "请逐条回应" in words(page)
    assert page.context["form"].initial["text"] == "第一版"
    assert page.context["form"].initial["result_class"] == made.result_class_id


def _submitted(task, hour: int = 10, **fields) -> Reply:
    task.refresh_from_db()
    return reply.submit(
        assignment=task,
        letter=make.letter(dated_on=TODAY, **fields),
        files=[upload("答复函.pdf")],
        by=make.handler(task.unit),
        today=TODAY,
        at=make.at(TODAY, hour),
    )


@pytest.mark.parametrize(("saved_at", "text"), [(9, "第一版"), (12, "退回后又写的")])
def test_a_draft_older_than_the_version_sent_back_does_not_hide_it(client, head, task, saved_at, text):
    made = _submitted(task, hour=10, text="第一版")
    Draft.objects.create(
        assignment=task, form="reply", data={"text": "退回后又写的"}, revision=4, saved_at=make.at(TODAY, saved_at)
    )
    reply.send_back_draft(reply=made, reason="请修改", by=head, at=make.at(TODAY, 11))
    page = client.get(url(task))
    assert page.context["form"].initial["text"] == text
    assert 'data-autosave-revision="4"' in page.content.decode()  # either way the next save counts on
    assert ("已恢复 12:00 保存的草稿" in words(page)) == (saved_at == 12)


def test_files_of_the_version_before_are_kept_until_new_ones_come(client, head, task):
    made = _submitted(task, text="第一版")
    reply.send_back_draft(reply=made, reason="请修改", by=head, at=make.at(TODAY))
    assert "上一版的1个文件会沿用" in words(client.get(url(task)))
    client.post(url(task), form(text=""))  # the kept file is the text
    second = Reply.objects.get(version=2)
    assert [file.name for file in second.attachments.all()] == ["答复函.pdf"]


def test_a_page_read_before_the_letter_was_sent_back_is_told(client, head, task):
    old = seen(client.get(url(task)))
    made = _submitted(task, text="同事的第一版")
    reply.send_back_draft(reply=made, reason="请修改", by=head, at=make.at(TODAY))
    answer = client.post(url(task), form(seen=old))
    assert answer.status_code == 409
    assert "在您填写期间此件有了新的变化" in words(answer)
    assert TEXT in answer.content.decode()
    assert Reply.objects.count() == 1
    assert client.post(url(task), form(seen=seen(answer))).status_code == 302  # having seen it, once more


def test_a_second_handling_shows_what_the_deputy_missed(client, task):
    make.replied(task.suggestion, on=TODAY)
    make.judged(task.suggestion, Grade.DISSATISFIED, on=TODAY)
    rehandle.rehandle(
        suggestion=task.suggestion, demanded_on=TODAY, reason="请落实", by=make.clerk(), today=TODAY, at=make.at(TODAY)
    )
    second = make.signed(task.suggestion, on=TODAY)
    text = words(client.get(url(second)))
    assert "请写明时间表" in text
    assert "第 2 轮办理" in text
    assert "不能" in told(client.get(url(task)))  # the first round's task is over


@pytest.mark.parametrize(("text", "is_filed"), [("另一个窗口后写的新稿。", False), (None, True)])
def test_an_older_window_does_not_file_over_a_newer_draft(client, head, task, text, is_filed):
    """What another window saved later would vanish from the editor; the same words saved on leaving do no harm."""
    typed = form(revision="1")
    data = {"text": text or typed["text"].replace("\n", "\r\n")}
    Draft.objects.create(assignment=task, form=Draft.Form.REPLY, data=data, revision=2, saved_at=make.at(hour=9))
    answer = client.post(url(task), typed)
    assert task.replies.exists() == is_filed
    if not is_filed:
        page = words(answer)
        assert "与本页不同，没有提交" in page
        assert typed["text"] in page, "what was typed stays on the page"
        assert task.drafts.get().data["text"] == text
        assert 'name="revision" value="1"' in answer.content.decode()
