"""What lead and assisting units ask of each other (S20): a second opinion, and countersigning of the draft (会签)."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.recipients import unit_heads
from suggestions.actions import ask_again, countersign
from suggestions.clocks import read_clockwork, window_due_on
from suggestions.forms.consult import AskAgainForm, CirculateForm, CountersignForm
from suggestions.models import Assignment, Countersignature, Draft, ResultClass
from suggestions.selectors import consultation
from suggestions.views import _circulated, _letter_start, _writing
from suggestions.views._base import ActionView, refusal_of, whole_number
from suggestions.workflow import Action


class AskAgainView(ActionView):
    """`pk`: the assisting unit's task."""

    model = Assignment
    actions = (Action.ASK_AGAIN,)
    form_class = AskAgainForm
    template_name = "suggestions/ask_again.html"
    title = gettext_lazy("再次征求意见")
    lead = gettext_lazy("协办意见不清楚、不完整的，可以再征求一次。")
    submit_label = gettext_lazy("发出")

    def refusal(self) -> str:
        return refusal_of(ask_again.check_may_ask, self.assignment, unit_id=self.request.user.unit_id)

    def page(self) -> dict:
        clock = read_clockwork()
        return {
            "opinion": self.assignment.opinions.prefetch_related("attachments").last(),
            "due_on": window_due_on(clock, self.today, clock.rule.second_opinion),
        }

    def act(self, form) -> str:
        asked = ask_again.ask(
            assignment=self.assignment, question=form.cleaned_data["question"], on=self.today, **self.hand
        )
        return _("已再次征求%(unit)s的意见，请其在%(day)s前补充。") % {
            "unit": self.assignment.unit,
            "day": f"{asked.due_on:%Y-%m-%d}",
        }


class CirculateView(ActionView):
    """`pk`: the lead unit's task. What goes round is the draft as the server has it, shown on the page."""

    model = Assignment
    actions = (Action.CIRCULATE,)
    form_class = CirculateForm
    template_name = "suggestions/circulate.html"
    title = gettext_lazy("送会签")
    lead = gettext_lazy("把已保存的答复草稿送协办单位会签；送出的文稿按当时的样子留存。")

    def load(self) -> None:
        super().load()
        self.tasks = consultation.who_can_countersign(self.assignment)
        self.last = self.assignment.circulations.first()
        version = self.assignment.replies.select_related("result_class").order_by("version").last()
        self.start = _writing.start(
            self.assignment,
            Draft.Form.REPLY,
            last=_letter_start.first_fields(self.assignment, version, unit_heads([]), today=self.today),
            last_at=version and version.submitted_at,
            user=self.request.user,
            today=self.today,
        )
        self.text = _circulated.words_of_draft(self.assignment, self.start.initial)
        key = whole_number(str(self.start.initial.get("result_class") or ""))
        self.result_class = ResultClass.objects.filter(pk=key).first() if key else None

    def refusal(self) -> str:
        if not self.tasks.exists():
            return _("此件没有协办单位，不需要会签。")
        return "" if self.text else _("还没有写答复文稿。请先起草并保存，再送会签。")

    def initial(self) -> dict:
        return {"units": [task.pk for task in self.tasks]}

    def form_kwargs(self) -> dict:
        return {"tasks": self.tasks}

    def page(self) -> dict:
        clock = read_clockwork()
        return {
            "text": self.text,
            "result_class": self.result_class,
            "saved_at": self.start.saved_at,
            "number": self.last.number + 1 if self.last else 1,
            "unchanged": self.last and (self.last.text, self.last.result_class) == (self.text, self.result_class),
            "due_on": window_due_on(clock, self.today, clock.rule.countersign),
            "files": _writing.own_files(self.suggestion),
        }

    def act(self, form) -> str:
        sent = countersign.send(
            assignment=self.assignment,
            text=self.text,
            result_class=self.result_class,
            units=list(form.cleaned_data["units"]),
            on=self.today,
            **self.hand,
        )
        return _("第%(n)d次会签稿已送%(count)d个协办单位，请其在%(day)s前会签。") % {
            "n": sent.number,
            "count": len(form.cleaned_data["units"]),
            "day": f"{sent.due_on:%Y-%m-%d}",
        }

    def success_url(self, form) -> str:
        back = super().success_url(form)
        return back if self.request.POST.get("next") else reverse("suggestions:reply", args=[self.assignment.pk])


class CountersignView(ActionView):
    """`pk`: the unit's own task; the draft is the newest one that waits for its word."""

    model = Assignment
    actions = (Action.COUNTERSIGN,)
    form_class = CountersignForm
    template_name = "suggestions/countersign.html"
    title = gettext_lazy("会签")
    lead = gettext_lazy("看主办单位送来的答复稿，同意或写明意见。每次会签只签一次。")
    submit_label = gettext_lazy("提交会签意见")
    is_version_checked = False  # which draft was read is in the form

    def load(self) -> None:
        super().load()
        self.signature = consultation.to_countersign(self.assignment).first()

    def refusal(self) -> str:
        if self.signature is not None:
            return ""
        last = Countersignature.objects.filter(assignment=self.assignment).exclude(stance="").last()
        if last is not None:
            return _("没有等待贵单位会签的文稿；最近一次会签是%(day)s：%(stance)s。") % {
                "day": f"{last.signed_on:%Y-%m-%d}",
                "stance": last.get_stance_display(),
            }
        return _("没有等待贵单位会签的文稿。")

    def _changed_meanwhile(self) -> str:
        changed = super()._changed_meanwhile()
        read = whole_number(self.request.POST.get("circulation"))
        if changed or read is None or read == self.signature.circulation_id:
            return changed
        return _("主办单位送来了新的会签稿，没有保存。请看过新稿后再会签。")

    def page(self) -> dict:
        circulation = self.signature.circulation if self.signature else None
        return {
            "circulation": circulation,
            "opinion": self.assignment.opinions.last(),
            "files": _writing.own_files(self.suggestion),
            "earlier": self.assignment.countersignatures.exclude(stance="").select_related("circulation"),
        }

    def act(self, form) -> str:
        countersign.sign(
            circulation=self.signature.circulation,
            assignment=self.assignment,
            on=self.today,
            **form.cleaned_data,
            **self.hand,
        )
        return _("会签意见已交%(unit)s。") % {"unit": self.signature.circulation.assignment.unit}
