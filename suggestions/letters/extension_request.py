"""代表建议延期办理申请与审批表 (domain.md 6.4): why, until when, what the deputy says, who agreed."""

from dataclasses import dataclass
from datetime import date

from suggestions.letters.form import add_form, label, value
from suggestions.letters.page import Page
from suggestions.letters.words import BLANK_DAY, Matter, boxes, day

_WIDTHS = (32, 46, 32, 46)
AGREED, REFUSED = "同意延期", "不同意延期"


@dataclass(frozen=True)
class ExtensionRequest:
    matter: Matter
    office: str
    unit: str
    assigned_on: date
    original_due_on: date
    previous_due_on: date
    requested_until: date
    reason: str
    work_done: str
    is_deputy_informed: bool
    requested_by: str
    requested_on: date
    is_government: bool = False  # the government office has its word too
    decision: str = ""  # AGREED, REFUSED, or not yet
    decision_note: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    granted_until: date | None = None


def write(facts: ExtensionRequest) -> bytes:
    page = Page(subject=f"延期申请 {facts.matter.number}号 {facts.unit}")
    page.form_title("代表建议延期办理申请与审批表")
    add_form(page, _WIDTHS, _rows(facts))
    page.small("注：涉及面广、处理难度大的建议，自交办之日起六个月内答复；延期应当向代表说明。")
    return page.save()


def _rows(facts: ExtensionRequest) -> list:
    matter = facts.matter
    signature = "负责人（签字）：　　　　　　　　" + BLANK_DAY
    decided = f"{boxes((AGREED, REFUSED), facts.decision)}\n{facts.decision_note}\n负责人：{facts.decided_by}"
    rows = [
        [label("编号"), value(f"{matter.number}号"), label("会议"), value(matter.session)],
        [label("标题"), value(matter.title, 3)],
        [label("提出代表"), value(matter.proposer), label("承办单位"), value(facts.unit)],
        [label("交办日期"), value(day(facts.assigned_on)), label("原定期限"), value(day(facts.original_due_on))],
        [label("申请时期限"), value(day(facts.previous_due_on)), label("申请延至"), value(day(facts.requested_until))],
        [label("延期理由"), value(facts.reason, 3, height=21, is_flowing=True)],
        [label("已做工作和\n下步安排"), value(facts.work_done, 3, height=21, is_flowing=True)],
        [
            label("告知代表情况"),
            value(boxes(("已告知", "未告知"), "已告知" if facts.is_deputy_informed else "未告知"), 3),
        ],
        [label("代表意见"), value("", 3, height=12)],
        [label("经办人"), value(facts.requested_by), label("申请日期"), value(day(facts.requested_on))],
        [label("承办单位意见\n（签字盖章）"), value(f"\n{signature}", 3, height=16)],
    ]
    if facts.is_government:
        rows.append([label("政府办公室意见"), value(f"\n{signature}", 3, height=16)])
    return [
        *rows,
        [label(f"{facts.office}\n意见"), value(decided, 3, height=20)],
        [label("批准日期"), value(day(facts.decided_on)), label("批准延至"), value(day(facts.granted_until))],
    ]
