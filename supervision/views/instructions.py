"""Instructions of leaders: the list, one of them, and what is done about it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from accounts.links import safe_next
from accounts.permissions import require, require_role
from accounts.roles import PERMISSIONS, UNIT, Permission
from suggestions.errors import RuleViolation
from suggestions.models import Assignment, Suggestion
from supervision import permissions, workflow
from supervision.actions import instruction as acting
from supervision.forms.instruction import DecideForm, InstructForm, ReportForm, WithdrawForm
from supervision.instruction_filter import InstructionFilter
from supervision.models import Instruction
from supervision.views._base import FormPage
from supervision.workflow import InstructionAction as Action

PER_PAGE = 50
PAGES = {
    Action.REPORT: "supervision:instruction_report",
    Action.CONFIRM: "supervision:instruction_decide",
    Action.WITHDRAW: "supervision:instruction_withdraw",
}


class InstructionsView(View):
    """A unit its own; who watches, all that they see."""

    def get(self, request: HttpRequest) -> HttpResponse:
        user, today = request.user, timezone.localdate()
        require_role(user, PERMISSIONS[Permission.SEE_KEY] | UNIT)
        filtered = InstructionFilter(request.GET, user=user, today=today)
        context = {
            "filter": filtered,
            "page_obj": Paginator(filtered.qs, PER_PAGE).get_page(request.GET.get("page")),
            "query": filtered.query(),
            "here": request.get_full_path(),
            "today": today,
        }
        return render(request, "supervision/instructions.html", context)


class InstructionView(View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = request.user
        found = Instruction.objects.visible_to(user).select_related("unit", "suggestion", "leader")
        instruction = get_object_or_404(found, pk=pk)
        buttons = [(action, reverse(name, args=[pk])) for action, name in PAGES.items()]
        context = {
            "instruction": instruction,
            "entries": instruction.entries.select_related("by__unit").order_by("-at", "-pk"),
            "buttons": [
                (_("确认或退回") if action == Action.CONFIRM else action.label, url)
                for action, url in buttons
                if permissions.can(user, action, instruction)
            ],
            "is_owed": instruction.state in workflow.INSTRUCTION_OWING,
            "here": request.get_full_path(),
            "back_url": safe_next(request, reverse("suggestions:work_list")),
            "today": timezone.localdate(),
        }
        return render(request, "supervision/instruction.html", context)


class InstructView(FormPage):
    """A leader writes one, from the dashboard or from the suggestion."""

    form_class = InstructForm
    title = gettext_lazy("作批示")
    lead = gettext_lazy("批示作为任务交给承办单位或代表工作机构，报告落实后请您确认。")
    submit_label = gettext_lazy("批示")

    def load(self) -> None:
        require(self.request.user, Permission.INSTRUCT)
        self.suggestion = get_object_or_404(Suggestion.objects.visible_to(self.request.user), pk=self.kwargs["pk"])

    def guard(self) -> None:
        permissions.check_instruct(self.request.user)

    def home(self) -> str:
        return self.suggestion.get_absolute_url()

    def form_kwargs(self) -> dict:
        tasks = Assignment.objects.active().filter(suggestion=self.suggestion)
        return {"units": tasks.values("unit"), "today": self.today}

    def initial(self) -> dict:
        tasks = Assignment.objects.active().answering().filter(suggestion=self.suggestion, round=self.suggestion.round)
        return {"unit": tasks.order_by("pk").values_list("unit", flat=True).first()}

    def page(self) -> dict:
        return {"about": self.suggestion}

    def act(self, form) -> str:
        made = acting.give(suggestion=self.suggestion, **form.cleaned_data, **self.hand)
        return _("批示已交%(who)s落实。") % {"who": made.addressee}


class _OnInstruction(FormPage):
    """`actions`: the page opens when the first of them is possible for this person now."""

    actions: tuple[Action, ...] = ()
    template_name = "supervision/instruction_form.html"

    def load(self) -> None:
        found = Instruction.objects.visible_to(self.request.user).select_related("unit", "suggestion", "leader")
        self.instruction = get_object_or_404(found, pk=self.kwargs["pk"])

    def guard(self) -> None:
        permissions.check(self.request.user, self.actions[0], self.instruction)

    def why_not(self) -> str:
        try:
            workflow.next_state(self.actions[0], self.instruction.state)
        except RuleViolation as error:
            return str(error.message)
        return ""

    def home(self) -> str:
        return self.instruction.get_absolute_url()

    def thing(self) -> Instruction:
        return self.instruction

    def page(self) -> dict:
        entries = self.instruction.entries.select_related("by__unit").order_by("-at", "-pk")
        return {"instruction": self.instruction, "entries": entries, "about": self.instruction.suggestion}


class ReportView(_OnInstruction):
    actions = (Action.REPORT,)
    form_class = ReportForm
    title = gettext_lazy("报告批示落实")
    lead = gettext_lazy("报告后由批示领导或代表工作机构确认。")

    def form_kwargs(self) -> dict:
        return {"first": self.instruction.given_on, "today": self.today}

    def initial(self) -> dict:
        return {"done_on": self.today}

    def act(self, form) -> str:
        acting.report(instruction=self.instruction, **form.cleaned_data, **self.hand)
        return _("已报告落实，等待确认。")


class DecideView(_OnInstruction):
    actions = (Action.CONFIRM, Action.RETURN)
    form_class = DecideForm
    title = gettext_lazy("确认批示落实")
    lead = gettext_lazy("核实后确认；没有做到的，写明意见退回。")
    submit_label = gettext_lazy("提交")

    def act(self, form) -> str:
        words = form.cleaned_data
        if words["decision"] == DecideForm.CONFIRM:
            acting.confirm(instruction=self.instruction, text=words["text"], **self.hand)
            return _("已确认落实。")
        acting.hand_back(instruction=self.instruction, text=words["text"], due_on=words["due_on"], **self.hand)
        return _("已退回%(who)s继续落实。") % {"who": self.instruction.addressee}


class WithdrawView(_OnInstruction):
    actions = (Action.WITHDRAW,)
    form_class = WithdrawForm
    title = gettext_lazy("撤回批示")
    submit_style = "btn-danger"

    def act(self, form) -> str:
        acting.withdraw(instruction=self.instruction, text=form.cleaned_data["text"], **self.hand)
        return _("已撤回，已告知%(who)s。") % {"who": self.instruction.addressee}
