"""A reply written in Word fills the editor; what is no such letter gets a sentence, and nothing is kept."""

from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from suggestions.errors import RuleViolation
from suggestions.letters import reading
from suggestions.letters.understanding import understand
from suggestions.models import Attachment, Draft
from tests import factories as make
from tests.suggestions.pages import stop_clock, told, words

EXE = b"MZ\x90\x00" + b"\0" * 60
TODAY = date(2026, 5, 20)
LETTER = [
    "测试市水务局",
    "类别：B",
    "水函〔2026〕 8号　　签发人：李明",
    "关于市十三届人大一次会议",
    "第12号建议的答复",
    "王代表：",
    "您提出的建议收悉，现答复如下：",
    "一、2026年5月1日已开工。",
    "感谢您的关心。",
    "测试市水务局",
    "二〇二六年五月十八日",
    "联系人：张三　电话：0000-1234",
]


def docx(*lines: str, rows=()) -> bytes:
    document, out = Document(), BytesIO()
    for line in lines:
        document.add_paragraph(line)
    for row in rows:
        table = document.add_table(rows=1, cols=len(row))
        for cell, text in zip(table.rows[0].cells, row, strict=True):
            cell.text = text
    document.save(out)
    return out.getvalue()


def test_the_parts_of_a_letter_are_found():
    found = reading.read(docx(*LETTER, rows=[("事项", "期限"), ("清淤", "年底")]), "答复.docx")
    assert found.title == "关于市十三届人大一次会议第12号建议的答复"
    assert (found.document_number, found.class_code, found.signatory) == ("水函〔2026〕8号", "B", "李明")
    assert found.dated_on == date(2026, 5, 18)
    assert found.text.startswith("王代表：\n您提出的建议收悉")
    assert "类别" not in found.text
    assert "事项\t期限\n清淤\t年底" in found.text


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("2026年3月1日", date(2026, 3, 1)),
        ("2026 年 3 月 1 日", date(2026, 3, 1)),
        ("二〇二六年三月一日", date(2026, 3, 1)),
        ("二○二六年十二月三十一日", date(2026, 12, 31)),
        ("二零二六年十月二十日", date(2026, 10, 20)),
        ("2026年2月31日", None),
        ("没有日期", None),
    ],
)
def test_dates_in_digits_and_in_words(line, day):
    assert understand(["正文，2025年1月1日开始。", line]).dated_on == day


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("类别：A", "A"),
        ("办理结果：B类", "B"),
        ("（类别： c ）", "C"),
        ("类别标记：B", "B"),
        ("办理类别标识:“Ｃ”类", "C"),
        ("关于第12号建议的答复（B类）", "B"),
        ("关于第12号建议的答复 (c类)", "C"),
        ("B", "B"),
        ("“A”类", "A"),
        ("（Ｄ类）", "D"),
        ("水函〔2026〕8号　　　　B类", "B"),
        ("这类别的事", ""),
        ("类别：优", ""),
        ("类别：APP", ""),
        ("关于建设B类市场的答复", ""),
    ],
)
def test_class_marks(line, code):
    found = understand([line, "王代表：", "正文。", "D"])
    assert found.class_code == code
    assert "B类" not in found.title or not code
    assert found.text == "王代表：\n正文。\nD"


def test_a_class_in_the_head_of_the_page_or_in_a_box():
    document, out = Document(BytesIO(docx("王代表：", "已办理。"))), BytesIO()
    document.sections[0].header.paragraphs[0].text = "类别：C"
    document.save(out)
    assert reading.read(out.getvalue(), "答复.docx").class_code == "C"
    box = "<w:txbxContent><w:p><w:r><w:t>B</w:t></w:r><w:r><w:t>类</w:t></w:r></w:p></w:txbxContent>"
    boxed = ZipFile(BytesIO(docx("王代表：", "已办理。"))).read("word/document.xml").decode()
    boxed = boxed.replace("<w:p>", f"<w:p><w:r><w:pict>{box}</w:pict></w:r>", 1)
    data = changed(docx("王代表：", "已办理。"), word_document__xml=boxed.encode())
    assert reading.read(data, "答复.docx").class_code == "B"


BODY = ["王代表：", "一、已开工。", "二、请与我局联系，电话：0000-1234。"]


