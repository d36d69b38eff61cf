"""The reply editor: the handler drafts, and hands the letter to the unit's head."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.recipients import unit_heads
from suggestions.actions import reply
from suggestions.actions.change_rules import in_force
from suggestions.actions.reply import Answer, Letter, Promise
from suggestions.choices import Delivery, ProposerKind
from suggestions.forms.reply import ReplyForm
from suggestions.models import Assignment, Draft
from suggestions.models.regulation import ContactRule
from suggestions.selectors.comments import earlier_comments
from suggestions.views import _checking, _letter_start, _writing
from suggestions.views._base import ActionView
from suggestions.workflow import Action


class ReplyView(ActionView):
    model = Assignment
    actions = (Action.SUBMIT_REPLY,)
    form_class = ReplyForm
    template_name = "suggestions/reply.html"
    title = gettext_lazy("起草答复")
    lead = gettext_lazy("对照建议和协办意见起草；写的内容随时存为草稿。")
    submit_label = gettext_lazy("送负责人签发")

    def load(self) -> None:
        super().load()
        self.missing = reply.missing_opinions(self.assignment)
        self.asks = list(self.suggestion.asks.all())
        self.last = self.assignment.replies.select_related("result_class", "reviewed_by").order_by("version").last()
        self.kept = reply.kept_files(self.assignment)
        self.heads = unit_heads([self.assignment.unit_id])[self.assignment.unit_id]
        self.start = _writing.start(
            self.assignment,
            Draft.Form.REPLY,
            last=_letter_start.first_fields(self.assignment, self.last, self.heads, today=self.today),
            last_at=self.last and self.last.submitted_at,
            user=self.request.user,
            today=self.today,
        )

    def initial(self) -> dict:
        return self.start.initial

    def form_kwargs(self) -> dict:
        may_explain = in_force().contact_rule == ContactRule.OR_REASON and not reply.has_contact(self.assignment)
        return {
            "asks": self.asks,
            "missing": [task.unit.name for task in self.missing],
            "kept_files": len(self.kept),
            "may_explain_contact": may_explain,
            "is_shared": self.is_shared(),
        }

    def is_shared(self) -> bool:
        """Several deputies are answered: a joint suggestion, or others were merged into it."""
        return self.suggestion.proposer_kind == ProposerKind.JOINT or self.suggestion.merged_from.exists()

    def post(self, request, *args, **kwargs):
        """Two buttons only draw the page again with all that was typed: a further row, and the list of checks."""
        if not {"add_row", "check"} & set(request.POST) or not self.is_possible():
            return super().post(request, *args, **kwargs)
        typed = request.POST.dict()
        form = self.form_class(initial=typed, **self.form_kwargs(), further=int("add_row" in typed))
        return self.answer(form)

    def warning(self) -> str:
        return _writing.lateness(self.assignment, self.today, _("现在提交将记为逾期答复。请尽快提交。"))

    def page(self) -> dict:
        posted = self.request.method == "POST"
        typed = self.request.POST if posted else self.start.initial
        proposed = _checking.proposal_of_draft(self.assignment, typed)
        return {
            "checks": _checking.checks_of_draft(self.assignment, typed, len(self.request.FILES.getlist("files"))),
            "proposed": proposed,
            "orphans": _letter_start.orphans(self.asks, typed),
            "start": self.start,
            "restored": "" if posted else self.start.restored,
            "sent_back": self.last,
            "earlier_comments": earlier_comments(self.assignment, self.request.user),
            "heads": self.heads,
            "kept": self.kept,
            "contact_url": _checking.contact_url(self.assignment),
            "draft_url": reverse("suggestions:save_draft", args=[Draft.Form.REPLY, self.assignment.pk]),
            **_writing.material(self.assignment, self.request.user),
        }

    def act(self, form) -> str:
        rows = form.promises()
        # The rule counts the promises it was given; the form has empty rows between them.
        self.called = {f"promise-{n}-{part}": f"promise-{row}-{part}" for n, row in enumerate(rows) for part in
                       ("matter", "due_on")} | {"promises": f"promise-{form.rows[0]}-matter"}  # fmt: skip
        words = {"delivery": Delivery.EACH, "consent_note": ""} | form.plain()
        filed = reply.submit(
            assignment=self.assignment,
            letter=Letter(
                answers=tuple(Answer(**each) for each in form.answers()),
                promises=tuple(Promise(**each) for each in rows.values()),
                **words,
            ),
            files=form.cleaned_data["files"],
            today=self.today,
            **self.hand,
        )
        names = "、".join(head.name for head in self.heads) or _("本单位负责人")
        return _("答复第%(n)d版（%(number)s）已送%(heads)s签发。") % {
            "n": filed.version,
            "number": filed.document_number,
            "heads": names,
        }
