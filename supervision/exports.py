"""The filtered register of warning cards as a workbook."""

from collections.abc import Iterator
from typing import BinaryIO

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.recipients import local_day
from suggestions.sheets import Column, Sheet, workbook_file
from supervision.models import Card

_COLUMNS = (
    Column(_("发牌日期"), "date"),
    Column(_("警示牌"), "text"),
    Column(_("承办单位"), "text", 24),
    Column(_("办理系统"), "text"),
    Column(_("分工"), "text"),
    Column(_("编号"), "text"),
    Column(_("会议"), "text"),
    Column(_("标题"), "text", 50),
    Column(_("原因"), "text", 24),
    Column(_("期限"), "date"),
    Column(_("当时逾期天数"), "number"),
    Column(_("当时催办次数"), "number"),
    Column(_("提交日期"), "date"),
    Column(_("状态"), "text"),
    Column(_("撤回日期"), "date"),
    Column(_("撤回人"), "text"),
    Column(_("撤回理由"), "text", 40),
)
RELATED = ("suggestion__session", "assignment__unit", "withdrawn_by")


def export_cards(cards: QuerySet[Card]) -> BinaryIO:
    """An open temporary file with the workbook, at its beginning; it goes away when it is closed."""
    found = cards.select_related(*RELATED).iterator(chunk_size=2000)
    return workbook_file([Sheet(title=str(_("警示牌登记")), columns=_COLUMNS, rows=_rows(found))])


def _rows(cards: Iterator[Card]) -> Iterator[list]:
    for card in cards:
        task = card.assignment
        withdrawn = card.withdrawn_at
        yield [
            card.given_on,
            card.get_colour_display(),
            task.unit.name,
            task.unit.get_handling_system_display(),
            task.get_role_display(),
            card.suggestion.number,
            card.suggestion.session.name,
            card.suggestion.title,
            str(card.why),
            card.due_on,
            card.days_overdue,
            card.urgings,
            task.done_on,
            str(_("已撤回") if withdrawn else _("有效")),
            local_day(withdrawn) if withdrawn else None,
            card.withdrawn_by.name if card.withdrawn_by else "",
            card.withdraw_reason,
        ]
