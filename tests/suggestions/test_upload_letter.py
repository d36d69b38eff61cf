"""A reply written in Word is laid over what was typed in the editor; nothing typed is lost unasked."""

from copy import deepcopy

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from suggestions.models import Attachment, Draft
from tests import factories as make
from tests.suggestions.letter_files import BAD, GOOD, LETTER, TODAY, docx
from tests.suggestions.pages import stop_clock, told, words


@pytest.fixture(scope="module")
def made(rows_stay):
    return make.signed(make.assigned(make.unit("市水务局"), number="12"))


@pytest.fixture(scope="module")
def writer(made):
    return make.handler(made.unit, name="张三")


@pytest.fixture
def task(client, monkeypatch, db, made, writer):
    stop_clock(monkeypatch, TODAY)
    client.force_login(writer)
    return deepcopy(made)


def send(client, task, data: bytes = GOOD, revision: int = 0, **typed):
    file = SimpleUploadedFile("答 复.docx", data)
    page = reverse("suggestions:reply", args=[task.pk])
    return client.post(page, {"read_letter": "1", "letter": file, "revision": revision, **typed})


def test_it_is_laid_over_the_draft_and_told(client, task):
    answer = send(client, task, **{"promise-0-matter": "建泵站", "text": ""})
    assert "已从《答 复.docx》读入：标题、文号、日期、签发人、类别、正文。请核对。" in told(answer)
    data = Draft.objects.get().data
    assert data["promise-0-matter"] == "建泵站"  # what was typed elsewhere stays
    assert data["dated_on"] == "2026-05-18"
    shown = client.get(answer.url)
    assert shown.context["form"].initial["document_number"] == "水函〔2026〕8号"
    assert not Attachment.objects.exists()


def test_what_was_not_found_is_said(client, task):
    answer = send(client, task, docx("王代表：", "已办理。"))
    assert "没有找到：标题、文号、日期、签发人、类别。" in told(answer)


def test_words_that_are_there_are_not_replaced_unasked(client, task):
    page = send(client, task, text="写了一半的正文")
    assert "原来的正文（7字）将被文件中的正文代替" in words(page)
    assert "data-autosave-url" not in page.content.decode()  # nothing saves itself meanwhile
    assert Draft.objects.get().data["text"] == "写了一半的正文"
    fields = page.context["form"].initial
    taken = client.post(
        reverse("suggestions:reply", args=[task.pk]),
        {"take": "1", "revision": page.context["start"].revision, "text": fields["text"]},
    )
    assert "已读入" in told(taken)
    assert Draft.objects.get().data["text"].startswith("王代表：")


def test_what_was_not_found_is_said_when_it_is_asked_about_too(client, task):
    page = send(client, task, docx("王代表：", "已办理。", "市水务局", "2026年5月18日"), text="写了一半的正文")
    assert "没有找到：标题、文号、签发人、类别。" in words(page)
    assert "没有读入正文：市水务局。" in words(page)
    fields = page.context["form"].initial
    sent = {"take": "1", "revision": page.context["start"].revision, "read": page.context["read"]}
    taken = client.post(reverse("suggestions:reply", args=[task.pk]), {**sent, "text": fields["text"]})
    assert "已读入并存为草稿：日期、正文。请核对。没有找到：标题、文号、签发人、类别。" in told(taken)


def test_the_letter_of_another_suggestion_is_asked_about(client, task):
    task.suggestion.number = "52"
    task.suggestion.save(update_fields=["number"])
    page = send(client, task)
    assert "文件写的是第12号建议，本件是第52号，请核对是否选错了文件。" in words(page)
    assert "text" not in Draft.objects.get().data
    own = [line.replace("第12号", "第052号") for line in LETTER]
    assert "已从《答 复.docx》读入" in told(send(client, task, docx(*own), revision=1))


def test_a_colleagues_newer_draft_is_not_overwritten_unasked(client, task):
    Draft.objects.create(
        assignment=task,
        form="reply",
        data={"text": "李四写的"},
        revision=3,
        saved_by=make.handler(task.unit, name="李四"),
        saved_at=make.at(TODAY, 9),
    )
    page = send(client, task, revision=2)
    assert "李四在09:00保存了更新的草稿" in words(page)
    assert Draft.objects.get().data == {"text": "李四写的"}


@pytest.mark.parametrize("case", ["empty", "exe", "truncated", "entities", "no document"])
def test_a_bad_file_changes_nothing(client, task, case):
    page = send(client, task, BAD[case][0], text="写了一半")
    assert page.status_code == 200
    assert BAD[case][1] in words(page)
    assert "写了一半" in page.content.decode()
    assert not Draft.objects.exists()
