"""The morning's message to one person: what is overdue, what comes next, nearest first."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from accounts.notifications import Digest
from suggestions.deadlines import Light, light
from supervision.reminder_rules import sentence

MOST_LINES = 200  # a longer list is read on the work list, not in a message


def write(person, items: Sequence, today: date) -> Digest:
    """The digest of `items` (nearest date first) for `person`."""
    lines = [_line(item, today) for item in items[:MOST_LINES]]
    if len(items) > MOST_LINES:
        lines.append(_("……共%(n)d件,其余请登录系统在“待办”中查看。") % {"n": len(items)})
    return Digest(recipient=person, subject=_subject(items, today), body="\n".join(lines))


def _subject(items: Sequence, today: date) -> str:
    lights = Counter(light(item.due_on, today) for item in items)
    parts = [f"{each.label} {lights[each]} 件" for each in Light if lights[each]]
    return _("今日提醒:%(parts)s") % {"parts": ",".join(parts)}


def _line(item, today: date) -> str:
    who = f"[{item.unit}]" if item.unit else ""
    line = f"{item.number}号 {item.title} {who} {item.kind.label}期限 {item.due_on:%Y-%m-%d},"
    line += sentence(item.kind, item.due_on, today)
    if item.is_unit_silent:
        line += _("(没有可以联系的人员,请代表工作机构联系)")
    return line
