"""The demo's handling plans (六定), and the records of its visits."""

from datetime import date, timedelta

from accounts.models import User
from suggestions.actions import plan
from suggestions.actions.plan import Fixings
from suggestions.choices import ContactKind
from suggestions.models import Assignment
from supervision.demo import paper, texts


def file_plans(pen) -> None:
    """The lead units of the pen's suggestion say how they mean to handle it, where they have not yet."""
    for task in pen.leads():
        if task.plan_due_on is None or hasattr(task, "plan"):
            continue
        person, head = pen.office.handlers[task.unit_id], pen.office.heads[task.unit_id]
        filled = _fixings(task, pen.topic, person=person, head=head, day=pen.day)
        plan.file(assignment=task, fixings=filled, by=person, on=pen.day, at=pen.now)


def _fixings(task: Assignment, topic, *, person: User, head: User, day: date) -> Fixings:
    return Fixings(
        principal=head.name,
        deputy_head=texts.DEPUTY_HEADS[task.unit_id % len(texts.DEPUTY_HEADS)],
        section=texts.SECTIONS[task.unit_id % len(texts.SECTIONS)],
        leader=head.name,
        handler=person.name,
        handler_phone=person.phone,
        measures=texts.measures(topic),
        complete_on=min(task.due_on, max(task.due_on - timedelta(days=20), day)),
        standard=texts.STANDARD,
        limit_on=task.due_on,
    )


def visit_record(item, kind: str) -> list:
    """Where one went to look, there is now and then a record of it."""
    if kind != ContactKind.FIELD_VISIT or item.pk % 4:
        return []
    return [paper.pdf("现场察看记录.pdf", ["现场察看记录", f"{item.number}号", "（演示文件）"])]
