"""A sheet of official paper (GB/T 9704—2012): A4, margins 37/35/28/26 mm, 22 lines of 28 characters.

No seal is drawn: it is stamped. The page number stands outside, right on odd and left on even pages.
"""

from datetime import date
from functools import cache
from io import BytesIO

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from suggestions.letters.runs import (
    BLACK,
    BODY_FACE,
    CENTRE,
    FALLBACKS,
    HEAD_FACE,
    JUSTIFIED,
    LATIN_FACE,
    LEFT,
    LINE_PITCH,
    PAGE_FACE,
    RED,
    RIGHT,
    SIZE_BODY,
    SIZE_CELL,
    SIZE_SMALL,
    SIZE_TITLE,
    SUBHEAD_FACE,
    TITLE_FACE,
    Layout,
    Run,
    paragraph_xml,
)
from suggestions.letters.words import clean, day, width

TEXT_WIDTH = 156 / 25.4 * 72  # points
_MARGINS = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}
_LYING_MARGINS = {"top_margin": 28, "bottom_margin": 26, "left_margin": 35, "right_margin": 37}  # bound at the top
_FOOTER, _LYING_FOOTER = 23, 14  # mm from the edge: the page number stands 7 mm below the text
_TITLE_PITCH = 35
_LARGEST_HEAD = 44
_KEPT_STYLES = {"Normal", "DefaultParagraphFont", "TableNormal", "Footer", "TableGrid"}
_SPARE_PARTS = ("thumbnail", "stylesWithEffects", "customXml", "numbering")


class Page:
    """Paragraphs in the order they are asked for; `save` gives the file. Tables: letters/form.py."""

    def __init__(self, *, subject: str, is_landscape: bool = False):
        self.document = Document(BytesIO(_empty_sheet(is_landscape)))
        self.document.core_properties.title = clean(subject)
        self._body = self.document.element.body

    def save(self) -> bytes:
        stream = BytesIO()
        self.document.save(stream)
        return stream.getvalue()

    # What stands on it, from top to bottom

    def mark(self, text: str) -> None:
        """The class of the reply, top right of the first page (domain.md 1.1)."""
        self.line(text, face=HEAD_FACE, align=RIGHT)

    def red_head(self, unit: str, number: str, signatory: str) -> None:
        """发文机关标志, the document number with the signatory, and the red rule (7.2.4-7.2.7)."""
        size = min(_LARGEST_HEAD, int(TEXT_WIDTH / max(width(unit), 1)))
        head = Layout(pitch=size * 1.3, align=CENTRE, before=30, after=24)
        self.add([Run(unit, TITLE_FACE, size, RED)], head)
        under = Layout(left=SIZE_BODY, right=SIZE_BODY, tab=TEXT_WIDTH - SIZE_BODY, keep_next=True)
        self.add([Run(f"{number}\t签发人："), Run(signatory, SUBHEAD_FACE)], under)
        self.add([Run("", size=4)], Layout(pitch=8, bottom_rule=(16, RED)))

    def title(self, text: str) -> None:
        layout = Layout(pitch=_TITLE_PITCH, align=CENTRE, before=LINE_PITCH, after=LINE_PITCH)
        self.add([Run(text, TITLE_FACE, SIZE_TITLE)], layout)

    def form_title(self, text: str, under: str = "") -> None:
        """Of a form: close to its table; `under` is a line in 楷体 below it."""
        self.add(
            [Run(text, TITLE_FACE, SIZE_TITLE)], Layout(pitch=_TITLE_PITCH, align=CENTRE, after=4 if under else 12)
        )
        if under:
            self.add([Run(under, SUBHEAD_FACE, SIZE_SMALL)], Layout(pitch=24, align=CENTRE, after=8))

    def head(self, text: str, *, new_page: bool = False) -> None:
        """First rank, 一、; an annex begins a page (GB/T 9704: 附件应当另面编排)."""
        self.add([Run(text, HEAD_FACE)], Layout(indent=2, align=JUSTIFIED, keep_next=True, new_page=new_page))

    def subhead(self, text: str) -> None:
        """Second rank, （一）"""
        self.add([Run(text, SUBHEAD_FACE)], Layout(indent=2, align=JUSTIFIED, keep_next=True))

    def text(self, text: str) -> None:
        self.add([Run(text)], Layout(indent=2, align=JUSTIFIED))

    def gap(self) -> None:
        """Between the text of a form and its table."""
        self.add([Run("", size=SIZE_CELL)], Layout(pitch=SIZE_CELL))

    def signature(self, unit: str, dated_on: date | None) -> None:
        """The unit centred over the date, which stands four characters from the right (7.3.5.1)."""
        self._keep_last()
        written, unit_width = day(dated_on), width(unit)
        date_space = max(4.0, 2 + (unit_width - width(written)) / 2)
        unit_space = max(2.0, date_space + (width(written) - unit_width) / 2)
        self.add([Run(unit)], Layout(align=RIGHT, right=SIZE_BODY * unit_space, before=LINE_PITCH, keep_next=True))
        self.add([Run(written)], Layout(align=RIGHT, right=SIZE_BODY * date_space))

    def note(self, text: str) -> None:
        """附注, in brackets, two characters in (7.3.7)."""
        self._keep_last()
        self.add([Run(f"（{text}）")], Layout(indent=2))

    def copies(self, copied: str, issued_by: str, issued_on: date | None) -> None:
        """版记: rules above, between and below; who gets a copy, who printed it and when (7.4)."""
        self._keep_last()
        in_one = SIZE_SMALL  # one character in from both sides
        layout = Layout(pitch=24, align=JUSTIFIED, right=in_one, left=in_one + 42, hanging=42, keep_next=True)
        above = Layout(pitch=LINE_PITCH, keep_next=True, bottom_rule=(8, BLACK))
        self.add([Run("", size=SIZE_SMALL)], above)
        self.add([Run(f"抄送：{copied}。", size=SIZE_SMALL)], layout)
        self.add([Run("", size=2)], Layout(pitch=2, bottom_rule=(6, BLACK), keep_next=True))
        layout = Layout(pitch=24, left=in_one, right=in_one, tab=TEXT_WIDTH - in_one, keep_next=True)
        size = SIZE_SMALL if width(issued_by) <= 20 else SIZE_CELL
        self.add([Run(f"{issued_by}\t{day(issued_on)}印发", size=size)], layout)
        self.add([Run("", size=2)], Layout(pitch=2, bottom_rule=(8, BLACK)))

    def small(self, text: str, *, is_kept: bool = False) -> None:
        """A remark at a table."""
        self.add([Run(text, SUBHEAD_FACE, SIZE_CELL)], Layout(pitch=20, before=3, after=3, keep_next=is_kept))

    def cut_line(self, text: str) -> None:
        """What stands below is cut off and sent back."""
        dashes = " ".join("-" * 14)
        self.add([Run(f"{dashes} {text} {dashes}", size=SIZE_CELL)], Layout(pitch=24, align=CENTRE, keep_next=True))

    def line(
        self,
        text: str,
        *,
        face: str = BODY_FACE,
        size: float = SIZE_BODY,
        align: str = LEFT,
        pitch: float = LINE_PITCH,
        colour: str = "",
        before: float = 0,
    ) -> None:
        self.add([Run(text, face, size, colour)], Layout(pitch=pitch, align=align, before=before))

    def _keep_last(self) -> None:
        """What comes next never stands on a page without text (7.3.5.4: no 此页无正文)."""
        last = self._body[-2] if len(self._body) > 1 else None  # the section's properties are last
        if last is not None and last.tag == qn("w:p"):
            last.get_or_add_pPr().get_or_add_keepNext()

    def add(self, runs: list[Run], layout: Layout) -> None:
        self.add_xml(paragraph_xml(runs, layout))

    def add_xml(self, xml: str) -> None:
        """One block, put before the section's own properties, which stand last."""
        block = parse_xml(xml.replace(">", f" {nsdecls('w')}>", 1))
        self._body.insert_element_before(block, "w:sectPr")


