"""Second handling (重新办理) after a dissatisfied judgement."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suggestions.actions import rehandle
from suggestions.choices import Grade
from suggestions.clocks import read_clockwork, rehandling_clock
from suggestions.forms.rehandle import RehandleForm
from suggestions.views._base import ActionView
from suggestions.views._before import before_rehandling
from suggestions.workflow import ANSWERING, ENDED, Action


class RehandleView(ActionView):
    actions = (Action.REHANDLE,)
    form_class = RehandleForm
    template_name = "suggestions/rehandle.html"
    title = gettext_lazy("交重新办理")
    lead = gettext_lazy("由原承办单位再办一轮，第一轮的答复和评价保留。")

    def initial(self) -> dict:
        last = self._evaluation()
        return {"demanded_on": self.today, "reason": last.comment if last else ""}

    def before(self) -> dict[str, str]:
        return before_rehandling(self.suggestion)

    def warning(self) -> str:
        if self.suggestion.grade in {Grade.SATISFIED, Grade.BASICALLY_SATISFIED}:
            return _("代表的评价是“%(grade)s”，一般不需要重新办理。") % {"grade": self.suggestion.get_grade_display()}
        return ""

    def confirm(self) -> str:
        units = "、".join(task.unit.name for task in self._leads())
        return _("将重新交%(units)s办理，期限自次日重新起算，并通知该单位。") % {"units": units}

    def page(self) -> dict:
        due_on = rehandling_clock(read_clockwork(), demanded_on=self.today)["due_on"]
        return {"leads": self._leads(), "due_on": due_on, "evaluation": self._evaluation()}

    def act(self, form) -> str:
        made = rehandle.rehandle(suggestion=self.suggestion, **form.cleaned_data, today=self.today, **self.hand)
        return _("已交%(n)d个单位重新办理，答复期限%(day)s。") % {
            "n": len(made),
            "day": f"{self.suggestion.due_on:%Y-%m-%d}",
        }

    def _evaluation(self):
        return self.suggestion.evaluations.filter(round=self.suggestion.round).first()

    def _leads(self):
        tasks = self.suggestion.assignments.filter(round=self.suggestion.round, role__in=ANSWERING)
        return list(tasks.exclude(state__in=ENDED).select_related("unit"))
