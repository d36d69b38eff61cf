"""承诺事项落实情况登记表 (domain.md 6.7), one row for each promise, lying across the sheet; second receipt below."""

from dataclasses import dataclass
from datetime import date

from suggestions.letters.form import Cell, add_form, label, value
from suggestions.letters.page import Page
from suggestions.letters.runs import SIZE_SMALL
from suggestions.letters.words import BLANK_DAY, Matter, boxes, day

_WIDTHS = (12, 22, 28, 40, 38, 48, 18, 19)
_HEADS = ("序号", "现办复类别", "主办单位", "承诺事项", "承诺时限", "落实情况", "改列类别", "责任人")
GRADES = ("满意", "基本满意", "不满意")
_BOTTOM = (26, 87, 26, 86)


@dataclass(frozen=True)
class Kept:
    """One promise and what became of it."""

    class_then: str
    unit: str
    matter: str
    due_on: date
    original_due_on: date
    state: str
    progress: tuple[str, ...] = ()
    class_now: str = ""  # where it was changed since
    responsible: str = ""
    grade: str = ""  # of the deputy's second receipt


@dataclass(frozen=True)
class Commitments:
    matter: Matter
    office: str
    printed_on: date
    rows: tuple[Kept, ...]


def write(facts: Commitments) -> bytes:
    matter = facts.matter
    page = Page(subject=f"承诺事项落实情况登记表 {matter.number}号", is_landscape=True)
    page.form_title("代表建议承诺事项落实情况登记表")
    page.line(f"案号：{matter.number}号　　案由：{matter.title}", size=SIZE_SMALL, pitch=24)
    page.line(
        f"会议：{matter.session}　　提出代表：{matter.proposer}　　填表日期：{day(facts.printed_on)}",
        size=SIZE_SMALL,
        pitch=24,
    )
    rows = [[label(head) for head in _HEADS], *(_row(number, each) for number, each in enumerate(facts.rows, start=1))]
    add_form(page, _WIDTHS, rows, heads=1)
    page.small("代表对承诺落实情况的意见（由代表本人填写，单位不得代填）", is_kept=True)
    graded = facts.rows[0].grade if len({row.grade for row in facts.rows}) == 1 else ""
    add_form(
        page,
        _BOTTOM,
        [
            [label("代表评价"), value(boxes(GRADES, graded)), label("意见和建议"), value("", height=16)],
            [label("代表签名"), value("", height=11), label("日期"), value(BLANK_DAY)],
        ],
    )
    return page.save()


def _row(number: int, kept: Kept) -> list[Cell]:
    due = day(kept.due_on)
    if kept.due_on != kept.original_due_on:
        due = f"{due}\n（原定{day(kept.original_due_on)}）"
    done = "\n".join((f"【{kept.state}】", *kept.progress))
    return [
        value(str(number), is_centred=True),
        value(kept.class_then, is_centred=True),
        value(kept.unit),
        value(kept.matter),
        value(due),
        value(done, is_flowing=True),
        value(kept.class_now, is_centred=True),
        value(kept.responsible),
    ]
