"""交办清单: for each unit what was handed over to it, as a workbook; for all units as one archive."""

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import groupby
from typing import BinaryIO
from zipfile import ZIP_STORED, ZipFile

from django.utils.translation import gettext as _

from suggestions.models import Assignment, AssignmentBatch, Session
from suggestions.selectors.assignment import other_tasks
from suggestions.sheets import Column, Sheet, write_workbook

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def columns() -> list[Column]:
    return [
        Column(_("序号"), "number", 6),
        Column(_("编号"), "text", 10),
        Column(_("标题"), "text", 48),
        Column(_("领衔代表"), "text", 14),
        Column(_("代表团"), "text", 16),
        Column(_("代表电话"), "text", 14),
        Column(_("分工"), "text", 8),
        Column(_("其他承办单位"), "text", 30),
        Column(_("交办日期"), "date", 12),
        Column(_("答复/意见期限"), "date", 14),
        Column(_("其他单位联系人"), "text", 30),
    ]


def write_unit_list(stream: BinaryIO, session: Session, tasks: list[Assignment], batch=None) -> None:
    """One unit's `tasks` (selectors.assignment.handed_over) as .xlsx."""
    write_workbook(stream, [_sheet(session, tasks, other_tasks(tasks), batch)])


def write_all_lists(stream: BinaryIO, session: Session, tasks: list[Assignment], batch=None) -> None:
    """One .xlsx for each unit among `tasks`, which stand by unit, in one .zip."""
    others = other_tasks(tasks)
    with ZipFile(stream, "w", ZIP_STORED) as archive:  # workbooks are compressed already
        for number, (_unit, own) in enumerate(groupby(tasks, key=lambda task: task.unit), start=1):
            own_tasks = list(own)
            book = BytesIO()
            write_workbook(book, [_sheet(session, own_tasks, others, batch)])
            archive.writestr(f"{number:03d} {file_name(own_tasks[0].unit.name)}", book.getvalue())


def file_name(unit_name: str) -> str:
    return _("%(unit)s交办清单.xlsx") % {"unit": _FORBIDDEN.sub("_", unit_name)}


def _sheet(session: Session, tasks: list[Assignment], others: dict, batch: AssignmentBatch | None) -> Sheet:
    title = _("%(unit)s交办清单") % {"unit": tasks[0].unit.name} if tasks else _("交办清单")
    when = _(",%(day)s交办") % {"day": f"{batch.assigned_on:%Y-%m-%d}"} if batch else ""
    heading = _("%(title)s（%(session)s%(when)s，共%(n)d件）") % {
        "title": title,
        "session": session.name,
        "when": when,
        "n": len(tasks),
    }
    return Sheet(title=_("交办清单"), columns=columns(), rows=_rows(tasks, others), heading=heading)


def _rows(tasks: list[Assignment], others: dict) -> Iterator[tuple]:
    for number, task in enumerate(tasks, start=1):
        suggestion, deputy = task.suggestion, task.suggestion.lead_deputy
        beside = [other for other in others.get(task.suggestion_id, ()) if other.pk != task.pk]
        yield (
            number,
            suggestion.number,
            suggestion.title,
            suggestion.proposer,
            str(suggestion.delegation or ""),
            deputy.phone if deputy else "",
            task.get_role_display(),
            "、".join(f"{other.unit.name}（{other.get_role_display()}）" for other in beside),
            task.assigned_on,
            task.due_on,
            "、".join(_contact(other) for other in beside if other.unit.first_contact),
        )


def _contact(task: Assignment) -> str:
    person = task.unit.first_contact
    return " ".join(word for word in (task.unit.short_name or task.unit.name, person.name, person.phone) if word)
