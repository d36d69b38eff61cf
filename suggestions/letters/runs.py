"""Paragraphs as WordprocessingML: faces, sizes and line pitch of GB/T 9704—2012 on every one of them.

Written as text and parsed once, since a batch makes some hundred papers while somebody waits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from suggestions.letters.words import clean

# The standard's faces as an office PC knows them; FALLBACKS stand in the font table for a PC that lacks one.
TITLE_FACE, BODY_FACE, HEAD_FACE, SUBHEAD_FACE, PAGE_FACE = "方正小标宋简体", "仿宋", "黑体", "楷体", "宋体"
FALLBACKS = {
    TITLE_FACE: "方正小标宋_GBK,小标宋,华文中宋,宋体",
    BODY_FACE: "仿宋_GB2312,FangSong,华文仿宋,宋体",
    HEAD_FACE: "SimHei,微软雅黑",
    SUBHEAD_FACE: "楷体_GB2312,KaiTi,华文楷体",
    PAGE_FACE: "SimSun",
}
LATIN_FACE = "Times New Roman"
# Chinese sizes: 2号, 3号, 4号, 小4号
SIZE_TITLE, SIZE_BODY, SIZE_SMALL, SIZE_CELL = 22, 16, 14, 12
LINE_PITCH = 28.95  # 225 mm of text divided by 22 lines
LEFT, CENTRE, RIGHT, JUSTIFIED = "left", "center", "right", "both"
RED, BLACK = "E60012", "000000"
# 28 characters of 16 pt are 448 pt, the text is 442 pt wide: each body character stands a quarter point closer.
_BODY_SQUEEZE = -5  # twentieths of a point


@dataclass(frozen=True)
class Run:
    text: str
    face: str = BODY_FACE
    size: float = SIZE_BODY
    colour: str = ""
    is_page_number: bool = False


@dataclass(frozen=True)
class Layout:
    """Points, where nothing else is said. `indent`: of the first line, in characters."""

    pitch: float = LINE_PITCH
    is_least: bool = False  # in a cell: at least that
    align: str = LEFT
    indent: float = 0
    left: float = 0
    right: float = 0
    hanging: float = 0
    before: float = 0
    after: float = 0
    tab: float = 0  # where text after a tab ends
    top_rule: tuple[int, str] | None = None  # eighths of a point, colour
    bottom_rule: tuple[int, str] | None = None
    keep_next: bool = False
    new_page: bool = False


def paragraph_xml(runs: Sequence[Run], layout: Layout) -> str:
    size = runs[0].size if runs else SIZE_BODY
    return f"<w:p>{_properties(layout, size)}{''.join(map(_run, runs))}</w:p>"


def _properties(layout: Layout, size: float) -> str:
    """In the order of the schema."""
    parts = ["<w:keepNext/>" if layout.keep_next else "", "<w:pageBreakBefore/>" if layout.new_page else ""]
    rules = [("top", layout.top_rule), ("bottom", layout.bottom_rule)]
    if any(rule for _, rule in rules):
        borders = "".join(
            f'<w:{side} w:val="single" w:sz="{rule[0]}" w:space="1" w:color="{rule[1]}"/>'
            for side, rule in rules
            if rule
        )
        parts.append(f"<w:pBdr>{borders}</w:pBdr>")
    if layout.tab:
        parts.append(f'<w:tabs><w:tab w:val="right" w:pos="{_twips(layout.tab)}"/></w:tabs>')
    parts.append('<w:snapToGrid w:val="0"/>')
    parts.append(
        f'<w:spacing w:before="{_twips(layout.before)}" w:after="{_twips(layout.after)}"'
        f' w:line="{_twips(layout.pitch)}" w:lineRule="{"atLeast" if layout.is_least else "exact"}"/>'
    )
    indents = {"left": layout.left, "right": layout.right, "hanging": layout.hanging}
    words = [f'w:{name}="{_twips(points)}"' for name, points in indents.items() if points]
    if layout.indent:
        # In characters too, so that it stays two of them when someone changes the size
        words.append(f'w:firstLineChars="{int(layout.indent * 100)}" w:firstLine="{_twips(layout.indent * size)}"')
    parts.append(f"<w:ind {' '.join(words)}/>" if words else "")
    parts.append(f'<w:jc w:val="{layout.align}"/>')
    return f"<w:pPr>{''.join(parts)}</w:pPr>"


def _run(run: Run) -> str:
    face = (
        f'<w:rFonts w:hint="eastAsia" w:ascii="{LATIN_FACE}" w:hAnsi="{LATIN_FACE}" w:cs="{LATIN_FACE}"'
        f" w:eastAsia={quoteattr(run.face)}/>"
    )
    colour = f'<w:color w:val="{run.colour}"/>' if run.colour else ""
    squeeze = f'<w:spacing w:val="{_BODY_SQUEEZE}"/>' if run.size == SIZE_BODY else ""
    half_points = int(run.size * 2)
    size = f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
    made = f"<w:r><w:rPr>{face}{colour}{squeeze}{size}</w:rPr>{_text(run.text)}</w:r>"
    return f'<w:fldSimple w:instr="PAGE">{made}</w:fldSimple>' if run.is_page_number else made


def _text(text: str) -> str:
    pieces = clean(text).replace("\r", "").replace("\n", " ").split("\t")
    return "<w:tab/>".join(f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in pieces)


def _twips(points: float) -> int:
    return round(points * 20)
