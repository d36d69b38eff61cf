"""A letter as it is set on paper: who is addressed, the paragraphs, who signs; however it was typed or pasted."""

import re

from django import template

register = template.Library()

_DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日$")
_SIGNING_LINES = 3  # unit, name, date


@register.filter
def letter_lines(text: str) -> list[str]:
    """The lines of a typed text without the blanks, full-width ones too, that stood in for an indent."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


@register.filter
def letter_parts(text: str) -> dict[str, list[str]]:
    """`to`, `body` and `sign`: what the writer has typed of each, so that the form does not say it twice."""
    body = letter_lines(text)
    to = body[:1] if body and len(body[0]) < 60 and body[0].endswith((":", "：")) else []
    body, sign = body[len(to) :], []
    if body and _DATE.fullmatch(body[-1]):
        while (
            body
            and len(sign) < _SIGNING_LINES
            and len(body[-1]) < 30
            and not body[-1].endswith(("。", ";", "；", ":", "："))
        ):
            sign.insert(0, body.pop())
    return {"to": to, "body": body, "sign": sign}