@pytest.mark.parametrize(
    ("tail", "signatory", "left_out"),
    [
        ([], "", []),
        (["测试市水务局", "2026年5月18日"], "", ["测试市水务局"]),
        (["测试市水务局（盖章）", "李 明", "2026年5月18日"], "李明", ["测试市水务局（盖章）"]),
        (["市水务局", "市财政局", "2026年5月18日"], "", ["市水务局", "市财政局"]),
        (["市水务局　2026年5月18日"], "", ["市水务局　2026年5月18日"]),
        (["联系人：张三", "市水务局", "2026年5月18日"], "", ["联系人：张三", "市水务局"]),
        (
            [
                "市水务局",
                "2026年5月18日",
                "（联系人：张三，联系电话：0000-1234）",
                "抄送：市人大常委会",
                "附：征询意见表",
            ],
            "",
            ["市水务局", "（联系人：张三，联系电话：0000-1234）", "抄送：市人大常委会", "附：征询意见表"],
        ),
        (["承 办 人：张三", "联系电话：0000-1234"], "", ["承 办 人：张三", "联系电话：0000-1234"]),
    ],
)
def test_the_signature_does_not_stay_in_the_body(tail, signatory, left_out):
    found = understand([*BODY, *tail])
    assert found.text == "\n".join(BODY)
    assert (found.signatory, list(found.left_out)) == (signatory, left_out)


@pytest.mark.parametrize(
    "tail",
    [
        ["特此函复", "2026年5月18日"],
        ["联系人：张三", "以上意见，请予支持。"],
        ["工程计划完成于2026年5月18日"],
        ["市水务局", "附表：清淤河段"],
    ],
)
def test_what_is_said_at_the_end_stays(tail):
    assert tail[0] in understand([*BODY, *tail]).text


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        ("关于对市十三届人大一次会议第12号建议的答复", {12}),
        ("关于市十三届人大一次会议第012、15号建议的答复", {12, 15}),
        ("您在市十三届人大一次会议上提出的《关于清淤的建议》（第7号）收悉。", {7}),
        ("关于闭会期间闭字第3号代表建议的答复", {3}),
        ("水函〔2026〕8号", set()),
        ("根据《条例》第3条，2026年5月1日已开工。", set()),
    ],
)
def test_which_suggestion_it_says_it_answers(line, numbers):
    assert understand([line, "王代表：", "正文。"]).answered == numbers
    assert understand(["王代表：", line, "正文。"]).answered == numbers


def changed(data: bytes, **parts: bytes | None) -> bytes:
    """`data` with some of its parts replaced (or left out); `_` for `/` and `__` for `.`."""
    names = {name.replace("__", ".").replace("_", "/", 1): content for name, content in parts.items()}
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = names.get(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def bomb() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("word/document.xml", b"0" * (160 * 1024 * 1024))
    return out.getvalue()


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
GOOD = docx(*LETTER)
BAD = {
    "empty": (b"", "是空的"),
    "exe": (EXE, "已损坏或不是"),
    "truncated": (GOOD[: len(GOOD) // 2], "已损坏"),
    "cut short": (GOOD[:-30], "已损坏"),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版"),
    "password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600,
        "密码",
    ),
    "no document": (changed(GOOD, word_document__xml=None), "不是 Word 文档"),
    "no xml": (changed(GOOD, word_document__xml=b"<broken"), "已损坏"),
    "other xml": (changed(GOOD, word_document__xml=b"<x/>"), "Word"),
    "entities": (changed(GOOD, word_document__xml=ENTITIES), "已损坏"),
    "wide entities": (changed(GOOD, word_document__xml=ENTITIES.decode().encode("utf-16")), "已损坏"),
    "no words": (docx(" "), "没有文字"),
    "text": ("关于建议的答复".encode(), "已损坏或不是"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_letter_gets_a_sentence(case):
    data, sentence = BAD[case]
    with pytest.raises(RuleViolation, match=sentence):
        reading.read(data, "答复.docx")


def test_a_bomb_is_not_unpacked():
    with pytest.raises(RuleViolation, match="解压后过大"):
        reading.read(bomb(), "答复.docx")


# In the editor


@pytest.fixture
def task(client, monkeypatch, db):
    stop_clock(monkeypatch, TODAY)
    found = make.signed(make.assigned(make.unit("市水务局"), number="12"))
    client.force_login(make.handler(found.unit, name="张三"))
    return found


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
