"""Reading a version of a reply in order to decide on it: what the coordinator's and the office's page share."""

from django.utils.translation import gettext as _

from suggestions.models import ClassChange, Reply
from suggestions.selectors.comments import comments_on, earlier_comments, marks_on
from suggestions.views._base import ActionView
from suggestions.views._checking import checks_of_reply
from suggestions.views._writing import material


def letter_for_review(reply: Reply, user, here: str) -> dict:
    """The letter with the remarks on it and on the versions before it, and how its class came to be."""
    comments = comments_on(reply, user)
    return {
        "reply": reply,
        "files": reply.attachments.all(),
        "checks": checks_of_reply(reply),
        "comments": comments,
        "earlier_comments": earlier_comments(reply.assignment, user, before=reply.version),
        "class_changes": ClassChange.objects.filter(reply__assignment__suggestion=reply.assignment.suggestion)
        .exclude(reply=reply)
        .select_related("from_class", "to_class"),
        "marks": marks_on(reply, comments, here),
    }


class ReadReplyView(ActionView):
    """`state`: the version must stand there for the page to open."""

    model = Reply
    template_name = "suggestions/read_reply.html"
    state = ""

    def is_possible(self) -> bool:
        return self.object.state == self.state and super().is_possible()

    def why_not(self) -> str:
        if self.object.state == self.state:
            return super().why_not()
        return _("此版答复当前为“%(state)s”。%(last)s") % {
            "state": self.object.get_state_display(),
            "last": self.last_step(),
        }

    def page(self) -> dict:
        earlier = self.assignment.replies.filter(version__lt=self.object.version).select_related("result_class")
        return {
            **letter_for_review(self.object, self.request.user, self.request.get_full_path()),
            "earlier": earlier.order_by("-version"),
            **{name: value for name, value in material(self.assignment, self.request.user).items() if name != "files"},
        }
