"""What stands around a reply: asks, remarks, promises, a second handling."""

from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Unit, User
from suggestions.actions import (
    comment,
    rehandle,
    split,
)
from suggestions.actions import commitment as promising
from suggestions.actions.reply import Answer
from suggestions.choices import (
    AskOutcome,
    Grade,
)
from suggestions.models import Regulation
from tests.factories.life import assigned, judged, promise, replied
from tests.factories.people import DAY, at, clerk, handler, result_class


def remark(reply_, text: str = "请写明完成时间。", by: User | None = None, on: date = DAY, **fields):
    """A remark of the office on a reply that waits for its review."""
    fields = {"paragraph": 1, "quote": "现答复如下"} | fields
    return comment.add(reply=reply_, text=text, by=by or clerk(), at=at(on), **fields)


def coordinated() -> None:
    """The office has each system's coordinator read a signed reply first."""
    Regulation.objects.create(is_coordinator_review=True, changed_at=at())


def twice_dissatisfied(of: Unit | None = None, on: date = DAY, **fields):
    """Answered, dissatisfied, handled again, answered again, dissatisfied again."""
    item = assigned(*([of] if of else []), on=on, **fields)
    replied(item, on=on)
    judged(item, Grade.DISSATISFIED, on=on)
    rehandled(item, on=on)
    replied(item, on=on, document_number="测教函〔2026〕9号")
    judged(item, Grade.DISSATISFIED, on=on)
    return item


def rehandled(item, on: date = DAY) -> None:
    """Handed over a second time."""
    rehandle.rehandle(suggestion=item, demanded_on=on, reason="代表不满意。", by=clerk(), today=on, at=at(on))


def commitment(item=None, of: Unit | None = None, on: date = DAY, due_on: date | None = None, **fields):
    """A promise on the ledger, made in an accepted B reply of `on`."""
    made = replied(
        item or assigned(*([of] if of else []), on=on),
        of,
        on=on,
        result_class=result_class("B"),
        promises=(promise(due_on or on + timedelta(days=200), **fields),),
    )
    return made.commitments.select_related("suggestion", "assignment__unit", "reply__result_class").get()


def reported(made, on: date = DAY, by: User | None = None, **fields):
    """The unit says the promise is kept, and proves it."""
    fields.setdefault("text", "人行道已建成并开放。")
    fields.setdefault("files", [SimpleUploadedFile("验收单.pdf", b"%PDF-1.4\n%%EOF\n")])
    fields.setdefault("done_on", on)
    by = by or handler(made.assignment.unit)
    promising.report_done(commitment=made, by=by, today=on, at=at(on), **fields)
    return made


def asked(item, *texts: str, by: User | None = None) -> list:
    """`item`, split into `texts`."""
    lines = [split.Line(text) for text in texts or ("拓宽道路", "增设护学岗")]
    return split.split(suggestion=item, lines=lines, by=by or clerk(), at=at())


def answer(ask, outcome: str = AskOutcome.DONE, **fields) -> Answer:
    fields.setdefault("text", "已会同有关单位办理。")
    if outcome == AskOutcome.PLANNED:
        fields.setdefault("planned_on", DAY + timedelta(days=200))
    if outcome == AskOutcome.CANNOT:
        fields.setdefault("reason", "用地条件尚不具备。")
    return Answer(ask, outcome, **fields)
