"""Stages in which the office sent a reply back and the unit filed it again: two versions to set side by side."""

from suggestions.actions import comment
from suggestions.choices import Grade
from suggestions.models import ReplyComment
from supervision.demo.pen import Pen
from supervision.demo.stages import awaiting_review, prepared

_REASON = "答复未写明完成时间和责任科室，请补充后重新报送。"
_REMARK = "请写明由哪个科室负责、什么时候完成。"


def filed_again(pen: Pen) -> None:
    """The second version is with the office."""
    awaiting_review(pen)
    _mend(pen)


def accepted_again(pen: Pen) -> None:
    prepared(pen)
    pen.wait(10)
    pen.draft("B")
    pen.wait(2)
    pen.sign_off()
    _mend(pen, "B")
    pen.wait(2)
    pen.accept()


def judged_after_mending(pen: Pen) -> None:
    accepted_again(pen)
    pen.wait(7)
    pen.judge(Grade.SATISFIED)


def _mend(pen: Pen, code: str = "") -> None:
    """Sent back with a remark; the unit settles it, writes again (Pen.words) and signs once more."""
    pen.wait(1)
    pen.remark(2, _REMARK)
    pen.reject(_REASON)
    pen.wait(1)
    handler = pen.office.handlers[pen.lead().unit_id]
    for each in ReplyComment.objects.filter(reply=pen.letters()[-1], settled_at=None):
        comment.settle(comment=each, by=handler, at=pen.act())
    pen.draft(code)
    pen.wait(1)
    pen.sign_off()
