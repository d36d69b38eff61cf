"""The filtered ledger as a workbook, after the form 《B类答复件办理落实情况登记表》 (domain.md 6.7)."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import BinaryIO

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from suggestions.choices import ClassChangeCause, CommitmentEntryKind, CommitmentState, EvaluationSource, Grade
from suggestions.models import ClassChange, CommitmentEntry, CommitmentReceipt
from suggestions.selectors.ledger import moves_of
from suggestions.sheets import Column, Sheet, workbook_file

_SLICE = 2000
_FIELDS = (
    "pk",
    "suggestion__number",
    "suggestion__session__name",
    "suggestion__title",
    "assignment__unit__name",
    "matter",
    "original_due_on",
    "due_on",
    "responsible",
    "state",
    "done_on",
    "closed_on",
    "reply",
    "reply__document_number",
    "reply__result_class__code",
    "reply__result_class__label",
)
COLUMNS = (
    Column(_("案号"), "text"),
    Column(_("会议"), "text"),
    Column(_("现办复类别"), "text"),
    Column(_("案由"), "text", 50),
    Column(_("主办单位"), "text", 24),
    Column(_("承诺事项"), "text", 40),
    Column(_("承诺时限"), "date"),
    Column(_("落实情况"), "text", 50),
    Column(_("改列类别"), "text"),
    Column(_("责任人"), "text"),
    Column(_("原承诺期限"), "date"),
    Column(_("调整次数"), "number"),
    Column(_("剩余天数"), "number"),
    Column(_("状态"), "text"),
    Column(_("完成日期"), "date"),
    Column(_("销号日期"), "date"),
    Column(_("确认方式"), "text"),
    Column(_("代表评价"), "text"),
    Column(_("代表意见"), "text", 30),
    Column(_("答复文号"), "text", 24),
)
# What was said of the matter itself; urging and opening are not news of it.
_NEWS = (
    CommitmentEntryKind.PROGRESS,
    CommitmentEntryKind.MOVED,
    CommitmentEntryKind.REPORTED,
    CommitmentEntryKind.RETURNED,
    CommitmentEntryKind.EXPLAINED,
)


def export_ledger(commitments: QuerySet, *, today: date) -> BinaryIO:
    """An open temporary file with the workbook, at its beginning; it goes away when it is closed."""
    rows = _rows(commitments.values_list(*_FIELDS).iterator(chunk_size=_SLICE), today)
    return workbook_file([Sheet(title=str(_("承诺解决事项台账")), columns=COLUMNS, rows=rows)])


def _rows(values: Iterator[tuple], today: date) -> Iterator[list]:
    states, grades = dict(CommitmentState.choices), dict(Grade.choices)
    sources = dict(EvaluationSource.choices)
    while chunk := list(islice(values, _SLICE)):
        found = [dict(zip(_FIELDS, row, strict=True)) for row in chunk]
        pks = [one["pk"] for one in found]
        moves, news, receipts = moves_of(pks), _news_of(pks), _receipts_of(pks)
        changed = _changes_of([one["reply"] for one in found])
        for one in found:
            pk, state, in_force = one["pk"], one["state"], _class(one)
            before, after = changed.get(one["reply"], (in_force, ""))
            source, grade, comment = receipts.get(pk, ("", "", ""))
            by_office = state == CommitmentState.FULFILLED and grade in {"", Grade.DISSATISFIED}
            yield [
                one["suggestion__number"],
                one["suggestion__session__name"],
                before,
                one["suggestion__title"],
                one["assignment__unit__name"],
                one["matter"],
                one["due_on"],
                news.get(pk, ""),
                after,
                one["responsible"],
                one["original_due_on"],
                moves.get(pk, 0),
                (one["due_on"] - today).days if state == CommitmentState.OPEN else None,
                states[state],
                one["done_on"],
                one["closed_on"],
                _("代表工作机构核实") if by_office else sources.get(source, ""),
                grades.get(grade, ""),
                comment,
                one["reply__document_number"],
            ]


def _class(one: dict) -> str:
    return f"{one['reply__result_class__code']}类 {one['reply__result_class__label']}"


def _news_of(pks: list[int]) -> dict[int, str]:
    """The last word on each."""
    entries = CommitmentEntry.objects.filter(commitment__in=pks, kind__in=_NEWS).exclude(text="").order_by("at", "pk")
    return {pk: f"{day:%Y-%m-%d} {text}" for pk, day, text in entries.values_list("commitment", "happened_on", "text")}


def _receipts_of(pks: list[int]) -> dict[int, tuple[str, str, str]]:
    receipts = CommitmentReceipt.objects.filter(commitment__in=pks).order_by("pk")
    return {pk: rest for pk, *rest in receipts.values_list("commitment", "source", "grade", "comment")}


def _changes_of(replies: list[int]) -> dict[int, tuple[str, str]]:
    """The class before and after the promises were kept (B转A)."""
    changes = ClassChange.objects.filter(reply__in=replies, cause=ClassChangeCause.FULFILLED)
    return {
        change.reply_id: (str(change.from_class), str(change.to_class))
        for change in changes.select_related("from_class", "to_class").order_by("at", "pk")
    }
