"""The office's review of a reply that the unit's head has signed: passed, or sent back with a reason."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suggestions.actions import reply
from suggestions.choices import ReplyState
from suggestions.forms.review_reply import ReviewReplyForm
from suggestions.models import Reply
from suggestions.views._reading import ReadReplyView
from suggestions.workflow import Action


class ReviewReplyView(ReadReplyView):
    actions = (Action.ACCEPT_REPLY, Action.REJECT_REPLY)
    form_class = ReviewReplyForm
    template_name = "suggestions/review_reply.html"
    title = gettext_lazy("审核答复")
    state = ReplyState.AWAITING_REVIEW

    def initial(self) -> dict:
        return {"then_next": True, "result_class": self.object.result_class_id}

    def form_kwargs(self) -> dict:
        return {"current": self.object.result_class}

    def page(self) -> dict:
        return {**super().page(), "waiting": self._waiting().count()}

    def act(self, form) -> str:
        unit, number, said = self.assignment.unit.name, self.suggestion.number, form.cleaned_data
        if said["decision"] == "reject":
            reply.reject(reply=self.object, reason=said["reason"], **self.hand)
            return _("已将%(number)s号答复退回%(unit)s重办。") % {"number": number, "unit": unit}
        reply.accept(
            reply=self.object,
            on=self.today,
            result_class=said["result_class"],
            class_reason=said["class_reason"],
            **self.hand,
        )
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
