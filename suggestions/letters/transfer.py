"""代表建议转办单: a suggestion goes on to another unit (改办), or is handled as a letter (转来信处理)."""

from dataclasses import dataclass
from datetime import date

from suggestions.letters.form import add_form, label, value
from suggestions.letters.page import Page
from suggestions.letters.words import Matter, day

_WIDTHS = (30, 48, 30, 48)
_BLANK_UNIT = "＿＿＿＿＿＿＿＿＿＿＿＿"


@dataclass(frozen=True)
class Transfer:
    """`unit` is empty for a letter: nobody is named in the record, a hand writes it."""

    matter: Matter
    office: str
    moved_on: date
    unit: str = ""
    from_unit: str = ""
    part: str = ""
    due_on: date | None = None
    instruction: str = ""
    reason: str = ""  # why it is a letter; a former unit's own words are not passed on

    @property
    def is_letter(self) -> bool:
        return not self.unit


def write(facts: Transfer) -> bytes:
    matter = facts.matter
    page = Page(subject=f"转办单 {matter.number}号")
    page.form_title("代表建议转办单")
    page.line(f"{facts.unit or _BLANK_UNIT}：")
    if facts.is_letter:
        page.text(
            f"{matter.who}{matter.raised}提出的{matter.name}，经审核按来信处理，现转请你单位阅处，"
            "并将处理情况告知代表和代表工作机构。"
        )
    else:
        page.text(
            f"{matter.who}{matter.raised}提出的{matter.name}，原由{facts.from_unit}承办，现转由你单位{facts.part}。"
            f"请于{day(facts.due_on)}前办理完毕。"
        )
    page.signature(facts.office, facts.moved_on)
    page.gap()
    add_form(page, _WIDTHS, _rows(facts))
    if matter.body:
        page.gap()
        page.head("附：建议正文")
        for text in matter.body:
            page.text(text)
    return page.save()


def _rows(facts: Transfer) -> list:
    matter = facts.matter
    rows = [
        [label("编号"), value(f"{matter.number}号"), label("会议"), value(matter.session)],
        [label("标题"), value(matter.title, 3)],
        [label("提出代表"), value(matter.proposer), label("代表团"), value(matter.delegation)],
        [label("代表电话"), value(matter.phone), label("类别"), value(matter.category)],
    ]
    if facts.is_letter:
        rows.append([label("转办理由"), value(facts.reason, 3, height=20)])
    else:
        rows += [
            [label("原承办单位"), value(facts.from_unit), label("现承办单位"), value(facts.unit)],
            [label("转办日期"), value(day(facts.moved_on)), label("办理期限"), value(day(facts.due_on))],
            [label("转办意见"), value(facts.instruction, 3, height=12)],
        ]
    return [
        *rows,
        [label("签收人"), value("", height=12), label("签收日期"), value(day(None))],
        [label("处理情况"), value("", 3, height=22)],
    ]
