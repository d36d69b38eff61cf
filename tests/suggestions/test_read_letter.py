"""A reply written in Word fills the editor; what is no such letter gets a sentence, and nothing is kept."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document

from suggestions.errors import RuleViolation
from suggestions.letters import reading
from suggestions.letters.understanding import understand
from tests.suggestions.letter_files import BAD, LETTER, bomb, changed, docx


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


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_letter_gets_a_sentence(case):
    data, sentence = BAD[case]
    with pytest.raises(RuleViolation, match=sentence):
        reading.read(data, "答复.docx")


def test_a_bomb_is_not_unpacked():
    with pytest.raises(RuleViolation, match="解压后过大"):
        reading.read(bomb(), "答复.docx")
