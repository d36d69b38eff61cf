"""What a page needs to show dates and states. `today` comes from the view; no tag reads the clock.

A table shows the same few badges over and over: each is rendered once by its component and kept.
"""

from datetime import date
from functools import lru_cache

from crispy_forms.templatetags.crispy_forms_filters import as_crispy_field
from django import template
from django.conf import settings
from django.forms import BoundField, Select
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from accounts.roles import Role
from suggestions import deadlines
from suggestions.choices import AssignmentState, CardColour, CommitmentState, ContactStage, ReplyState, Status
from suggestions.deadlines import Light
from suggestions.definitions import Rate

register = template.Library()
_TASK_STATES = {**dict(CommitmentState.choices), **dict(AssignmentState.choices)}  # no code stands in both


@register.filter
def filter_field(field: BoundField) -> SafeString:
    """A field of a filter bar, drawn in one go as crispy draws a plain field: a bar has more than twenty of them.

    One with errors is left to crispy, which says what is wrong.
    """
    if field.errors:
        return as_crispy_field(field)
    css = "form-select" if isinstance(field.field.widget, Select) else "form-control"
    return format_html(
        '<div id="div_{}" class="mb-3"><label for="{}" class="form-label">{}</label>{}</div>',
        field.auto_id,
        field.id_for_label,
        field.label,
        field.as_widget(attrs={"class": css}),
    )


@register.filter
def percent(rate: Rate) -> str:
    """A rate with the decimals of the office's setting (RATE_DECIMALS)."""
    return rate.shown(settings.RATE_DECIMALS)


@lru_cache(maxsize=4096)
def _component(name: str, language: str, **context) -> SafeString:
    return mark_safe(get_template(f"components/{name}.html").render(context).strip())


@register.simple_tag
def deadline(due_on: date | None, today: date, done_on: date | None = None, provisional: bool = False) -> SafeString:
    """The date with its light and the days left, as components/deadline.html draws it."""
    left = deadlines.days_left(due_on, today) if due_on else None
    light = str(deadlines.light(due_on, today, done_on))
    return _component(
        "deadline", get_language(), date=due_on, days_left=left, light=light, provisional=bool(provisional)
    )


@register.simple_tag
def due_or_dash(due_on, today, done_on, provisional, running, done_word="") -> SafeString:
    """In a table: the running clock; a plain date where nothing is owed; a dash where there is no date.

    `done_word`: what being done is called, where it is not a reply (已提交).
    """
    if due_on is None:
        return mark_safe('<span class="muted">—</span>')
    if done_on is not None and done_word:
        return mark_safe(f'<span class="deadline">{_day(due_on)} {done_badge(done_word)}</span>')
    if not running and done_on is None:
        return mark_safe(f'<span class="muted">{_day(due_on)}</span>')
    return deadline(due_on, today, done_on, provisional)


def _day(day: date) -> str:
    return f'<time datetime="{day:%Y-%m-%d}">{day:%Y-%m-%d}</time>'


@register.simple_tag
def done_badge(word: str) -> SafeString:
    """The light of what is done, in its own word (已提交 for an opinion)."""
    return _component("light_badge", get_language(), light=str(Light.DONE), label=str(word))


@register.simple_tag
def status(code: str, label: str) -> SafeString:
    return _component("status_badge", get_language(), status=str(code), label=str(label))


@register.simple_tag
def contact_marks(found: tuple[str, ...]) -> SafeString:
    """前·中·后: which of the three contacts are there (selectors/contacts.marks)."""
    return _marks(found, get_language()) if found else mark_safe("—")


@lru_cache(maxsize=64)
def _marks(found: tuple[str, ...], language: str) -> SafeString:
    labels = [str(stage.label) for stage in ContactStage]
    marks = tuple((label, label[-1], mark) for label, mark in zip(labels, found, strict=True))
    return _component("contact_marks", language, marks=marks)


@register.simple_tag
def card(colour: str) -> SafeString:
    """A warning card (警示牌): a sign and its word."""
    return _component("warning_card", get_language(), colour=str(colour), label=str(CardColour(colour).label))


@register.simple_tag
def reply_status(state: str, label: str) -> SafeString:
    """An accepted reply is done; an accepted suggestion, which has the same code, waits to be handed over."""
    return status("agreed" if state == ReplyState.ACCEPTED else state, label)


@register.filter
def light_of(due_on: date | None, today: date) -> Light:
    return deadlines.light(due_on, today)


@register.filter
def days_until(due_on: date, today: date) -> int:
    """0 on the day itself, negative after it."""
    return deadlines.days_left(due_on, today)


@register.filter
def back_to(url: str, path: str) -> str:
    """`url`, carrying the place to come back to."""
    return f"{url}?{urlencode({'next': path})}" if path else url


@register.filter
def role_label(role: str) -> str:
    return dict(Role.choices).get(role, role)


@register.filter
def state_label(state: str, task: int | None) -> str:
    """The word of a state in the history: of a unit's task or promise, or of the suggestion (交办 names a task too)."""
    own = _TASK_STATES.get(state) if task else None
    return own or dict(Status.choices).get(state, state)
