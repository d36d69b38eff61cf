"""A crossing as a workbook: the table as it stands on the page, with the conditions it was counted under."""

from typing import BinaryIO

from django.utils.translation import gettext as _

from suggestions.selectors.cross import Crossing
from suggestions.sheets import Column, Sheet, workbook_file


def export_crossing(found: Crossing, *, heading: str) -> BinaryIO:
    """An open temporary file with the workbook, at its beginning. `heading`: session, day and conditions."""
    columns = [
        Column(f"{found.rows.label} \\ {found.columns.label}", "text", 26),
        *(Column(head, "number", 12) for head in found.heads),
        Column(_("合计"), "number", 12),
    ]
    lines = ([line.label, *(n.value for n in line.numbers), line.total.value] for line in (*found.lines, found.foot))
    title = _("%(rows)s×%(columns)s") % {"rows": found.rows.label, "columns": found.columns.label}
    return workbook_file([Sheet(title=title, columns=columns, rows=lines, heading=heading)])
