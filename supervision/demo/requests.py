"""Stages in which units and office settle who does the work: returns, further units, a cancelled task."""

from suggestions.actions import add_unit, cancel, give_back
from supervision.demo import texts
from supervision.demo.pen import Pen
from supervision.demo.stages import handling


def return_requested(pen: Pen) -> None:
    pen.wait(2)
    pen.sign()
    pen.wait(2)
    pen.ask_return("develop")


def return_agreed(pen: Pen) -> None:
    """Handed to the unit that was proposed, with a clock of its own."""
    return_requested(pen)
    pen.wait(2)
    _hand_over(pen)
    pen.wait(2)
    pen.sign(only=pen.lead())


def _hand_over(pen: Pen) -> None:
    asked = pen.lead().returnrequests.select_related("assignment__suggestion__session", "assignment__unit").get()
    give_back.agree(
        request=asked,
        unit=pen.office.units["develop"],
        assigned_on=pen.day,
        note="职责分工以“三定”规定为准，同意调整。",
        by=pen.office.head,
        today=pen.day,
        at=pen.act(),
    )


def return_refused(pen: Pen) -> None:
    return_requested(pen)
    pen.wait(2)
    asked = pen.lead().returnrequests.select_related("assignment__suggestion__session", "assignment__unit").get()
    give_back.refuse(request=asked, note="该事项由你单位牵头更为适宜，请继续办理。", by=pen.office.head, at=pen.act())


def addition_requested(pen: Pen) -> None:
    handling(pen)
    pen.wait(1)
    _ask_for(pen, "emergency")


def addition_agreed(pen: Pen) -> None:
    handling(pen)
    pen.wait(1)
    asked = _ask_for(pen, "emergency")
    pen.wait(1)
    add_unit.decide(request=asked, agreed=True, by=pen.office.clerks[0], today=pen.day, at=pen.act())


def _ask_for(pen: Pen, code: str):
    task = pen.lead()
    by = pen.office.handlers[task.unit_id]
    return add_unit.request(
        assignment=task, unit=pen.office.units[code], reason=texts.ADDITION_REASON, by=by, at=pen.act()
    )


def assisting_cancelled(pen: Pen) -> None:
    handling(pen)
    pen.wait(3)
    cancel.cancel(
        assignment=pen.assisting()[-1],
        reason="经核实，所提事项不涉及该单位职责。",
        by=pen.office.clerks[0],
        at=pen.act(),
    )
