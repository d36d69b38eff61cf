"""The coordinator of the handling system reads a signed reply before the office does: passed on, or turned back."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suggestions.actions import reply
from suggestions.choices import ReplyState
from suggestions.forms.coordinate import CoordinateForm
from suggestions.views._reading import ReadReplyView
from suggestions.workflow import Action


class CoordinateView(ReadReplyView):
    actions = (Action.PASS_ON, Action.TURN_BACK)
    form_class = CoordinateForm
    template_name = "suggestions/coordinate.html"
    title = gettext_lazy("系统审核答复")
    state = ReplyState.AWAITING_COORDINATOR

    def act(self, form) -> str:
        names = {"unit": self.assignment.unit.name, "number": self.suggestion.number}
        if form.cleaned_data["decision"] == CoordinateForm.TURN_BACK:
            reply.turn_back(reply=self.object, reason=form.cleaned_data["reason"], **self.hand)
            return _("已将%(number)s号答复退回%(unit)s修改。") % names
        reply.pass_on(reply=self.object, **self.hand)
        return _("%(number)s号%(unit)s的答复已送代表工作机构审核。") % names
