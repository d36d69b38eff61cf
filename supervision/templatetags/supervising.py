"""What supervision adds to pages of the floor below: the panel of a key suggestion, groups of the work list."""

from datetime import date

from django import template

from accounts.roles import Permission
from suggestions.models import Suggestion
from supervision import permissions, topics
from supervision.models import Finding, KeyTopic
from supervision.work import read_work

register = template.Library()


@register.simple_tag
def supervision_work(user, today: date) -> list:
    """The blocks to draw above those of the work list itself."""
    return read_work(user, today=today)


@register.simple_tag
def supervision_of(suggestion: Suggestion, user) -> dict:
    """Of a suggestion's page: the topics it belongs to and who leads, its supervisions and findings; empty for most.

    Deputies and units read who leads; a unit also its own findings; the supervisions are for who may see them.
    """
    if not topics.is_supervised(suggestion):
        return {"may_supervise": permissions.may_supervise(user, [])}
    reads = user.may(Permission.SEE_KEY)
    found = list(topics.topics(KeyTopic.objects.filter(links__suggestion=suggestion)).order_by("year"))
    return {
        "is_shown": True,
        "links": reads,
        "topics": found,
        "records": list(topics.supervisions_about(suggestion)) if reads else [],
        "findings": list(Finding.objects.visible_to(user).filter(suggestion=suggestion).select_related("unit")),
        "may_supervise": permissions.may_supervise(user, [topic for topic in found if not topic.ended_on]),
    }
