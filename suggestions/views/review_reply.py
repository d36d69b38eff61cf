"""The office's review of a reply that the unit's head has signed: passed, or sent back with a reason."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suggestions.actions import reply
from suggestions.choices import ReplyState
from suggestions.forms.review_reply import ReviewReplyForm
from suggestions.models import Reply
from suggestions.views._base import ActionView
from suggestions.views._checking import checks_of_reply
from suggestions.views._writing import material
from suggestions.workflow import Action


class ReviewReplyView(ActionView):
    model = Reply
    actions = (Action.ACCEPT_REPLY, Action.REJECT_REPLY)
    form_class = ReviewReplyForm
    template_name = "suggestions/review_reply.html"
    title = gettext_lazy("审核答复")

    def is_possible(self) -> bool:
        return self.object.state == ReplyState.AWAITING_REVIEW and super().is_possible()

    def why_not(self) -> str:
        if self.object.state == ReplyState.AWAITING_REVIEW:
            return super().why_not()
        return _("此版答复当前为“%(state)s”，不在待审核中。%(last)s") % {
            "state": self.object.get_state_display(),
            "last": self.last_step(),
        }

    def initial(self) -> dict:
        return {"then_next": True}

    def page(self) -> dict:
        earlier = self.assignment.replies.exclude(pk=self.object.pk).select_related("result_class")
        return {
            "reply": self.object,
            "files": self.object.attachments.all(),
            "earlier": earlier.order_by("-version"),
            "checks": checks_of_reply(self.object),
            "waiting": self._waiting().count(),
            **{name: value for name, value in material(self.assignment).items() if name != "files"},
        }

    def act(self, form) -> str:
        unit, number = self.assignment.unit.name, self.suggestion.number
        if form.cleaned_data["decision"] == "reject":
            reply.reject(reply=self.object, reason=form.cleaned_data["reason"], **self.hand)
            return _("已将%(number)s号答复退回%(unit)s重办。") % {"number": number, "unit": unit}
        reply.accept(reply=self.object, on=self.today, **self.hand)
        return _("%(number)s号%(unit)s的答复已审核通过。") % {"number": number, "unit": unit}

    def success_url(self, form) -> str:
        following = self._waiting().first() if form.cleaned_data["then_next"] else None
        if following is None:
            return super().success_url(form)
        query = {"next": self.request.POST["next"]} if self.request.POST.get("next") else None
        return reverse("suggestions:review_reply", args=[following.pk], query=query)

    def _waiting(self):
        """The other replies with the office, the one waiting longest first."""
        found = Reply.objects.filter(state=ReplyState.AWAITING_REVIEW).exclude(pk=self.object.pk)
        return found.order_by("signed_at", "pk")
