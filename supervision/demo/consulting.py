"""Stages in which lead and assisting units consult: asked once more, the draft countersigned."""

from suggestions.actions import ask_again, countersign, draft_text
from suggestions.choices import Stance
from suggestions.models import Draft
from suggestions.selectors.consultation import who_can_countersign
from supervision.demo.pen import Pen
from supervision.demo.stages import prepared

QUESTION = "意见中“适时实施”的时间不明确，请补充列入哪一年计划、资金是否落实，以便答复代表。"
OBJECTION = "第二段“年底前完成”请改为“明年上半年完成”：项目前期手续尚在办理，年底前不具备开工条件。"


def asked_again(pen: Pen) -> None:
    prepared(pen)
    if pen.assisting():
        pen.wait_until(-3)
        ask_again.ask(
            assignment=pen.assisting()[0],
            question=QUESTION,
            by=pen.office.handlers[pen.lead().unit_id],
            on=pen.day,
            at=pen.act(),
        )


def circulated(pen: Pen) -> None:
    """The first unit agrees, the second has not yet said anything."""
    prepared(pen)
    pen.wait_until(-2)
    _send(pen, [Stance.AGREE])


def circulated_again(pen: Pen) -> None:
    """The first unit objects; the mended draft is with all of them again."""
    prepared(pen)
    pen.wait_until(-4)
    _send(pen, [Stance.OBJECT, Stance.AGREE])
    pen.wait(2)
    _send(pen, [], more="\n按会签意见，完成时间调整为明年上半年。")


def _send(pen: Pen, said: list[Stance], *, more: str = "") -> None:
    lead = pen.lead()
    tasks = list(who_can_countersign(lead))
    if not tasks:
        return
    by = pen.office.handlers[lead.unit_id]
    result = pen.office.classes["A"]
    draft = lead.drafts.filter(form=Draft.Form.REPLY).first()
    text = pen.words(lead) + more
    draft_text.save(
        assignment=lead,
        form=Draft.Form.REPLY,
        data={"text": text, "result_class": str(result.pk)},
        revision=draft.revision if draft else 0,
        by=by,
        at=pen.act(),
    )
    sent = countersign.send(
        assignment=lead, text=text, result_class=result, units=tasks, by=by, on=pen.day, at=pen.act()
    )
    for task, stance in zip(pen.assisting(), said, strict=False):
        countersign.sign(
            circulation=sent,
            assignment=task,
            stance=stance,
            comment=OBJECTION if stance == Stance.OBJECT else "",
            by=pen.office.handlers[task.unit_id],
            on=pen.day,
            at=pen.act(),
        )
