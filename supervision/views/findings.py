"""Findings: the list of all, one of them, and what its unit and its watchers do with it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from accounts.links import safe_next
from accounts.permissions import require_role
from accounts.roles import PERMISSIONS, UNIT, Permission
from suggestions.errors import RuleViolation
from suggestions.models import Assignment
from supervision import permissions, workflow
from supervision.actions import finding as acting
from supervision.choices import SupervisionState
from supervision.finding_filter import FindingFilter
from supervision.forms.finding import DecideForm, FindingForm, ReportForm, WithdrawForm
from supervision.models import Finding, Supervision
from supervision.views._base import FormPage
from supervision.workflow import Action

PER_PAGE = 50
PAGES = {
    Action.REPORT: "supervision:finding_report",
    Action.CONFIRM: "supervision:finding_decide",
    Action.WITHDRAW: "supervision:finding_withdraw",
}


class FindingsView(View):
    """The ledger of findings: a unit's own, else those of visible supervisions."""

    def get(self, request: HttpRequest) -> HttpResponse:
        user, today = request.user, timezone.localdate()
        require_role(user, PERMISSIONS[Permission.SEE_KEY] | UNIT)
        filtered = FindingFilter(request.GET, user=user, today=today)
        page = Paginator(filtered.qs, PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "filter": filtered,
            "page_obj": page,
            "query": filtered.query(),
            "here": request.get_full_path(),
            "today": today,
        }
        return render(request, "supervision/findings.html", context)


class FindingView(View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = request.user
        found = Finding.objects.visible_to(user).select_related(
            "unit",
            "suggestion",
            "supervision__topic__leader",
            "supervision__topic__committee",
            "supervision__suggestion",
        )
        finding = get_object_or_404(found, pk=pk)
        buttons = [(action, reverse(name, args=[pk])) for action, name in PAGES.items()]
        context = {
            "finding": finding,
            "supervision": finding.supervision,
            "entries": finding.entries.select_related("by__unit").prefetch_related("files").order_by("-at", "-pk"),
            "buttons": [(_label(a), url) for a, url in buttons if permissions.can(user, a, finding)],
            "reads_record": Supervision.objects.visible_to(user).filter(pk=finding.supervision_id).exists(),
            "is_owed": finding.state in workflow.OWING,
            "here": request.get_full_path(),
            "back_url": safe_next(request, reverse("suggestions:work_list")),
            "today": timezone.localdate(),
        }
        return render(request, "supervision/finding.html", context)


def _label(action: Action) -> str:
    return _("确认或退回") if action == Action.CONFIRM else action.label


class OpenFindingView(FormPage):
    """What was found becomes a unit's task, one at a time."""

    form_class = FindingForm
    title = gettext_lazy("交办整改")
    lead = gettext_lazy("把督办发现的问题作为任务交给承办单位，到期前按同样的档次提醒。")
    submit_label = gettext_lazy("交办")

    def load(self) -> None:
        found = Supervision.objects.visible_to(self.request.user).select_related("topic", "suggestion")
        self.supervision = get_object_or_404(found, pk=self.kwargs["pk"])

    def guard(self) -> None:
        permissions.check_supervise(self.request.user, permissions.topics_of(self.supervision))

    def home(self) -> str:
        return self.supervision.get_absolute_url()

    def why_not(self) -> str:
        is_held = self.supervision.state == SupervisionState.HELD
        return "" if is_held else _("督办开展并记录以后，才能交办整改。")

    def form_kwargs(self) -> dict:
        suggestions = acting.subjects(self.supervision)
        tasks = Assignment.objects.active().filter(suggestion__in=suggestions)
        return {"suggestions": suggestions, "units": tasks.values("unit"), "today": self.today}

    def page(self) -> dict:
        return {"supervision": self.supervision, "about": self.supervision.subject}

    def act(self, form) -> str:
        made = acting.open_finding(supervision=self.supervision, **form.cleaned_data, **self.hand)
        return _("已交办给%(unit)s，期限%(day)s。") % {"unit": made.unit, "day": f"{made.due_on:%Y-%m-%d}"}


class _OnFinding(FormPage):
    """`actions`: the page opens when one of them is possible for this person now."""

    actions: tuple[Action, ...] = ()
    template_name = "supervision/finding_form.html"

    def load(self) -> None:
        found = Finding.objects.visible_to(self.request.user)
        found = found.select_related("unit", "suggestion", "supervision__topic", "supervision__suggestion")
        self.finding = get_object_or_404(found, pk=self.kwargs["pk"])

    def guard(self) -> None:
        permissions.check(self.request.user, self.actions[0], self.finding)

    def why_not(self) -> str:
        try:
            workflow.next_state(self.actions[0], self.finding.state)
        except RuleViolation as error:
            return str(error.message)
        return ""

    def home(self) -> str:
        return self.finding.get_absolute_url()

    def thing(self) -> Finding:
        return self.finding

    def page(self) -> dict:
        entries = self.finding.entries.select_related("by__unit").prefetch_related("files").order_by("-at", "-pk")
        return {"finding": self.finding, "supervision": self.finding.supervision, "entries": entries}


class ReportView(_OnFinding):
    actions = (Action.REPORT,)
    form_class = ReportForm
    title = gettext_lazy("报告整改完成")
    lead = gettext_lazy("报告后由督办方确认；确认后才销号。")

    def form_kwargs(self) -> dict:
        return {"first": self.finding.opened_on, "today": self.today}

    def initial(self) -> dict:
        return {"done_on": self.today}

    def act(self, form) -> str:
        acting.report(finding=self.finding, **form.cleaned_data, **self.hand)
        return _("已报告整改完成，等待确认。")


class DecideView(_OnFinding):
    actions = (Action.CONFIRM, Action.RETURN)
    form_class = DecideForm
    title = gettext_lazy("确认整改")
    lead = gettext_lazy("核实后确认；没有做到的，写明意见退回。")
    submit_label = gettext_lazy("提交")

    def act(self, form) -> str:
        words = form.cleaned_data
        if words["decision"] == DecideForm.CONFIRM:
            acting.confirm(finding=self.finding, text=words["text"], **self.hand)
            return _("已确认整改完成。")
        acting.hand_back(finding=self.finding, text=words["text"], due_on=words["due_on"], **self.hand)
        return _("已退回%(unit)s继续整改。") % {"unit": self.finding.unit}


class WithdrawView(_OnFinding):
    actions = (Action.WITHDRAW,)
    form_class = WithdrawForm
    title = gettext_lazy("撤销整改任务")
    submit_style = "btn-danger"

    def act(self, form) -> str:
        acting.withdraw(finding=self.finding, text=form.cleaned_data["text"], **self.hand)
        return _("已撤销，已告知%(unit)s。") % {"unit": self.finding.unit}
