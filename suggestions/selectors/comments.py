"""The remarks on the versions of a reply, for those who may read them (reading.Sight.comments)."""

from collections import Counter
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from suggestions import paragraphs
from suggestions.choices import ReplyState
from suggestions.models import Assignment, Reply, ReplyComment
from suggestions.paragraphs import Paragraph
from suggestions.selectors.reading import Sight
from suggestions.workflow import Action

# Who has a version before him is the one to decide on it, and no other remarks on it meanwhile.
DECIDING: dict[str, Action] = {
    ReplyState.AWAITING_SIGNATURE: Action.SIGN_OFF,
    ReplyState.AWAITING_COORDINATOR: Action.PASS_ON,
    ReplyState.AWAITING_REVIEW: Action.ACCEPT_REPLY,
}


@dataclass(frozen=True)
class Marks:
    """What stands at the paragraphs of a letter that is being reviewed. `here`: the page to come back to."""

    reply: int
    counts: Counter
    here: str

    def url(self, place: int) -> str:
        query = urlencode({"paragraph": place, "next": self.here})
        return f"{reverse('suggestions:comment', args=[self.reply])}?{query}"


def places_of(reply: Reply) -> list[Paragraph]:
    answers = [(answer.position, answer.text) for answer in reply.answers.all()]
    return paragraphs.places(reply.text, answers, reply.unsolved_reason)


def marks_on(reply: Reply, comments: list[ReplyComment], here: str) -> Marks:
    return Marks(reply.pk, Counter(comment.paragraph for comment in comments), here)


def comments_on(reply: Reply, user) -> list[ReplyComment]:
    """Those on this version that `user` may read, in reading order."""
    return Sight(user, [reply.assignment]).comments(reply)


def earlier_comments(task: Assignment, user, *, before: int | None = None) -> list[ReplyComment]:
    """Those on the versions that were sent back (before version `before`), the last version's first."""
    sight = Sight(user, [task])
    versions = task.replies.exclude(state__in=[*DECIDING, ReplyState.ACCEPTED]).order_by("-version")
    if before is not None:
        versions = versions.filter(version__lt=before)
    found = []
    for version in versions.prefetch_related("comments__settled_by"):
        version.assignment = task
        found += sight.comments(version)
    return found
