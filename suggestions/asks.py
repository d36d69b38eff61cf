"""What a suggestion asks for, found by its own numbering; and the class of the whole from the answers to the parts.

Pure. A proposal only: whoever splits the suggestion rewords, adds and removes before anything is saved.
"""

import re
from collections.abc import Iterable

from suggestions.choices import AskOutcome

LONGEST = 500  # characters of one ask
_SHORT = 200  # a longer paragraph is cut after its first sentences
_MOST = 30

_HAN = "一二三四五六七八九十"
# Outermost first; an item is a line that starts so.
_STYLES = (
    re.compile(rf"^第?[{_HAN}]{{1,3}}[、.．]\s*(.+)"),
    re.compile(rf"^[（(][{_HAN}]{{1,3}}[)）][、.．]?\s*(.+)"),
    re.compile(r"^\d{1,2}(?:[、．]|[.](?!\d))\s*(.+)"),
    re.compile(r"^[（(]\d{1,2}[)）][、.．]?\s*(.+)"),
    re.compile(r"^[①-⑳]\s*(.+)"),
    re.compile(rf"^第[{_HAN}]{{1,2}}[，,：:]\s*(.+)"),
    re.compile(rf"^[{_HAN}]是[，,：:]?\s*(.+)"),
)
# The same inside one paragraph, after a stop.
_INLINE = (
    re.compile(rf"(?:^|(?<=[。；;：:，,]))\s*[{_HAN}]是[，,：:]?"),
    re.compile(rf"(?:^|(?<=[。；;：:，,]))\s*第[{_HAN}]{{1,2}}[，,：:、]"),
    re.compile(r"(?:^|(?<=[。；;：:，,]))\s*[（(]?\d{1,2}[)）、．.](?!\d)"),
    re.compile(rf"(?:^|(?<=[。；;：:]))\s*[（(]?[{_HAN}]{{1,2}}[)）、]"),
    re.compile(r"\s*[①-⑳]"),
)
# 「三、建议」「具体建议如下：」: what follows is asked, what stands before is why.
_HEADING = re.compile(
    rf"^(?:[（(]?[{_HAN}\d]{{1,3}}[)）]?[、.．]?\s*)?"
    r"[^。；]{0,14}(?:建议|对策|措施|办法|意见)(?:和(?:建议|对策|措施))?(?:如下|是)?[：:。]?$"
)
_WISH = re.compile(r"建议|希望|恳请|呼吁|应当|请求")
_LEAD_IN = re.compile(
    r"^(?:为此|因此|故|对此)?[，,]?(?:特|我们?|现)?(?:提出)?(?:如下|以下)?(?:几点)?(?:具体)?建议(?:如下)?[：:，,]?\s*"
)


def propose(body: str) -> list[str]:
    """The asks of `body` in its order; empty when it has no text."""
    lines = [line.strip() for line in (body or "").splitlines() if line.strip()]
    part = _asked_part(lines)
    found = _by_lines(part) or _inside_a_line(part) or _plain(part, is_whole=part is lines)
    return [_shorten(each) for each in found if each.strip()][:_MOST]


def proposed_class(outcomes: Iterable[str], classes: Iterable):
    """The class of the whole, from the answers to the parts; None while one of them is open.

    All done: the class that counts as solved. One cannot be done: the class that needs a reason. Else the one that
    needs a dated plan. `classes` in the office's order; None where it has no such class.
    """
    found = list(outcomes)
    if not found or not all(found):
        return None
    classes = list(classes)
    if all(outcome == AskOutcome.DONE for outcome in found):
        fitting = (c for c in classes if c.counts_as_solved and not c.needs_plan_date and not c.needs_reason)
    elif AskOutcome.CANNOT in found:
        fitting = (c for c in classes if c.needs_reason)
    else:
        fitting = (c for c in classes if c.needs_plan_date)
    return next(fitting, None)


def _asked_part(lines: list[str]) -> list[str]:
    """What stands under the last heading that announces suggestions and has something under it."""
    for n in range(len(lines) - 2, -1, -1):
        if _HEADING.match(lines[n]):
            return lines[n + 1 :]
    return lines


def _by_lines(lines: list[str]) -> list[str]:
    """Lines numbered in the outermost style that is used more than once."""
    for style in _STYLES:
        found = [match.group(1) for line in lines if (match := style.match(line))]
        if len(found) > 1:
            return found
    return []


def _inside_a_line(lines: list[str]) -> list[str]:
    for line in lines:
        for style in _INLINE:
            marks = list(style.finditer(line))
            if len(marks) > 1:
                ends = [mark.start() for mark in marks[1:]] + [len(line)]
                return [line[mark.end() : end].strip(" ；;，,") for mark, end in zip(marks, ends, strict=True)]
    return []


def _plain(lines: list[str], *, is_whole: bool) -> list[str]:
    """Paragraphs; of a whole text without a heading, those that wish for something."""
    wishing = [line for line in lines if _WISH.search(line)] if is_whole else lines
    return [_LEAD_IN.sub("", line) or line for line in wishing or lines[-1:]]


def _shorten(text: str) -> str:
    text = text.strip()
    if len(text) <= _SHORT:
        return text
    kept = ""
    for sentence in re.findall(r"[^。！？；]+[。！？；]?", text):
        if kept and len(kept) + len(sentence) > _SHORT:
            break
        kept += sentence
    return kept.strip()[:LONGEST]
