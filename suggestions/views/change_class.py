"""Correcting the class of an accepted reply (更正); every change stays on record."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suggestions.actions import change_class
from suggestions.choices import ReplyState
from suggestions.forms.change_class import ChangeClassForm
from suggestions.models import Reply
from suggestions.views._base import ActionView
from suggestions.workflow import Action


class ChangeClassView(ActionView):
    actions = (Action.CHANGE_CLASS,)
    form_class = ChangeClassForm
    template_name = "suggestions/change_class.html"
    title = gettext_lazy("调整结果类别")
    lead = gettext_lazy("更正审核通过的答复的类别；原来的类别和每次变更都保留。")

    def load(self) -> None:
        super().load()
        accepted = Reply.objects.filter(assignment__suggestion=self.suggestion, state=ReplyState.ACCEPTED)
        self.replies = accepted.filter(assignment__round=self.suggestion.round).select_related(
            "assignment__unit", "assignment__suggestion", "result_class"
        )

    def refusal(self) -> str:
        return "" if self.replies.exists() else _("本轮没有审核通过的答复，不能调整类别。")

    def form_kwargs(self) -> dict:
        return {"replies": self.replies}

    def initial(self) -> dict:
        return {"reply": self.replies.first()}

    def page(self) -> dict:
        return {"replies": self.replies.prefetch_related("class_changes__from_class", "class_changes__to_class")}

    def act(self, form) -> str:
        change = change_class.correct(**form.cleaned_data, on=self.today, **self.hand)
        return _("%(number)s号答复的类别已由%(before)s调整为%(after)s。") % {
            "number": self.suggestion.number,
            "before": change.from_class,
            "after": change.to_class,
        }
