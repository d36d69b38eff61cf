"""The places of a letter that a remark can stand at, and how a letter is split into them. Pure text.

A place is a number: the paragraphs of the body from 1, the answers to the asks from ASKS, the reasons why something
cannot be done from REASONS, and 0 for the letter as a whole.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

WHOLE, ASKS, REASONS = 0, 1000, 2000
_DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日$")
_SIGNING_LINES = 3  # unit, name, date


@dataclass(frozen=True)
class Paragraph:
    number: int
    text: str = ""

    @property
    def label(self) -> str:
        return label(self.number)


def label(number: int) -> str:
    """What the place is called beside a remark."""
    if number > REASONS:
        return _("未解决理由第%(n)d段") % {"n": number - REASONS}
    if number > ASKS:
        return _("第%(n)d项诉求的答复") % {"n": number - ASKS}
    return _("第%(n)d段") % {"n": number} if number else _("全文")


def split(text: str) -> list[str]:
    """The lines of a typed text without the blanks, full-width ones too, that stood in for an indent."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def parts(text: str) -> dict[str, list[str]]:
    """`to`, `body` and `sign`: what the writer has typed of each, so that the form does not say it twice."""
    body = split(text)
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


def places(text: str, answers: Iterable[tuple[int, str]] = (), reason: str = "") -> list[Paragraph]:
    """Every place of a letter, in reading order. `answers`: the number of each ask and what is said to it."""
    found = [Paragraph(WHOLE)]
    found += [Paragraph(n, line) for n, line in enumerate(parts(text)["body"], 1)]
    found += [Paragraph(ASKS + n, words) for n, words in answers]
    return found + [Paragraph(REASONS + n, line) for n, line in enumerate(split(reason), 1)]
