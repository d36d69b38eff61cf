"""The handling plan of one task (六定方案): filed once, changed as often as need be."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suggestions.actions import plan
from suggestions.actions.plan import Fixings
from suggestions.forms.plan import FIELDS, PlanForm
from suggestions.models import Assignment, HandlingPlan
from suggestions.selectors.plans import first_values
from suggestions.views._base import ActionView
from suggestions.workflow import Action


class PlanView(ActionView):
    model = Assignment
    actions = (Action.FILE_PLAN,)
    form_class = PlanForm
    template_name = "suggestions/plan.html"
    lead = gettext_lazy("定牵头领导、定承办人员、定落实措施、定办结时间、定办理标准、定办理期限。")

    def load(self) -> None:
        super().load()
        self.filed = HandlingPlan.objects.filter(assignment=self.assignment).select_related("filed_by").first()
        self.title = _("修改六定方案") if self.filed else _("填报六定方案")
        self.submit_label = _("保存修改") if self.filed else _("填报方案")

    def initial(self) -> dict:
        if self.filed:
            return {name: getattr(self.filed, name) for name in FIELDS}
        return first_values(self.assignment, self.request.user)

    def form_kwargs(self) -> dict:
        return {"first": self.assignment.assigned_on, "last": plan.latest_limit(self.assignment, self.today)}

    def page(self) -> dict:
        return {"filed": self.filed}

    def act(self, form) -> str:
        fixings = Fixings(**{name: form.cleaned_data[name] for name in FIELDS})
        plan.file(assignment=self.assignment, fixings=fixings, on=self.today, **self.hand)
        return _("六定方案的修改已保存。") if self.filed else _("已填报六定方案。")
