"""The table of a form (表): labels, values from the record, and room where a hand writes."""

from collections.abc import Sequence
from dataclasses import dataclass

from suggestions.letters.page import Page
from suggestions.letters.runs import CENTRE, HEAD_FACE, LEFT, SIZE_CELL, Layout, Run, paragraph_xml

_CELL_PITCH = 18
_LEAST_HEIGHT = 9.0  # mm
_TALL = 24  # mm; in a cell made for a paragraph the words begin at the top


@dataclass(frozen=True)
class Cell:
    text: str = ""
    span: int = 1
    is_label: bool = False
    height: float = 0  # mm at least: room for a hand
    is_flowing: bool = False  # may go over the page
    is_centred: bool = False


def label(text: str, span: int = 1) -> Cell:
    return Cell(text, span, is_label=True)


def value(text: str, span: int = 1, **more) -> Cell:
    return Cell(text, span, **more)


def add_form(page: Page, widths: Sequence[float], rows: Sequence[Sequence[Cell]], *, heads: int = 0) -> None:
    """A ruled table with columns of `widths` mm; each row's spans fill them. The first `heads` rows come again on
    every page."""
    columns = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths)
    lines = "".join(_row(widths, cells, is_head=number < heads) for number, cells in enumerate(rows))
    page.add_xml(
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{_twips(sum(widths))}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{lines}</w:tbl>"
    )


def _row(widths: Sequence[float], cells: Sequence[Cell], *, is_head: bool) -> str:
    assert sum(cell.span for cell in cells) == len(widths), f"{cells} do not fill {len(widths)} columns"
    height = max(_LEAST_HEIGHT, *(cell.height for cell in cells))
    whole = "" if any(cell.is_flowing for cell in cells) else "<w:cantSplit/>"
    again = "<w:tblHeader/>" if is_head else ""
    made, at = [], 0
    for cell in cells:
        made.append(_cell(cell, sum(widths[at : at + cell.span])))
        at += cell.span
    row = f'<w:trPr>{whole}<w:trHeight w:val="{_twips(height)}" w:hRule="atLeast"/>{again}</w:trPr>'
    return f"<w:tr>{row}{''.join(made)}</w:tr>"


def _cell(cell: Cell, width: float) -> str:
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    place = "top" if cell.height > _TALL and not cell.is_label else "center"
    layout = Layout(pitch=_CELL_PITCH, is_least=True, align=CENTRE if cell.is_label or cell.is_centred else LEFT)
    face = {"face": HEAD_FACE} if cell.is_label else {}
    words = "".join(paragraph_xml([Run(text, size=SIZE_CELL, **face)], layout) for text in cell.text.split("\n"))
    properties = f'<w:tcW w:w="{_twips(width)}" w:type="dxa"/>{span}<w:vAlign w:val="{place}"/>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{words}</w:tc>"


def _twips(millimetres: float) -> int:
    return round(millimetres / 25.4 * 1440)
