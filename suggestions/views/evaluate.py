"""The deputy's judgement, by the deputy online or by a clerk from paper or telephone. Never by a handling unit."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suggestions.actions import evaluate
from suggestions.choices import EvaluationSource, Grade, ReplyState, Status
from suggestions.forms.evaluate import EvaluationForm
from suggestions.models import Reply
from suggestions.views._base import ActionView
from suggestions.workflow import Action


class EvaluationView(ActionView):
    actions = (Action.EVALUATE,)
    form_class = EvaluationForm
    template_name = "suggestions/evaluate.html"
    title = gettext_lazy("反馈评价")
    submit_label = gettext_lazy("提交反馈")

    def load(self) -> None:
        super().load()
        # A merged suggestion keeps its number and its deputy's own judgement; its answer is the main one's.
        self.answered = self.suggestion.merged_into or self.suggestion
        self.is_from_office = self.request.user.is_office
        self.lead = (
            _("按代表交回的征询意见表或电话记录录入；承办单位不能代填。")
            if self.is_from_office
            else _("请对承办单位的办理态度和办理结果分别评价。")
        )

    def refusal(self) -> str:
        """A merged suggestion does not change its status with the answer and the judgement."""
        if self.suggestion.replied_on is None:
            return _("此件尚未答复，不能反馈评价。")
        if self.suggestion.evaluations.filter(round=self.answered.round).exists():
            return _("本轮办理已经有代表反馈。")
        return ""

    def form_kwargs(self) -> dict:
        first = self.suggestion.replied_on or self.today
        return {"from_office": self.is_from_office, "first": first, "today": self.today}

    def initial(self) -> dict:
        return {"given_on": self.today} if self.is_from_office else {}

    def confirm(self) -> str:
        return _("反馈提交后不能修改。确定提交吗？")

    def page(self) -> dict:
        replies = Reply.objects.filter(
            assignment__suggestion=self.answered, assignment__round=self.answered.round, state=ReplyState.ACCEPTED
        )
        return {
            "round": self.answered.round,
            "replies": replies.select_related("assignment__unit", "result_class").prefetch_related("attachments"),
            "earlier": self.suggestion.evaluations.filter(round__lt=self.answered.round).order_by("-round"),
        }

    def act(self, form) -> str:
        words = {"source": EvaluationSource.ONLINE, "given_on": self.today, "files": [], **form.cleaned_data}
        given = evaluate.evaluate(suggestion=self.suggestion, today=self.today, **words, **self.hand)
        sentence = _("已提交%(number)s号的代表反馈：办理态度%(attitude)s，办理结果%(result)s。") % {
            "number": self.suggestion.number,
            "attitude": given.get_attitude_display(),
            "result": given.get_result_display(),
        }
        if given.result == Grade.DISSATISFIED and self.suggestion.status != Status.MERGED:
            return sentence + (
                _("代表工作机构将召集您和承办单位当面协商。")
                if self.suggestion.round > 1
                else _("代表工作机构将交有关单位重新办理。")
            )
        return sentence
