"""What is done with one promise: by its unit, by the deputy or the office, and urging."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Role
from suggestions import permissions
from suggestions.actions import commitment, commitment_judge, commitment_urge
from suggestions.choices import CommitmentEntryKind, EvaluationSource
from suggestions.commitment_rules import require_end_of_term
from suggestions.forms.commitment import (
    ConfirmForm,
    DoneForm,
    ExplainForm,
    MoveForm,
    OfficeConfirmForm,
    ProgressForm,
)
from suggestions.forms.urge import WordsForm
from suggestions.models import Commitment
from suggestions.selectors.commitment import answered_together, entries_of, known_as, shows_proof
from suggestions.views._base import ActionView, below, refusal_of
from suggestions.workflow import Action


class CommitmentActionView(ActionView):
    """As ActionView, of a promise: its own state, version and date, and back to its own page."""

    model = Commitment
    template_name = "suggestions/commitment_action.html"
    called = {"reason": "text"}

    def load(self) -> None:
        found = Commitment.objects.visible_to(self.request.user).select_related(
            "assignment__unit__parent", "reply", "suggestion__session__term", *below("suggestion")
        )
        self.object = self.commitment = get_object_or_404(found, pk=self.kwargs["pk"])
        self.suggestion, self.assignment = known_as(self.commitment, self.request.user), self.commitment.assignment

    def possible_actions(self) -> list[Action]:
        of = self.suggestion, self.assignment, self.commitment
        return [action for action in self.actions if permissions.can(self.request.user, action, *of)]

    def state_for(self, action: Action) -> str:
        return self.commitment.state

    def thing(self) -> Commitment:
        return self.commitment

    def home(self) -> str:
        return self.commitment.get_absolute_url()

    def answer(self, form, **more):
        self.entries = entries_of(self.commitment)
        return super().answer(form, **more)

    def page(self) -> dict:
        is_deputy = self.request.user.role == Role.DEPUTY
        return {
            "commitment": self.commitment,
            "entries": self.entries,
            "is_deputy": is_deputy,
            "shows_proof": shows_proof(self.commitment, self.request.user),
        }

    def days(self) -> dict:
        """The first and the last day that can be named."""
        return {"first": self.commitment.reply.dated_on, "today": self.today}


class ProgressView(CommitmentActionView):
    actions = (Action.REPORT_PROGRESS,)
    form_class = ProgressForm
    title = gettext_lazy("填报进展")
    lead = gettext_lazy("写明做到哪一步、下一步什么时候做；有照片、文件的一并上传。")
    submit_label = gettext_lazy("保存进展")
    form_kwargs = CommitmentActionView.days

    def initial(self) -> dict:
        return {"happened_on": self.today}

    def act(self, form) -> str:
        commitment.report_progress(commitment=self.commitment, today=self.today, **form.cleaned_data, **self.hand)
        return _("已记录进展。")


class MoveView(CommitmentActionView):
    actions = (Action.MOVE_COMMITMENT,)
    form_class = MoveForm
    title = gettext_lazy("调整承诺期限")
    lead = gettext_lazy("原承诺期限和每次调整都保留在台账上，并告知代表和代表工作机构。")
    called: dict[str, str] = {}

    def form_kwargs(self) -> dict:
        return {"later_than": max(self.commitment.due_on, self.today)}

    def act(self, form) -> str:
        commitment.move(commitment=self.commitment, today=self.today, **form.cleaned_data, **self.hand)
        return _("承诺期限已调整为%(day)s，已告知代表工作机构。") % {"day": f"{self.commitment.due_on:%Y-%m-%d}"}


class DoneView(CommitmentActionView):
    actions = (Action.REPORT_DONE,)
    form_class = DoneForm
    title = gettext_lazy("报告完成")
    lead = gettext_lazy("报告后由代表或代表工作机构确认；确认兑现后才销号。")
    form_kwargs = CommitmentActionView.days

    def initial(self) -> dict:
        return {"done_on": self.today}

    def act(self, form) -> str:
        commitment.report_done(commitment=self.commitment, today=self.today, **form.cleaned_data, **self.hand)
        return _("已报告完成，等待代表或代表工作机构确认。")


class ExplainView(CommitmentActionView):
    actions = (Action.EXPLAIN_COMMITMENT,)
    form_class = ExplainForm
    title = gettext_lazy("书面说明未落实")
    lead = gettext_lazy("届末仍未落实的，向代表书面说明情况后销号；不计为兑现。")
    submit_label = gettext_lazy("提交书面说明")
    submit_style = "btn-danger"

    def refusal(self) -> str:
        return refusal_of(require_end_of_term, self.suggestion.session.term.ends_on, self.today)

    def confirm(self) -> str:
        return _("提交后此项承诺以“未落实已说明”销号，不能撤回。确定提交吗？")

    def act(self, form) -> str:
        commitment.explain(commitment=self.commitment, today=self.today, **form.cleaned_data, **self.hand)
        return _("书面说明已提交，已告知代表和代表工作机构。")


class ConfirmView(CommitmentActionView):
    """The deputy's receipt; for the office its own finding, or the receipt from paper or telephone."""

    actions = (Action.CONFIRM_DONE, Action.RETURN_DONE)
    template_name = "suggestions/commitment_confirm.html"
    title = gettext_lazy("确认兑现")
    submit_label = gettext_lazy("提交")
    called = {"reason": "comment", "text": "comment"}

    def load(self) -> None:
        super().load()
        self.form_class = OfficeConfirmForm if self.request.user.is_office else ConfirmForm
        self.lead = (
            _("核实后确认，或按代表交回的回执录入；承办单位不能代填。")
            if self.request.user.is_office
            else _("请看承办单位的完成情况和证明材料，再作评价。不满意的，退回承办单位继续落实。")
        )

    def form_kwargs(self) -> dict:
        if not self.request.user.is_office:
            return {}
        together = answered_together(self.commitment)
        return {"first": self.commitment.done_on or self.today, "today": self.today, "together": together}

    def initial(self) -> dict:
        return {"given_on": self.today} if self.request.user.is_office else {}

    def act(self, form) -> str:
        words = dict(form.cleaned_data)
        decision = words.pop("decision", EvaluationSource.ONLINE)
        if decision == OfficeConfirmForm.CONFIRM:
            commitment_judge.confirm(commitment=self.commitment, note=words["comment"], on=self.today, **self.hand)
        elif decision == OfficeConfirmForm.RETURN:
            commitment_judge.return_done(
                commitment=self.commitment, reason=words["comment"], on=self.today, **self.hand
            )
        else:
            self._receive(decision, words)
        return self._sentence()

    def _receive(self, source: str, words: dict) -> None:
        commitment_judge.receive(
            commitment=self.commitment,
            grade=words["grade"],
            comment=words["comment"],
            source=source,
            given_on=words.get("given_on") or self.today,
            files=words.get("files", ()),
            merged=words.get("merged"),
            today=self.today,
            **self.hand,
        )

    def _sentence(self) -> str:
        if self.commitment.closed_on is None:
            return _("已退回承办单位继续落实。")
        self.commitment.reply.refresh_from_db()
        result = self.commitment.reply.result_class
        if result.counts_as_solved:
            return _("已确认兑现，此件的办理结果为“%(class)s”。") % {"class": result}
        return _("已确认兑现。")


class UrgeView(CommitmentActionView):
    actions = (Action.URGE_COMMITMENT,)
    form_class = WordsForm
    template_name = "suggestions/commitment_urge.html"
    title = gettext_lazy("催办承诺")
    lead = gettext_lazy("催办会送到单位联系人和负责人的消息，配置了短信或邮件的同时送达。每项每天一次。")
    is_version_checked = False

    def warning(self) -> str:
        today = self.commitment.entries.filter(kind=CommitmentEntryKind.URGED, happened_on=self.today)
        urged = today.select_related("by").first()
        return _("今天已经由%(who)s催办过，请明天再催，或直接电话联系。") % {"who": urged.by} if urged else ""

    def page(self) -> dict:
        return {**super().page(), "receivers": commitment_urge.receivers(self.commitment, on=self.today)}

    def act(self, form) -> str:
        reached = commitment_urge.urge(
            commitment=self.commitment, words=form.cleaned_data["words"], today=self.today, **self.hand
        )
        return _("已催办，送达%(n)d人。") % {"n": reached}
