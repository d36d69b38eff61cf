"""What a unit asks instead of going on alone: return (退回), taking that back, a further unit (增办)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suggestions.actions import add_unit, give_back
from suggestions.clocks import read_calendar
from suggestions.forms.give_back import AdditionForm, GiveBackForm
from suggestions.models import Assignment
from suggestions.views._base import ActionView, refusal_of
from suggestions.workflow import Action


class GiveBackView(ActionView):
    model = Assignment
    actions = (Action.REQUEST_RETURN,)
    form_class = GiveBackForm
    title = gettext_lazy("申请退回")
    lead = gettext_lazy("不属本单位职责的，在退回期限内提出；代表工作机构决定前，期限照常计算。")
    submit_label = gettext_lazy("提交退回申请")
    template_name = "suggestions/give_back.html"

    def refusal(self) -> str:
        return refusal_of(give_back.check_window, self.assignment, on=self.today)

    def form_kwargs(self) -> dict:
        return {"own": self.assignment.unit}

    def page(self) -> dict:
        until = self.assignment.return_until_on
        return {"workdays_left": until and read_calendar().workdays_between(self.today, until)}

    def act(self, form) -> str:
        give_back.request(assignment=self.assignment, on=self.today, **form.cleaned_data, **self.hand)
        return _("已提交退回申请。代表工作机构决定前，本单位仍负责此件，期限照常计算。")


class TakeBackView(ActionView):
    model = Assignment
    actions = (Action.TAKE_BACK_RETURN,)
    title = gettext_lazy("撤回退回申请")
    lead = gettext_lazy("撤回后由本单位继续办理。")

    def act(self, form) -> str:
        give_back.take_back(assignment=self.assignment, **self.hand)
        return _("已撤回退回申请，请继续办理。")


class AdditionView(ActionView):
    model = Assignment
    actions = (Action.REQUEST_ADDITION,)
    form_class = AdditionForm
    title = gettext_lazy("申请增加协办单位")
    lead = gettext_lazy("由代表工作机构决定；本单位继续办理。")
    submit_label = gettext_lazy("提交申请")

    def form_kwargs(self) -> dict:
        return {"own": self.assignment.unit}

    def act(self, form) -> str:
        add_unit.request(assignment=self.assignment, **form.cleaned_data, **self.hand)
        return _("已申请增加%(unit)s协办，请等待代表工作机构决定。") % {"unit": form.cleaned_data["unit"]}
