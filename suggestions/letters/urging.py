"""代表建议催办单: what a unit still owes, since when, and by when it must say what it does about it."""

from dataclasses import dataclass
from datetime import date

from suggestions.letters.form import add_form, label, value
from suggestions.letters.page import Page
from suggestions.letters.words import BLANK_DAY, Matter, day

_WIDTHS = (30, 48, 30, 48)


@dataclass(frozen=True)
class Urging:
    matter: Matter
    office: str
    unit: str
    part: str
    owed: str  # 答复, 协办意见
    state: str
    assigned_on: date
    signed_on: date | None
    due_on: date
    days_left: int  # below 0: overdue
    urged_on: date
    words: str = ""
    times: int = 0  # how often it was urged before this paper; 0: not yet on record


def write(facts: Urging) -> bytes:
    matter = facts.matter
    page = Page(subject=f"催办单 {matter.number}号 {facts.unit}")
    page.form_title("代表建议催办单")
    page.line(f"{facts.unit}：")
    page.text(
        f"你单位{facts.part}的{matter.name}，应于{day(facts.due_on)}前提交{facts.owed}，{_lateness(facts)}"
        f"请抓紧办理，尽快提交{facts.owed}，并将办理进展和预计完成时间填入下表反馈。"
    )
    page.signature(facts.office, facts.urged_on)
    page.gap()
    add_form(page, _WIDTHS, _rows(facts))
    return page.save()


def _lateness(facts: Urging) -> str:
    if facts.days_left < 0:
        return f"已逾期{-facts.days_left}天。"
    return "今日到期。" if facts.days_left == 0 else f"距期限还有{facts.days_left}天。"


def _rows(facts: Urging) -> list:
    matter = facts.matter
    times = f"第{facts.times}次" if facts.times else "第　　次"
    return [
        [label("编号"), value(f"{matter.number}号"), label("会议"), value(matter.session)],
        [label("标题"), value(matter.title, 3)],
        [label("提出代表"), value(matter.proposer), label("分工"), value(facts.part)],
        [label("交办日期"), value(day(facts.assigned_on)), label("签收日期"), value(day(facts.signed_on))],
        [label("期限"), value(day(facts.due_on)), label("当前状态"), value(facts.state)],
        [label("催办次数"), value(times), label("催办日期"), value(day(facts.urged_on))],
        [label("催办意见"), value(facts.words, 3, height=14)],
        [label("办理进展\n（单位填写）"), value("", 3, height=18)],
        [label("预计完成时间"), value(BLANK_DAY), label("承办人、电话"), value("")],
        [label("单位负责人\n（签字盖章）"), value("", height=14), label("回复日期"), value(BLANK_DAY)],
    ]
