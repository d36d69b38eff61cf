"""GB/T 9704—2012 measured in the files: paper, margins, faces, sizes, line pitch, page numbers, rules, tables."""

import pytest
from django.test import Client
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from suggestions.letters.words import addressee, boxes, clean, day
from suggestions.papers.kinds import PaperKind
from tests.suggestions.paper_cases import House, addresses, opened

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def papers(rows_stay):
    """One file of each kind that an answered suggestion has, by kind."""
    client, house = Client(), House().live()
    found = addresses(client, house.clerk, house.item)
    return {key[0]: opened(client, url) for key, url in found.items() if not key[2]}


def face(run) -> tuple[str, float, bool]:
    """Chinese face, points, red."""
    colour = run.font.color.rgb
    return run._r.rPr.rFonts.get(qn("w:eastAsia")), run.font.size.pt, str(colour) == "E60012"


def paragraph(document, text: str):
    return next(p for p in document.paragraphs if p.text.startswith(text))


def test_every_sheet_is_a4_with_the_standards_margins(papers):
    for kind, document in papers.items():
        section = document.sections[0]
        margins = [section.top_margin, section.bottom_margin, section.left_margin, section.right_margin]
        size, wanted = (section.page_width, section.page_height), [37, 35, 28, 26]
        if section.orientation == WD_ORIENT.LANDSCAPE:
            assert kind == PaperKind.COMMITMENTS
            size, wanted = size[::-1], [28, 26, 35, 37]
        assert [round(length.mm) for length in size] == [210, 297], kind
        assert [round(margin.mm) for margin in margins] == wanted, kind
        grid = section._sectPr.find(qn("w:docGrid"))
        assert int(grid.get(qn("w:linePitch"))) * 22 <= Mm(225).pt * 20 + 22, kind


def test_page_numbers_stand_outside(papers):
    for kind, document in papers.items():
        assert document.settings.odd_and_even_pages_header_footer, kind
        section = document.sections[0]
        for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
            line = footer.paragraphs[0]
            assert line._p.pPr.jc.get(qn("w:val")) == align, kind
            assert line._p.find(qn("w:fldSimple")).get(qn("w:instr")) == "PAGE"
            assert "".join(t.text for t in line._p.iter(qn("w:t"))) == "— 1 —"
            assert face(line.runs[0])[:2] == ("宋体", 14)


def test_faces_and_sizes_of_a_letter(papers):
    letter = papers["reply-letter"]
    first = letter.paragraphs[0]
    assert (first.text, face(first.runs[0])[:2], first.alignment) == ("类别：B", ("黑体", 16), 2)
    red = paragraph(letter, "测试住建局").runs[0]
    assert face(red)[0] == "方正小标宋简体"
    assert face(red)[2]
    title = paragraph(letter, "关于对")
    assert (face(title.runs[0])[:2], title.alignment) == (("方正小标宋简体", 22), 1)
    assert face(paragraph(letter, "一、关于道路").runs[0])[:2] == ("黑体", 16)
    body = paragraph(letter, "已列入年度计划")
    assert face(body.runs[0]) == ("仿宋", 16, False)
    assert body.paragraph_format.line_spacing == Pt(28.95)
    assert body._p.pPr.ind.get(qn("w:firstLineChars")) == "200"


def test_the_red_rule_and_the_rules_of_the_copies(papers):
    letter = papers["reply-letter"]
    rules = [
        (side.tag.split("}")[1], side.get(qn("w:color")), int(side.get(qn("w:sz"))))
        for borders in letter.element.body.iter(qn("w:pBdr"))
        for side in borders
    ]
    assert rules == [
        ("bottom", "E60012", 16),
        ("bottom", "000000", 8),
        ("bottom", "000000", 6),
        ("bottom", "000000", 8),
    ]
    number = paragraph(letter, "测建函")
    assert number.text == "测建函〔2026〕18号\t签发人：赵局长"
    assert face(number.runs[1])[0] == "楷体"


def test_forms_have_no_red_head(papers):
    for kind, document in papers.items():
        red = [run for p in document.paragraphs for run in p.runs if face(run)[2]]
        assert bool(red) == (kind in {PaperKind.REPLY_LETTER, PaperKind.OPINION_LETTER}), kind
        assert bool(document.tables) == (not red), kind


def test_tables_are_as_wide_as_the_text_and_ruled(papers):
    for kind, document in papers.items():
        for table in document.tables:
            widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
            wanted = 225 if kind == PaperKind.COMMITMENTS else 156
            assert abs(sum(widths) - wanted / 25.4 * 1440) < 10, kind
            assert table.style.name == "Table Grid"
            for row in table.rows:
                assert sum(cell.grid_span for cell in row.cells if cell._tc in row._tr.tc_lst) >= 1


def test_the_registers_head_comes_again_on_every_page(papers):
    table = papers["commitments"].tables[0]
    heads = [cell.text for cell in table.rows[0].cells]
    assert heads == ["序号", "现办复类别", "主办单位", "承诺事项", "承诺时限", "落实情况", "改列类别", "责任人"]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [cell.text for cell in table.rows[1].cells][:5] == [
        "1", "B类 正在解决", "测试住建局", "建成学校门前人行道", "2026年9月18日",
    ]  # fmt: skip


def test_missing_faces_have_others_named_for_them(papers):
    part = papers["reply-letter"].part
    fonts = next(rel.target_part for rel in part.rels.values() if rel.reltype.endswith("fontTable")).blob.decode()
    for name, other in (("方正小标宋简体", "小标宋"), ("仿宋", "仿宋_GB2312"), ("楷体", "KaiTi")):
        assert f'w:name="{name}"' in fonts
        assert other in fonts


def test_nothing_of_the_library_stays(papers):
    for document in papers.values():
        assert document.core_properties.author == ""
        assert "python-docx" not in document.core_properties.comments


@pytest.mark.parametrize(
    ("deputies", "delegation", "wanted"),
    [
        (("张三",), "", "张三代表："),
        (("张三", "李四"), "", "张三、李四代表："),
        (tuple("甲乙丙丁戊"), "", "甲等5名代表："),
        ((), "第一代表团", "第一代表团："),
        ((), "", "提出建议的代表："),
    ],
)
def test_addressee(deputies, delegation, wanted):
    assert addressee(deputies, delegation) == wanted


def test_words():
    assert day(None).replace("　", "") == "年月日"
    assert boxes(("是", "否"), "否") == "□是　　☑否"
    assert clean("a\x00b\x0bc\ufffed\ud800e\n") == "abcde\n"
