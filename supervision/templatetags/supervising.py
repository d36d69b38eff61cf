"""What supervision adds to pages of the floor below: the panel of a key suggestion, groups of the work list."""

from collections.abc import Iterable
from datetime import date

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from accounts.roles import Permission
from suggestions.definitions import points
from suggestions.models import Suggestion
from supervision import permissions, polls, topics
from supervision.definitions import NOTHING, Rate
from supervision.models import Finding, Instruction, KeyTopic
from supervision.selectors.figures import SUGGESTIONS, Cell
from supervision.selectors.tasks import Line
from supervision.work import read_work

register = template.Library()
_ZERO = '<span class="zero">0</span>'


@register.simple_tag
def supervision_work(user, today: date) -> list:
    """The blocks to draw above those of the work list itself."""
    return read_work(user, today=today)


@register.simple_tag
def supervision_of(suggestion: Suggestion, user) -> dict:
    """Of a suggestion's page: the topics it belongs to and who leads, its supervisions and findings; empty for most.

    Deputies and units read who leads; a unit also its own findings and what a published vote says of it; the
    supervisions are for who may see them.
    """
    instructs = user.may(Permission.INSTRUCT)
    if not topics.is_supervised(suggestion):
        return {"may_supervise": permissions.may_supervise(user, []), "may_instruct": instructs}
    reads = user.may(Permission.SEE_KEY)
    found = list(topics.topics(KeyTopic.objects.filter(links__suggestion=suggestion)).order_by("year"))
    return {
        "is_shown": True,
        "links": reads,
        "topics": found,
        "records": list(topics.supervisions_about(suggestion)) if reads else [],
        "polls": polls.of_suggestion(suggestion, user),
        "findings": list(Finding.objects.visible_to(user).filter(suggestion=suggestion).select_related("unit")),
        "instructions": list(
            Instruction.objects.visible_to(user).filter(suggestion=suggestion).select_related("unit", "leader")
        ),
        "may_instruct": instructs,
        "may_supervise": permissions.may_supervise(user, [topic for topic in found if not topic.ended_on]),
    }


# Cells of the figures' tables. A house has two hundred units: written out here, a table costs what its numbers cost.


@register.simple_tag
def figure_cells(line_cells: Iterable[Cell], compared: bool = False) -> SafeString:
    """Each number with the link to its list, its rate under it and, where there is one, the same day before."""
    start = escape(f"{reverse(SUGGESTIONS)}?")
    return mark_safe("".join(_cell(cell, start, compared) for cell in line_cells))


def _cell(cell: Cell, start: str, compared: bool) -> str:
    column = cell.column
    rate = f'<span class="cell-rate">{cell.rate.shown(settings.RATE_DECIMALS)}</span>' if cell.rate else ""
    before = ""
    if compared:
        moved = f' title="{change(cell.rate, cell.rate_before)}"' if cell.rate and cell.rate_before else ""
        before = f'<span class="cell-before"{moved}>{_before(cell.before)}</span>'
    tone = f" tone-{column.tone}" if column.tone and cell.value else ""
    start_of_group = " group-start" if column.starts_group else ""
    number = f'<span class="cell">{_number(cell, start)}{rate}{before}</span>'
    return f'<td class="num{tone}{start_of_group}" data-label="{escape(column.label)}">{number}</td>'


def _number(cell: Cell, start: str) -> str:
    return f'<a href="{start}{escape(cell.query)}" data-figure>{cell.value}</a>' if cell.value else _ZERO


def _before(value: int | None) -> str:
    return NOTHING if value is None else str(value)


@register.simple_tag
def rate_cells(line: Line, compared: bool = False) -> SafeString:
    """The rates of a line of the units' tasks; on hover the counts, and against the session before in points."""
    found = []
    for n, (label, rate, before) in enumerate(line.shares):
        shown, title = rate.shown(settings.RATE_DECIMALS), f"{rate.numerator}/{rate.denominator}"
        if compared:
            was = before.shown(settings.RATE_DECIMALS) if before else NOTHING
            shown = f'<span class="cell">{shown}<span class="cell-before cell-below">{was}</span></span>'
            title = f"{title} · {change(rate, before)}" if before else title
        start = "" if n else " group-start"
        found.append(f'<td class="num{start}" data-label="{escape(label)}" title="{escape(title)}">{shown}</td>')
    return mark_safe("".join(found))


@register.simple_tag
def figure_number(cell: Cell, compared: bool = False) -> SafeString:
    """One number with its list, outside a table."""
    before = f' <span class="before">{_before(cell.before)}</span>' if compared else ""
    return mark_safe(_number(cell, escape(f"{reverse(SUGGESTIONS)}?")) + before)


@register.simple_tag
def change(rate: Rate, before: Rate) -> str:
    """Against the session before, in percentage points of the values shown."""
    found = points(rate, before, settings.RATE_DECIMALS)
    return _("较上次 —") if found == NOTHING else _("%(change)s个百分点") % {"change": found}
