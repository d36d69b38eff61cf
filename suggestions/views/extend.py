"""Request for a later due date (延期)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suggestions import deadlines
from suggestions.actions import extend
from suggestions.choices import RequestState
from suggestions.clocks import read_clockwork
from suggestions.forms.extend import ExtensionForm
from suggestions.models import Assignment
from suggestions.views._base import ActionView, refusal_of
from suggestions.workflow import Action


class ExtensionView(ActionView):
    model = Assignment
    actions = (Action.REQUEST_EXTENSION,)
    form_class = ExtensionForm
    title = gettext_lazy("申请延期")
    lead = gettext_lazy("涉及面广、处理难度大的，在期限届满前提出。")
    submit_label = gettext_lazy("提交延期申请")
    template_name = "suggestions/extend.html"

    def load(self) -> None:
        super().load()
        clock = read_clockwork()
        self.needs_consent = clock.rule.extension_needs_consent
        self.longest = deadlines.longest_deadline(self.assignment.start_on, clock.rule, clock.calendar)

    def refusal(self) -> str:
        return refusal_of(extend.check_may_ask, self.assignment, latest=self.longest.due_on, today=self.today)

    def form_kwargs(self) -> dict:
        return {"due_on": self.assignment.due_on, "latest": self.longest.due_on}

    def page(self) -> dict:
        return {"longest": self.longest, "needs_consent": self.needs_consent}

    def act(self, form) -> str:
        extension = extend.request(assignment=self.assignment, today=self.today, **form.cleaned_data, **self.hand)
        if extension.state == RequestState.AGREED:
            return _("已延期至%(day)s。") % {"day": f"{extension.granted_until:%Y-%m-%d}"}
        return _("已提交延期申请。代表工作机构同意前，期限仍为%(day)s。") % {
            "day": f"{extension.previous_due_on:%Y-%m-%d}"
        }
