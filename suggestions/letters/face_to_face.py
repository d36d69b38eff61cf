"""代表建议当面答复记录: what was said to the deputy face to face, signed by both sides (山东 2017, art 22)."""

from dataclasses import dataclass
from datetime import date

from suggestions.letters.form import add_form, label, value
from suggestions.letters.page import Page
from suggestions.letters.words import BLANK_DAY, Matter, boxes, day

_WIDTHS = (30, 48, 30, 48)


@dataclass(frozen=True)
class Meeting:
    """A contact on record after the reply."""

    held_on: date | None
    place: str = ""
    people: str = ""
    note: str = ""


@dataclass(frozen=True)
class FaceToFace:
    matter: Matter
    unit: str
    document_number: str
    class_label: str
    main_points: tuple[str, ...]
    meeting: Meeting | None = None


def write(facts: FaceToFace) -> bytes:
    page = Page(subject=f"当面答复记录 {facts.matter.number}号")
    page.form_title("代表建议当面答复记录")
    add_form(page, _WIDTHS, _rows(facts))
    return page.save()


def _rows(facts: FaceToFace) -> list:
    matter, met = facts.matter, facts.meeting or Meeting(None)
    return [
        [label("编号"), value(f"{matter.number}号"), label("会议"), value(matter.session)],
        [label("标题"), value(matter.title, 3)],
        [label("提出代表"), value(matter.proposer), label("答复单位"), value(facts.unit)],
        [label("答复文号"), value(facts.document_number), label("办理结果"), value(facts.class_label)],
        [label("答复时间"), value(day(met.held_on)), label("答复地点"), value(met.place)],
        [label("参加人员"), value(met.people, 3, height=12)],
        [label("答复要点"), value("\n".join(facts.main_points), 3, height=44, is_flowing=True)],
        [label("代表意见"), value(met.note, 3, height=26, is_flowing=True)],
        [label("对当面答复"), value(f"{boxes(('满意', '基本满意', '不满意'))}\n（由代表本人勾选）", 3)],
        [label("代表签名"), value("", height=12), label("日期"), value(BLANK_DAY)],
        [label("答复人\n（签字）"), value("", height=12), label("日期"), value(BLANK_DAY)],
        [label("记录人\n（签字）"), value("", height=12), label("日期"), value(BLANK_DAY)],
    ]
