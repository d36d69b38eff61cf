"""A letter as it is set on paper, and the marks at its paragraphs where a remark can be made."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from suggestions import paragraphs

register = template.Library()


@register.filter
def letter_lines(text: str) -> list[str]:
    """The lines of a typed text without the blanks, full-width ones too, that stood in for an indent."""
    return paragraphs.split(text)


@register.filter
def letter_parts(text: str) -> dict[str, list[str]]:
    """`to`, `body` and `sign`: what the writer has typed of each, so that the form does not say it twice."""
    return paragraphs.parts(text)


@register.filter
def place_label(number: int) -> str:
    """第3段: the place of a remark."""
    return paragraphs.label(number)


@register.simple_tag
def comment_mark(marks, number: int, offset: int = 0) -> SafeString | str:
    """The way to a remark at this paragraph, and how many stand there; nothing where none may be made."""
    if not marks:
        return ""
    place = offset + number
    count = marks.counts.get(place, 0)
    return format_html(
        '<a class="comment-mark no-print{}" href="{}" data-comment-place="{}" aria-label="{}">{}{}</a>',
        " comment-mark-on" if count else "",
        marks.url(place),
        place,
        _("批注%(place)s") % {"place": paragraphs.label(place)},
        _("批注"),
        f" {count}" if count else "",
    )
