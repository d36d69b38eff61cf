"""代表建议交办通知单: what is handed over to one unit, until when, and its answer slip (domain.md 6.2)."""

from dataclasses import dataclass
from datetime import date

from suggestions.letters.form import add_form, label, value
from suggestions.letters.page import Page
from suggestions.letters.words import BLANK_DAY, Matter, day, names

_WIDTHS = (30, 24, 24, 30, 24, 24)
_ASSISTING = "协办"


@dataclass(frozen=True)
class Judged:
    """What the deputy said to the reply that did not satisfy."""

    attitude: str
    result: str
    comment: str
    given_on: date


@dataclass(frozen=True)
class AssignmentNotice:
    matter: Matter
    office: str
    unit: str
    part: str  # 主办, 协办, 分办
    round: int
    assigned_on: date
    due_on: date
    receipt_due_on: date | None
    return_until_on: date | None
    may_be_returned: bool = True
    instruction: str = ""
    demand: str = ""  # why it is handled again, in the office's words
    judged: Judged | None = None  # the deputy's word on the round before


def write(facts: AssignmentNotice) -> bytes:
    page = Page(subject=f"交办通知单 {facts.matter.number}号 {facts.unit}")
    again = "（重新办理）" if facts.round > 1 else ""
    page.form_title(f"代表建议交办通知单{again}")
    page.line(f"{facts.unit}：")
    answer = "办理完毕并书面答复代表，同时抄送代表工作机构"
    wanted = "向主办单位提交协办意见" if facts.part == _ASSISTING else answer
    page.text(
        f"{facts.matter.who}{facts.matter.raised}提出的{facts.matter.name}，现交由你单位{facts.part}。请认真研究办理，"
        f"与代表联系沟通，充分听取意见，于{day(facts.due_on)}前{wanted}。"
    )
    page.signature(facts.office, facts.assigned_on)
    page.gap()
    add_form(page, _WIDTHS, _rows(facts))
    if facts.matter.body:
        page.gap()
        page.head("附：建议正文")
        for text in facts.matter.body:
            page.text(text)
    page.gap()
    page.cut_line("签收回执（由承办单位填写）")
    add_form(page, _WIDTHS, _slip(may_be_returned=facts.may_be_returned))
    page.small("签收回执也可以在系统中填报，填报后不必再送纸质件。")
    return page.save()


def _rows(facts: AssignmentNotice) -> list:
    matter = facts.matter
    return [
        [label("编号"), value(f"{matter.number}号", 2), label("会议"), value(matter.session, 2)],
        [label("标题"), value(matter.title, 5)],
        [label("提出代表"), value(matter.proposer, 2), label("代表团"), value(matter.delegation, 2)],
        [label("代表电话"), value(matter.phone, 2), label("类别"), value(matter.category, 2)],
        [label("主办单位"), value(names(matter.lead_units), 5)],
        [label("协办单位"), value(names(matter.assisting_units), 5)],
        [label("交办日期"), value(day(facts.assigned_on), 2), label("本单位分工"), value(facts.part, 2)],
        [
            label("意见期限" if facts.part == _ASSISTING else "答复期限"),
            value(day(facts.due_on), 2),
            label("签收期限"),
            value(day(facts.receipt_due_on), 2),
        ],
        [label("可退回至"), value(_until(facts), 2), label("公开意见"), value(matter.publicity, 2)],
        [label("交办意见"), value("\n".join(filter(None, (facts.demand, facts.instruction))), 5, height=14)],
        *([[label("代表反馈"), value(_said(facts.judged), 5)]] if facts.judged else []),
    ]


def _said(judged: Judged) -> str:
    grades = f"{day(judged.given_on)}：对办理态度{judged.attitude}，对办理结果{judged.result}。"
    return "\n".join(filter(None, (grades, judged.comment)))


def _until(facts: AssignmentNotice) -> str:
    return day(facts.return_until_on) if facts.may_be_returned else "重新办理的不再退回"


def _slip(*, may_be_returned: bool) -> list:
    back = "□ 申请退回，建议由＿＿＿＿＿＿＿＿＿＿＿承办，理由：\n "
    return [
        [
            label("承办意见"),
            value(
                "□ 确认接收办理\n"
                "□ 确认接收办理，建议增加＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿等单位一起承办\n"
                + (back if may_be_returned else " "),
                5,
                height=34,
            ),
        ],
        [label("承办人"), value("", 2), label("联系电话"), value("", 2)],
        [label("单位负责人\n（签字盖章）"), value("", 2, height=16), label("签收日期"), value(BLANK_DAY, 2)],
    ]
