"""Closing (办结), and opening again."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suggestions.actions import close
from suggestions.choices import Grade, Status
from suggestions.forms._base import ReasonForm
from suggestions.forms.close import CloseForm
from suggestions.views._base import ActionView
from suggestions.views._before import before_closing
from suggestions.workflow import Action


class CloseView(ActionView):
    actions = (Action.CLOSE,)
    form_class = CloseForm
    title = gettext_lazy("办结")
    lead = gettext_lazy("办结后不再办理；需要时由代表工作机构负责人恢复。")

    def before(self) -> dict[str, str]:
        return before_closing(self.suggestion, today=self.today)

    def warning(self) -> str:
        if self.suggestion.status == Status.REPLIED:
            return _("代表没有反馈，反馈期限已过，说明情况后可以办结。")
        if self.suggestion.grade == Grade.DISSATISFIED:
            return _("代表再次不满意，协商会议已经记录，说明理由后可以办结。")
        return ""

    def act(self, form) -> str:
        close.close(suggestion=self.suggestion, reason=form.cleaned_data["reason"], today=self.today, **self.hand)
        return _("%(number)s号已办结。") % {"number": self.suggestion.number}


class ReopenView(ActionView):
    actions = (Action.REOPEN,)
    form_class = ReasonForm
    title = gettext_lazy("恢复办理")
    lead = gettext_lazy("恢复到“已反馈”状态，可以再交重新办理。")

    def act(self, form) -> str:
        close.reopen(suggestion=self.suggestion, reason=form.cleaned_data["reason"], **self.hand)
        return _("%(number)s号已恢复办理。") % {"number": self.suggestion.number}
