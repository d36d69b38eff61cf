"""The assisting unit's opinion; a further version while the lead's reply is not accepted."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suggestions.actions import opine
from suggestions.forms.opine import DRAFTED, OpinionForm
from suggestions.models import Assignment, Draft, OpinionRequest
from suggestions.views import _writing
from suggestions.workflow import ANSWERING, Action


class OpinionView(_writing.DraftedView):
    model = Assignment
    drafted_as = Draft.Form.OPINION
    actions = (Action.FILE_OPINION,)
    form_class = OpinionForm
    template_name = "suggestions/opinion.html"
    title = gettext_lazy("提交协办意见")
    lead = gettext_lazy("提交给主办单位，由主办单位统一答复代表。")

    def load(self) -> None:
        super().load()
        self.versions = list(self.assignment.opinions.prefetch_related("attachments").order_by("-version"))
        last = self.versions[0] if self.versions else None
        self.start = _writing.start(
            self.assignment,
            Draft.Form.OPINION,
            last={name: getattr(last, name) for name in DRAFTED} if last else {},
            last_at=last and last.filed_at,
            user=self.request.user,
            today=self.today,
        )

    def initial(self) -> dict:
        return self.start.initial

    def warning(self) -> str:
        return _writing.lateness(self.assignment, self.today, _("现在提交将记为逾期。请尽快提交。"))

    def page(self) -> dict:
        leads = self.suggestion.assignments.active().filter(round=self.assignment.round, role__in=ANSWERING)
        return {
            "start": self.start_shown(),
            "restored": "" if self.request.method == "POST" else self.start.restored,
            "versions": self.versions,
            "question": OpinionRequest.objects.filter(assignment=self.assignment).first(),
            "leads": leads.select_related("unit"),
            "files": _writing.own_files(self.suggestion),
            "asks": self.suggestion.asks.all(),
            "draft_url": reverse("suggestions:save_draft", args=[Draft.Form.OPINION, self.assignment.pk]),
        }

    def act(self, form) -> str:
        self.refuse_older({name: self.request.POST.get(name, "") for name in DRAFTED})
        opinion = opine.file(assignment=self.assignment, on=self.today, **form.cleaned_data, **self.hand)
        if opinion.version == 1:
            return _("协办意见已提交主办单位。")
        return _("协办意见第%(n)d版已提交主办单位，以前的版本仍保留。") % {"n": opinion.version}
