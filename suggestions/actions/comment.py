"""Remarks at a place in a letter (批注), made by whoever decides on this version now, settled by its writers."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from suggestions import paragraphs, permissions
from suggestions.actions import _transition
from suggestions.errors import RuleViolation
from suggestions.models import Reply, ReplyComment
from suggestions.selectors.comments import DECIDING, places_of
from suggestions.workflow import Action

QUOTE = 300  # characters kept of what was marked


@transaction.atomic
def add(*, reply: Reply, paragraph: int, text: str, quote: str = "", by, at: datetime) -> ReplyComment:
    """A remark on a version that waits for this person's decision.

    NotAllowed for anybody else. RuleViolation without words, at a place the letter does not have, or too late.
    """
    deciding = DECIDING.get(reply.state)
    if deciding is None:
        raise RuleViolation(
            _("此版答复当前为“%(state)s”，不能再批注。请刷新页面查看最新情况。") % {"state": reply.get_state_display()}
        )
    permissions.check(by, deciding, reply.assignment.suggestion, reply.assignment)
    if not text.strip():
        raise RuleViolation(_("请填写批注。"), field="text")
    if paragraph not in {place.number for place in places_of(reply)}:
        raise RuleViolation(_("答复中没有这一段，请重新选择。"), field="paragraph")
    _transition.move(
        reply.assignment,
        Action.COMMENT,
        by=by,
        at=at,
        reason=text.strip(),
        detail=_("第%(n)d版，%(place)s") % {"n": reply.version, "place": paragraphs.label(paragraph)},
    )
    return ReplyComment.objects.create(
        reply=reply,
        paragraph=paragraph,
        quote=" ".join(quote.split())[:QUOTE],
        text=text.strip(),
        by=by,
        by_name=by.name,
        by_role=by.role,
        at=at,
    )


@transaction.atomic
def settle(*, comment: ReplyComment, by, at: datetime) -> None:
    """The unit has dealt with a remark on a version that was sent back; who and when stays with it.

    NotAllowed for all but the unit that writes. RuleViolation while no new version is being written, or twice.
    """
    task = comment.reply.assignment
    permissions.check(by, Action.SUBMIT_REPLY, task.suggestion, task)
    if not permissions.can(by, Action.SUBMIT_REPLY, task.suggestion, task):
        raise RuleViolation(_("答复不在起草修改中，不能处理批注。请刷新页面查看最新情况。"))
    done = ReplyComment.objects.filter(pk=comment.pk, settled_at=None).update(settled_by=by, settled_at=at)
    if not done:
        raise RuleViolation(_("这条批注已经处理过。"))
    comment.settled_by, comment.settled_at = by, at
