"""答复函: a unit's formal answer to deputies (domain.md 6.5), in the layout of GB/T 9704—2012.

Class mark top right, red head with document number and signatory, point-by-point answers, promises, contact, copies.
"""

import re
from dataclasses import dataclass
from datetime import date

from suggestions.letters.page import Page
from suggestions.letters.runs import HEAD_FACE, RED, SIZE_SMALL
from suggestions.letters.words import Matter, addressee, day
from suggestions.paragraphs import parts as letter_parts

_FIGURES = "零一二三四五六七八九十"
_FIRST_RANK = re.compile(r"[一二三四五六七八九十]+、[^。；;]{1,40}$")
_SECOND_RANK = re.compile(r"（[一二三四五六七八九十]+）[^。；;]{1,40}$")


@dataclass(frozen=True)
class Point:
    """The word on one ask."""

    ask: str
    outcome: str  # 已办, 计划办理, 暂不能办
    text: str
    planned_on: date | None = None
    reason: str = ""


@dataclass(frozen=True)
class Promised:
    matter: str
    due_on: date
    responsible: str = ""


@dataclass(frozen=True)
class ReplyLetter:
    """`deputies`: whom this copy is addressed to; all of them, or one where each gets an own copy."""

    matter: Matter
    unit: str
    document_number: str
    signatory: str
    class_code: str
    dated_on: date
    deputies: tuple[str, ...]
    text: str
    title: str = ""
    points: tuple[Point, ...] = ()
    promises: tuple[Promised, ...] = ()
    unsolved_reason: str = ""
    handled_with: str = ""  # the main suggestion, where this one was merged into it
    is_via_lead: bool = False
    contact: str = ""
    contact_phone: str = ""
    copies: tuple[str, ...] = ()
    is_draft: bool = False  # not yet passed by the office: never to be sent


def write(facts: ReplyLetter) -> bytes:
    page = Page(subject=facts.title or _title(facts))
    if facts.is_draft:
        page.line("送审稿，审核通过后方可寄发", face=HEAD_FACE, size=SIZE_SMALL, colour=RED)
    page.mark(f"类别：{facts.class_code}")
    page.red_head(facts.unit, facts.document_number, facts.signatory)
    page.title(facts.title or _title(facts))
    page.line(addressee(facts.deputies, facts.matter.delegation))
    _write_body(page, facts)
    if facts.is_via_lead:
        page.text("经商您同意，请将本答复转告其他附议代表。")
    page.signature(facts.unit, facts.dated_on)
    page.note(f"联系人：{facts.contact or '　　　　'}；联系电话：{facts.contact_phone or '　　　　　　　'}")
    page.note("附：代表建议办理情况征询意见表")
    page.copies("，".join(facts.copies), facts.unit, facts.dated_on)
    return page.save()


def _title(facts: ReplyLetter) -> str:
    where = facts.matter.session if facts.matter.is_in_session else f"{facts.matter.session}闭会期间"
    return f"关于对{where}第{facts.matter.number}号建议的答复"


def _write_body(page: Page, facts: ReplyLetter) -> None:
    lines = letter_parts(facts.text)["body"]
    if not any("收悉" in line for line in lines[:2]):
        you = "您" if len(facts.deputies) == 1 else "你们" if facts.deputies else "你团"
        page.text(f"{you}{facts.matter.raised}提出的{facts.matter.name}收悉，现答复如下：")
    if facts.handled_with:
        page.text(f"本件与{facts.handled_with}内容相近，已合并办理。")
    for line in lines:
        if _FIRST_RANK.match(line):
            page.head(line)
        elif _SECOND_RANK.match(line):
            page.subhead(line)
        else:
            page.text(line)
    for number, point in enumerate(facts.points, start=1):
        page.head(f"诉求{_figure(number)}：{point.ask}（{point.outcome}）")
        for line in letter_parts(point.text)["body"]:
            page.text(line)
        if point.planned_on:
            page.text(f"计划于{day(point.planned_on)}前完成。")
        if point.reason:
            page.text(f"暂不能办理的理由：{point.reason}")
    if facts.promises:
        page.head("承诺事项")
        for number, promise in enumerate(facts.promises, start=1):
            who = f"，责任人：{promise.responsible}" if promise.responsible else ""
            page.text(f"{number}．{promise.matter.rstrip('。')}（{day(promise.due_on)}前完成{who}）。")
    if facts.unsolved_reason and facts.unsolved_reason not in facts.text:
        page.head("未能解决的理由")
        for line in facts.unsolved_reason.splitlines():
            if line.strip():
                page.text(line.strip())


def _figure(number: int) -> str:
    """Chinese figures up to 99."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _FIGURES[ones]
    return f"{_FIGURES[tens] if tens > 1 else ''}十{_FIGURES[ones] if ones else ''}"
