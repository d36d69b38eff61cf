"""The fixed parts of a workbook around its sheets: styles, content types, relations."""

from collections.abc import Sequence
from html import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
A3, A4 = 8, 9  # as Excel counts papers
# The width of columns, in characters, that one page of A4 across shows in letters of 7 points and more.
READABLE_ON_A4 = 210
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_TOP = '<alignment vertical="top"/>'
_WRAPPED = '<alignment vertical="top" wrapText="1"/>'
_CENTRED = '<alignment horizontal="center" vertical="top"/>'
_RIGHT = '<alignment horizontal="right" vertical="top"/>'
_MIDDLE = '<alignment horizontal="center" vertical="center" wrapText="1"/>'
# (number format, font, fill, border, more attributes, alignment), in the order of cells.TEXT … cells.NOTE.
CELL_STYLES = [
    (0, 0, 0, 0, "", _TOP),
    (49, 0, 0, 1, "", _WRAPPED),
    (0, 0, 0, 1, "", _TOP),
    (164, 0, 0, 1, "", _CENTRED),
    (10, 0, 0, 1, "", _TOP),
    (49, 1, 2, 1, "", _MIDDLE),
    (49, 2, 0, 0, "", '<alignment vertical="center"/>'),
    (165, 0, 0, 1, "", _CENTRED),
    (49, 0, 0, 1, 'quotePrefix="1"', _WRAPPED),
    (9, 0, 0, 1, "", _TOP),
    (166, 0, 0, 1, "", _TOP),
    (49, 0, 0, 1, "", _RIGHT),
    (49, 0, 0, 1, 'quotePrefix="1"', _RIGHT),
    (49, 0, 0, 0, "", '<alignment vertical="center"/>'),
]
# The bold sisters, cells.BOLD places further on
CELL_STYLES += [(number, 1, 2, 1, more, alignment) for number, _f, _g, _b, more, alignment in CELL_STYLES[1:13]]


def styles() -> str:
    edge = '<{0} style="thin"><color rgb="FFBFC5CC"/></{0}>'
    box = "".join(edge.format(side) for side in ("left", "right", "top", "bottom"))
    formats = "".join(
        f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" {more} '
        f'applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">{alignment}</xf>'
        for number, font, fill, border, more, alignment in CELL_STYLES
    )
    return (
        f'{XML}<styleSheet xmlns="{_MAIN}">'
        '<numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
        '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/>'
        '<numFmt numFmtId="166" formatCode="0.0%"/></numFmts>'
        '<fonts count="3"><font><sz val="11"/><name val="宋体"/></font>'
        '<font><b/><sz val="11"/><name val="宋体"/></font><font><b/><sz val="14"/><name val="宋体"/></font></fonts>'
        '<fills count="3"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill>'
        '<fill><patternFill patternType="solid"><fgColor rgb="FFE9EEF4"/></patternFill></fill></fills>'
        f'<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
        f"<border>{box}<diagonal/></border></borders>"
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(CELL_STYLES)}">{formats}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def content_types(count: int) -> str:
    sheets = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for n in range(1, count + 1)
    )
    return (
        f'{XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{sheets}</Types>'
    )


def root_relations() -> str:
    return (
        f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    )


def workbook_relations(count: int) -> str:
    sheets = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, count + 1)
    )
    return (
        f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">{sheets}'
        f'<Relationship Id="rId{count + 1}" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    )


def workbook(titles: list[str], header_rows: list[tuple[int, int]]) -> str:
    """`header_rows`: the first and last row of each sheet that are repeated on every printed page."""
    sheets = "".join(
        f'<sheet name="{escape(title)}" sheetId="{n}" r:id="rId{n}"/>' for n, title in enumerate(titles, start=1)
    )
    repeated = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{n}">{_quoted(title)}!${first}:${last}</definedName>'
        for n, (title, (first, last)) in enumerate(zip(titles, header_rows, strict=True))
    )
    return (
        f'{XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets>'
        f"<definedNames>{repeated}</definedNames></workbook>"
    )


def sheet_head(frozen_rows: int, widths: list[float], frozen_columns: int = 0) -> str:
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width:g}" customWidth="1"/>' for n, width in enumerate(widths, start=1)
    )
    across = f'xSplit="{frozen_columns}" ' if frozen_columns else ""
    corner = f"{chr(65 + frozen_columns)}{frozen_rows + 1}"
    pane = "bottomRight" if frozen_columns else "bottomLeft"
    return (
        f'{XML}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView workbookViewId="0"><pane {across}ySplit="{frozen_rows}" topLeftCell="{corner}" '
        f'activePane="{pane}" state="frozen"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="16"/><cols>{columns}</cols><sheetData>'
    )


def sheet_tail(
    widths: list[float], filtered: str, merged: Sequence[str] = (), header: str = "", footer: str = ""
) -> str:
    """`filtered`: the range of the filter, empty for none. `header`, `footer`: with Excel's codes (&P is the page).

    Printed one page wide; what would be too small to read on A4 goes on A3.
    """
    paper = A3 if sum(widths) > READABLE_ON_A4 else A4
    filters = f'<autoFilter ref="{filtered}"/>' if filtered else ""
    cells = "".join(f'<mergeCell ref="{ref}"/>' for ref in merged)
    merges = f'<mergeCells count="{len(merged)}">{cells}</mergeCells>' if merged else ""
    around = (
        f"<headerFooter><oddHeader>{escape(header)}</oddHeader><oddFooter>{escape(footer)}</oddFooter></headerFooter>"
        if header or footer
        else ""
    )
    return (
        f"</sheetData>{filters}{merges}"
        '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        f'<pageSetup paperSize="{paper}" orientation="landscape" fitToHeight="0"/>{around}</worksheet>'
    )


def _quoted(title: str) -> str:
    return "'" + escape(title.replace("'", "''"), quote=False) + "'"
