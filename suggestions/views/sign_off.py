"""The unit's head reads the letter as it will go out, and signs it or sends it back."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suggestions.actions import reply
from suggestions.choices import ReplyState
from suggestions.forms.sign_off import SignOffForm
from suggestions.models import Reply
from suggestions.views import _writing
from suggestions.views._base import ActionView
from suggestions.views._reading import letter_for_review
from suggestions.workflow import Action


class SignOffView(ActionView):
    model = Reply
    actions = (Action.SIGN_OFF, Action.SEND_BACK_DRAFT)
    form_class = SignOffForm
    template_name = "suggestions/sign_off.html"
    title = gettext_lazy("签发答复")

    def load(self) -> None:
        super().load()
        self.readers = reply.coordinating(self.assignment)
        self.next_reader = _writing.next_reader(self.assignment)
        self.lead = _("签发后送%(reader)s审核，期限停止计算。") % {"reader": self.next_reader}
        self.submit_label = _("签发并送%(reader)s审核") % {"reader": self.next_reader}

    def refusal(self) -> str:
        if self.object.state == ReplyState.AWAITING_SIGNATURE:
            return ""
        # The task waits for a signature, but under a later version.
        return _("此版答复当前为“%(state)s”，请从待办中打开最新一版。") % {"state": self.object.get_state_display()}

    def warning(self) -> str:
        return _writing.lateness(self.assignment, self.today, _("现在签发将记为逾期答复。"))

    def confirm(self) -> str:
        return _("签发后答复即送%(reader)s审核。确定签发吗？") % {"reader": self.next_reader}

    def page(self) -> dict:
        return {
            **letter_for_review(self.object, self.request.user, self.request.get_full_path()),
            "readers": self.readers,
            "earlier": self.assignment.replies.filter(version__lt=self.object.version).order_by("-version"),
        }

    def act(self, form) -> str:
        number = self.suggestion.number
        if form.cleaned_data["decision"] == SignOffForm.SEND_BACK:
            reply.send_back_draft(reply=self.object, reason=form.cleaned_data["reason"], **self.hand)
            return _("%(number)s号答复已退回经办人修改。") % {"number": number}
        reply.sign_off(reply=self.object, on=self.today, **self.hand)
        return _("%(number)s号答复已签发，等待%(reader)s审核。") % {"number": number, "reader": self.next_reader}
