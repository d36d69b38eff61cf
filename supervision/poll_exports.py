"""The result of one round as a workbook, with the columns of a list of votes."""

from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from suggestions.sheets import Column, Sheet, workbook_file
from supervision.choices import Mark
from supervision.models import Poll
from supervision.polls import Row

_COLUMNS = (
    Column(_("序号"), "number"),
    Column(_("编号"), "text"),
    Column(_("标题"), "text", 50),
    Column(_("主办单位"), "text", 24),
    Column(_("发出"), "number"),
    Column(_("收回"), "number"),
    Column(_("满意"), "number"),
    Column(_("满意占比"), "percent"),
    Column(_("基本满意"), "number"),
    Column(_("基本满意占比"), "percent"),
    Column(_("不满意"), "number"),
    Column(_("不满意占比"), "percent"),
    Column(_("弃权、废票"), "number"),
    Column(_("弃权、废票占比"), "percent"),
    Column(_("测评满意率"), "percent"),
    Column(_("测评满意率（含基本满意）"), "percent"),
    Column(_("等次"), "text"),
)


def export_result(poll: Poll, rows: list[Row]) -> BinaryIO:
    """An open temporary file with the workbook, at its beginning; it goes away when it is closed."""
    heading = f"{poll}（{poll.held_on:%Y-%m-%d}）"
    return workbook_file([Sheet(title=str(_("满意度测评")), columns=_COLUMNS, rows=_lines(rows), heading=heading)])


def _lines(rows: list[Row]) -> Iterator[list]:
    for n, row in enumerate(rows, 1):
        counts, one = row.counts, row.suggestion
        shares = [value for mark in Mark for value in (getattr(counts, mark), counts.of(mark).percent)]
        yield [
            n,
            one.number,
            one.title,
            one.lead_unit_names,
            counts.issued,
            counts.returned,
            *shares,
            counts.satisfied_rate.percent,
            counts.content_rate.percent,
            row.band.label if row.band else "",
        ]
