"""代表建议办理情况征询意见表, with the receipt for the reply below it (domain.md 6.6).

The deputy fills it in, never the unit. What a deputy has already said is printed as said.
"""

from dataclasses import dataclass
from datetime import date

from suggestions.letters.form import add_form, label, value
from suggestions.letters.page import Page
from suggestions.letters.words import BLANK_DAY, Matter, boxes, day, names

HEAD_LINE = "此表由代表本人填写，单位不得代填"
GRADES = ("满意", "基本满意", "不满意")
_WIDTHS = (30, 48, 30, 48)


@dataclass(frozen=True)
class Given:
    """What the deputy has said."""

    attitude: str
    result: str
    comment: str
    given_on: date
    source: str


@dataclass(frozen=True)
class FeedbackForm:
    matter: Matter
    office: str
    round: int
    units: tuple[str, ...]  # who answered
    document_numbers: tuple[str, ...]
    replied_on: date
    feedback_due_on: date | None
    given: Given | None = None


def write(facts: FeedbackForm) -> bytes:
    page = Page(subject=f"征询意见表 {facts.matter.number}号")
    again = "（重新办理）" if facts.round > 1 else ""
    page.form_title(f"代表建议办理情况征询意见表{again}", HEAD_LINE)
    add_form(page, _WIDTHS, _rows(facts))
    until = f"请于{day(facts.feedback_due_on)}前" if facts.feedback_due_on else "请"
    page.small(f"{until}填写，寄送{facts.office}；也可以登录系统填写。")
    page.cut_line("答复函回执")
    add_form(page, _WIDTHS, _receipt(facts))
    return page.save()


def _rows(facts: FeedbackForm) -> list:
    matter, given = facts.matter, facts.given
    said = f"{given.comment}\n（{day(given.given_on)}，{given.source}）" if given else ""
    return [
        [label("编号"), value(f"{matter.number}号"), label("会议"), value(matter.session)],
        [label("标题"), value(matter.title, 3)],
        [label("提出代表"), value(matter.proposer), label("答复日期"), value(day(facts.replied_on))],
        [label("答复单位"), value(names(facts.units)), label("答复文号"), value(names(facts.document_numbers))],
        [
            label("协商方式"),
            value(boxes(("面商", "实地察看", "座谈会", "走访", "电话", "其他", "没有联系"), gap=" "), 3),
        ],
        [label("对办理态度"), value(boxes(GRADES, given.attitude if given else ""), 3)],
        [label("对办理结果"), value(boxes(GRADES, given.result if given else ""), 3)],
        [label("采纳情况"), value(boxes(("采纳", "部分采纳", "近期不能落实", "未采纳"), gap="　"), 3)],
        [label("意见和建议"), value(said, 3, height=26)],
        [label("代表签名"), value("", height=11), label("联系电话"), value("")],
        [label("填表日期"), value(BLANK_DAY if given is None else day(given.given_on), 3)],
    ]


def _receipt(facts: FeedbackForm) -> list:
    return [
        [label("建议编号"), value(f"{facts.matter.number}号"), label("答复文号"), value(names(facts.document_numbers))],
        [label("收到答复函"), value(boxes(("已收到", "未收到"))), label("收到日期"), value(BLANK_DAY)],
        [label("代表签名"), value("", height=11), label("日期"), value(BLANK_DAY)],
    ]
