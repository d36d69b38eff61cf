"""The assisting unit's opinion, and its further versions while the lead's reply is not accepted."""

from copy import deepcopy
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document

from suggestions.actions import reply
from suggestions.choices import AssignmentState
from suggestions.models import Attachment, Draft, Opinion
from tests import factories as make
from tests.suggestions.pages import TWO_BAD, TWO_BAD_IDS, seen, stop_clock, told, upload, words

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 20)
# Assigned on 2 March 2026, one month: due 2 April.


@pytest.fixture(scope="module")
def made(rows_stay):
    helper = make.unit("市财政局")
    return make.signed(make.assigned(make.unit("市水务局"), assisting=[helper]), helper)


@pytest.fixture(scope="module")
def writer(made):
    return make.handler(made.unit)


@pytest.fixture
def task(client, monkeypatch, made, writer):
    stop_clock(monkeypatch, TODAY)
    client.force_login(writer)
    return deepcopy(made)


def url(task) -> str:
    return reverse("suggestions:opinion", args=[task.pk])


def test_the_opinion_reaches_the_lead(client, task):
    page = client.get(url(task))
    assert "提交后通知主办单位：市水务局" in words(page)
    Draft.objects.create(assignment=task, form="opinion", data={"text": "草"}, revision=1, saved_at=make.at(TODAY, 9))
    answer = client.post(url(task), {"text": "拟同意", "signatory": "钱局长", "files": [upload("意见.pdf")]})
    assert "已提交主办单位" in told(answer)
    opinion = Opinion.objects.get()
    assert (opinion.version, opinion.filed_on, opinion.signatory) == (1, TODAY, "钱局长")
    assert [file.name for file in opinion.attachments.all()] == ["意见.pdf"]
    task.refresh_from_db()
    assert (task.state, task.done_on) == (AssignmentState.OPINION_FILED, TODAY)
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept", "printed"),
    [
        ("测财函[2026] ８号", "测财函〔2026〕8号", "测财函〔2026〕8号"),
        ("测财函【2026】8", "测财函〔2026〕8号", "测财函〔2026〕8号"),
        ("", "", "　　　　〔　　　　〕　　号"),  # no letter of its own: the paper leaves the place
    ],
)
def test_its_letter_s_number_is_kept_as_a_reply_s_and_printed(client, task, typed, kept, printed):
    client.post(url(task), {"text": "拟同意", "signatory": "钱局长", "document_number": typed})
    assert Opinion.objects.get().document_number == kept
    assert kept in words(client.get(task.suggestion.get_absolute_url()))
    address = reverse("suggestions:paper", args=[task.suggestion_id, "opinion-letter"])
    answer = client.get(address, {"task": task.pk})
    letter = Document(BytesIO(b"".join(answer.streaming_content)))
    assert f"{printed}\t签发人：钱局长" in [paragraph.text for paragraph in letter.paragraphs]


@pytest.mark.parametrize(("text", "is_filed"), [("另一个窗口后写的。", False), ("拟同意", True)])
def test_an_older_window_does_not_file_over_a_newer_draft(client, task, text, is_filed):
    Draft.objects.create(assignment=task, form="opinion", data={"text": text}, revision=2, saved_at=make.at(hour=9))
    assert 'name="revision" value="2"' in client.get(url(task)).content.decode()
    answer = client.post(url(task), {"text": "拟同意", "revision": "1"})
    assert task.opinions.exists() == is_filed
    if not is_filed:
        assert "与本页不同，没有提交" in words(answer)
        assert "拟同意" in answer.content.decode()
        assert 'name="revision" value="1"' in answer.content.decode()


def test_a_second_version_starts_from_the_first_and_a_double_click_makes_none(client, task):
    page = client.get(url(task))
    first = {"text": "拟同意", "signatory": "钱局长", "seen": seen(page)}
    client.post(url(task), first)
    double = client.post(url(task), first)
    assert double.status_code == 409
    assert "提交协办意见" in words(double)  # what happened meanwhile
    assert Opinion.objects.count() == 1
    page = client.get(url(task))
    assert page.context["form"].initial == {"text": "拟同意", "document_number": "", "signatory": "钱局长"}
    answer = client.post(url(task), {"text": "同意，已列入预算", "seen": seen(page)})
    assert "第2版" in told(answer)
    assert list(Opinion.objects.values_list("text", flat=True)) == ["拟同意", "同意，已列入预算"]


def test_not_after_the_leads_reply_is_accepted(client, task):
    client.post(url(task), {"text": "拟同意"})
    made = make.filed(task.suggestion, make.task(task.suggestion).unit, on=TODAY)
    assert client.post(url(task), {"text": "补充"}).status_code == 302  # with the office for review: still possible
    reply.accept(reply=made, by=make.clerk(), on=TODAY, at=make.at(TODAY))
    answer = client.post(url(task), {"text": "再补充"})
    assert answer.status_code == 409
    assert "再补充" in answer.content.decode()
    assert Opinion.objects.count() == 2


@pytest.mark.parametrize(("name", "content", "sentence"), TWO_BAD, ids=TWO_BAD_IDS)
def test_bad_files(client, task, name, content, sentence):
    answer = client.post(url(task), {"text": "拟同意", "files": [upload(name, content)]})
    assert sentence in str(answer.context["form"].errors["files"])
    assert "请重新选择文件" in words(answer)
    assert "拟同意" in answer.content.decode()
    assert not Opinion.objects.exists()
    assert not Attachment.objects.exists()
    task.refresh_from_db()
    assert task.state == AssignmentState.HANDLING


def test_an_empty_opinion_is_refused_and_a_file_alone_is_not(client, task):
    assert "请填写协办意见" in str(client.post(url(task), {"text": " "}).context["form"].errors["text"])
    assert client.post(url(task), {"text": "", "files": [upload()]}).status_code == 302


def test_late_is_allowed_and_said(client, monkeypatch, task):
    stop_clock(monkeypatch, date(2026, 4, 2))
    client.force_login(make.handler(task.unit))
    assert "逾期" not in words(client.get(url(task)))  # the due day itself is in time
    stop_clock(monkeypatch, date(2026, 4, 4))
    client.force_login(make.handler(task.unit))
    assert "期限2026-04-02已过2天" in words(client.get(url(task)))
    assert client.post(url(task), {"text": "拟同意"}).status_code == 302


def test_who_may_not_file(client, task):
    for person, status in [
        (make.handler(make.task(task.suggestion).unit), 403),
        (make.clerk(), 403),
        (make.handler(make.unit()), 404),
    ]:
        client.force_login(person)
        assert client.post(url(task), {"text": "拟同意"}).status_code == status, person.role
    assert not Opinion.objects.exists()


def test_the_draft_comes_back(client, task):
    Draft.objects.create(
        assignment=task, form="opinion", data={"text": "写到一半"}, revision=2, saved_at=make.at(TODAY, 9)
    )
    page = client.get(url(task))
    assert "已恢复 09:00 保存的草稿" in words(page)
    assert "写到一半" in page.content.decode()
    assert 'data-autosave-revision="2"' in page.content.decode()
