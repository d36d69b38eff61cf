"""The morning's message to one person: what is overdue, what comes next, nearest first."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from accounts.notifications import Digest
from suggestions.deadlines import Light, light
from supervision.reminder_rules import Kind, sentence

MOST_LINES = 200  # a longer list is read on the work list, not in a message


def write(person, items: Sequence, today: date) -> Digest:
    """The digest of `items` (nearest date first) for `person`."""
    lines = [_line(item, today) for item in items[:MOST_LINES]]
    if len(items) > MOST_LINES:
        lines.append(_("……共%(n)d项，其余请登录系统在“待办”中查看。") % {"n": len(items)})
    return Digest(recipient=person, subject=_subject(items, today), body="\n".join(lines))


def _subject(items: Sequence, today: date) -> str:
    """Counted in suggestions: one that several units are late with is one."""
    each_day = {day: light(day, today) for day in {item.due_on for item in items}}
    lights = Counter(each for each, _pk in {(each_day[item.due_on], item.suggestion_id) for item in items})
    parts = [_("%(light)s %(n)d 件") % {"light": each.label, "n": lights[each]} for each in Light if lights[each]]
    return _("今日提醒：%(parts)s") % {"parts": "，".join(parts)}


def _line(item, today: date) -> str:
    what = f"{item.kind.label}期限 {item.due_on:%Y-%m-%d}，{sentence(item.kind, item.due_on, today)}"
    who = [f"[{item.unit}]"] if item.unit else []
    line = " ".join([f"{item.number}号", item.title, *who, what])
    if item.is_unit_silent and item.kind == Kind.FEEDBACK:
        line += _("（代表没有账号，请工作机构征询）")
    elif item.is_unit_silent:
        line += _("（该单位没有可以联系的人员，请工作机构联系）")
    return line
