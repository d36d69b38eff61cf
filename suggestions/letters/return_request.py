"""代表建议退回（改办）申请表: why the matter is not this unit's duty, and what was decided (domain.md 6.3)."""

from dataclasses import dataclass
from datetime import date

from suggestions.letters.form import add_form, label, value
from suggestions.letters.page import Page
from suggestions.letters.words import BLANK_DAY, Matter, boxes, day

_WIDTHS = (32, 46, 32, 46)
AGREED, REFUSED = "同意退回", "不同意退回，继续办理"


@dataclass(frozen=True)
class ReturnRequest:
    matter: Matter
    office: str
    unit: str
    part: str
    assigned_on: date
    return_until_on: date | None
    requested_on: date
    requested_by: str
    reason: str
    proposed_unit: str = ""
    decision: str = ""  # AGREED, REFUSED, or not yet
    decision_note: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    new_unit: str = ""
    reassigned_on: date | None = None


def write(facts: ReturnRequest) -> bytes:
    page = Page(subject=f"退回申请 {facts.matter.number}号 {facts.unit}")
    page.form_title("代表建议退回（改办）申请表")
    add_form(page, _WIDTHS, _rows(facts))
    return page.save()


def _rows(facts: ReturnRequest) -> list:
    matter = facts.matter
    decided = f"{boxes((AGREED, REFUSED), facts.decision)}\n{facts.decision_note}\n\n负责人：{facts.decided_by}"
    return [
        [label("编号"), value(f"{matter.number}号"), label("会议"), value(matter.session)],
        [label("标题"), value(matter.title, 3)],
        [label("提出代表"), value(matter.proposer), label("代表团"), value(matter.delegation)],
        [label("承办单位"), value(facts.unit), label("分工"), value(facts.part)],
        [label("交办日期"), value(day(facts.assigned_on)), label("退回期限"), value(day(facts.return_until_on))],
        [label("退回理由\n（职责依据）"), value(facts.reason, 3, height=52, is_flowing=True)],
        [label("建议承办单位"), value(facts.proposed_unit, 3)],
        [label("经办人"), value(facts.requested_by), label("申请日期"), value(day(facts.requested_on))],
        [label("单位负责人\n（签字盖章）"), value("", height=18), label("签字日期"), value(BLANK_DAY)],
        [label(f"{facts.office}\n意见"), value(decided, 3, height=42)],
        [label("决定日期"), value(day(facts.decided_on)), label("重新交办日期"), value(day(facts.reassigned_on))],
        [label("重新交办单位"), value(facts.new_unit, 3)],
    ]
