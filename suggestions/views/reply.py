"""The reply editor: the handler drafts, and hands the letter to the unit's head."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.recipients import unit_heads
from suggestions.actions import reply
from suggestions.actions.reply import Letter
from suggestions.forms.reply import DRAFTED, ReplyForm
from suggestions.models import Assignment, Draft
from suggestions.views import _writing
from suggestions.views._base import ActionView
from suggestions.workflow import Action

# The fields of a version that the next one starts from, as the form names them.
COPIED = tuple(name for name in DRAFTED if name != "result_class")


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
        self.last = self.assignment.replies.select_related("result_class", "reviewed_by").order_by("version").last()
        self.kept = reply.kept_files(self.assignment)
        self.heads = unit_heads([self.assignment.unit_id])[self.assignment.unit_id]
        self.start = _writing.start(
            self.assignment,
            Draft.Form.REPLY,
            last=self._first_fields(),
            last_at=self.last and self.last.submitted_at,
            user=self.request.user,
            today=self.today,
        )

    def _first_fields(self) -> dict:
        if self.last is None:
            return {"dated_on": self.today, "signatory": self.heads[0].name if len(self.heads) == 1 else ""}
        copied = {name: getattr(self.last, name) for name in COPIED}
        return {**copied, "result_class": self.last.result_class_id, "dated_on": self.today}

    def initial(self) -> dict:
        return self.start.initial

    def form_kwargs(self) -> dict:
        return {"missing": [task.unit.name for task in self.missing], "kept_files": len(self.kept)}

    def warning(self) -> str:
        return _writing.lateness(self.assignment, self.today, _("现在提交将记为逾期答复。请尽快提交。"))

    def page(self) -> dict:
        posted = self.request.method == "POST"
        typed = self.request.POST if posted else self.start.initial
        return {
            "checks": _writing.checks_of_draft(self.assignment, typed, len(self.request.FILES.getlist("files"))),
            "start": self.start,
            "restored": "" if posted else self.start.restored,
            "sent_back": self.last,
            "heads": self.heads,
            "kept": self.kept,
            "draft_url": reverse("suggestions:save_draft", args=[Draft.Form.REPLY, self.assignment.pk]),
            **_writing.material(self.assignment),
        }

    def act(self, form) -> str:
        words = {name: value for name, value in form.cleaned_data.items() if name != "files"}
        filed = reply.submit(
            assignment=self.assignment,
            letter=Letter(**words),
            files=form.cleaned_data["files"],
            today=self.today,
            **self.hand,
        )
        names = "、".join(head.name for head in self.heads) or _("本单位负责人")
        return _("答复第%(n)d版(%(number)s)已送%(heads)s签发。") % {
            "n": filed.version,
            "number": filed.document_number,
            "heads": names,
        }