@cache
def _empty_sheet(is_landscape: bool) -> bytes:
    """The paper without words, made once: size, margins, faces, page numbers, and nothing else of the library's."""
    document = Document()
    document.core_properties.author = document.core_properties.comments = ""
    _drop_spare_parts(document)
    _set_faces(document)
    _set_paper(document.sections[0], is_landscape)
    _number_pages(document)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _drop_spare_parts(document) -> None:
    for owner in (document.part.package, document.part):
        for key in [key for key, each in owner.rels.items() if each.reltype.endswith(_SPARE_PARTS)]:
            del owner.rels[key]
    for style in list(document.styles.element.style_lst):
        if style.styleId not in _KEPT_STYLES:
            document.styles.element.remove(style)


def _set_faces(document) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = LATIN_FACE, Pt(SIZE_BODY)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), BODY_FACE)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    normal.element.rPr.append(language)
    normal.paragraph_format.space_after = Pt(0)
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/></w:font>'
        for name, others in FALLBACKS.items()
    )
    table = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    table._blob = f"<?xml version='1.0' encoding='UTF-8'?><w:fonts {nsdecls('w')}>{fonts}</w:fonts>".encode()


def _set_paper(section, is_landscape: bool) -> None:
    section.page_width, section.page_height = (Mm(297), Mm(210)) if is_landscape else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
    for name, millimetres in (_LYING_MARGINS if is_landscape else _MARGINS).items():
        setattr(section, name, Mm(millimetres))
    section.footer_distance = Mm(_LYING_FOOTER if is_landscape else _FOOTER)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(round(LINE_PITCH * 20)))


def _number_pages(document) -> None:
    """— 1 — in 4号宋体, one character in (7.5)."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    runs = [Run("— ", PAGE_FACE, SIZE_SMALL), Run("1", PAGE_FACE, SIZE_SMALL, is_page_number=True)]
    runs.append(Run(" —", PAGE_FACE, SIZE_SMALL))
    for footer, align in ((section.footer, RIGHT), (section.even_page_footer, LEFT)):
        layout = Layout(pitch=SIZE_BODY, align=align, left=SIZE_SMALL, right=SIZE_SMALL)
        made = parse_xml(paragraph_xml(runs, layout).replace(">", f" {nsdecls('w')}>", 1))
        old = footer.paragraphs[0]._p
        old.getparent().replace(old, made)
