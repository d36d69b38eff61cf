"""The reply editor: the handler drafts, and hands the letter to the unit's head."""

from dataclasses import replace

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.recipients import unit_heads
from suggestions.actions import draft_text, reply
from suggestions.actions.change_rules import in_force
from suggestions.actions.reply import Answer, Letter, Promise
from suggestions.choices import Delivery
from suggestions.errors import Conflict, RuleViolation
from suggestions.files import safe_name
from suggestions.forms.reply import ReplyForm, drafted
from suggestions.letters import reading
from suggestions.models import Assignment, Draft
from suggestions.models.regulation import ContactRule
from suggestions.selectors.comments import earlier_comments
from suggestions.views import _checking, _letter_start, _letter_upload, _writing
from suggestions.views._base import whole_number
from suggestions.workflow import Action


class ReplyView(_writing.DraftedView):
    model = Assignment
    drafted_as = Draft.Form.REPLY
    actions = (Action.SUBMIT_REPLY,)
    form_class = ReplyForm
    template_name = "suggestions/reply.html"
    title = gettext_lazy("起草答复")
    lead = gettext_lazy("对照建议和协办意见起草；写的内容随时存为草稿。")
    submit_label = gettext_lazy("送负责人签发")
    drawn: dict | None = None  # what the page shows instead of what was sent
    doubt = ""  # what reading a Word file would do to words that are there already
    read = ""  # the fields that were found in it

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
            "is_shared": reply.is_shared(self.suggestion),
        }

    def post(self, request, *args, **kwargs):
        """Buttons that file nothing: a further row and the list of checks draw the page again with all that was
        typed; reading a Word file, and taking it over after a question, write the draft."""
        pressed = {"add_row", "check", "read_letter", "take"} & set(request.POST)
        if not pressed or not self.is_possible():
            return super().post(request, *args, **kwargs)
        if pressed & {"read_letter", "take"}:
            return self._read_letter() if "read_letter" in pressed else self._take()
        typed = request.POST.dict()
        form = self.form_class(initial=typed, **self.form_kwargs(), further=int("add_row" in typed))
        return self.answer(form)

    def _read_letter(self):
        """Lay what stands in the Word file over what is typed. Asked first where words would be lost by it."""
        typed, upload = self._typed(), self.request.FILES.get("letter")
        try:
            if upload is None:
                raise RuleViolation(_("请选择要读入的 Word 文件（.docx）。"))
            name = safe_name(upload.name)
            letter = reading.read(upload.read(reading.MAX_BYTES + 1), name)
        except RuleViolation as error:
            messages.error(self.request, str(error.message))
            return self._draw(typed)
        fields = _letter_upload.fields_of(letter)
        saved = self._save(typed)
        later = None if saved else self.assignment.drafts.filter(form=Draft.Form.REPLY).first()
        self.doubt = _letter_upload.question(typed, letter, fields, self.suggestion, later)
        if self.doubt:
            self.read = ",".join(fields)
            self.start = replace(self.start, revision=saved.revision if saved else getattr(later, "revision", 0))
            return self._draw(typed | fields)
        draft_text.save(data=typed | fields, revision=saved.revision, **self._draft_of())
        messages.warning(self.request, _letter_upload.told(name, letter, fields))
        return redirect(self.request.get_full_path())

    def _take(self):
        """The words of this page take the place of the draft that was asked about."""
        if self._save(self._typed()) is None:
            self.doubt, self.read = (
                _("草稿刚刚又有更新，没有保存。请核对后再次确认。"),
                self.request.POST.get("read", ""),
            )
            return self._draw(self._typed())
        messages.warning(self.request, _letter_upload.taken(self.request.POST.get("read", "")))
        return redirect(self.request.get_full_path())

    def _draw(self, typed: dict):
        self.drawn = typed
        return self.answer(self.form_class(initial=typed, **self.form_kwargs()))

    def _typed(self) -> dict:
        return {name: self.request.POST[name].replace("\0", "") for name in drafted(self.request.POST)}

    def _draft_of(self) -> dict:
        return {"assignment": self.assignment, "form": Draft.Form.REPLY, **self.hand}

    def _save(self, typed: dict):
        """The draft with `typed`; None when another hand has saved a later one."""
        revision = whole_number(self.request.POST.get("revision")) or 0
        try:
            return draft_text.save(data=typed, revision=revision, **self._draft_of())
        except Conflict:
            return None

    def warning(self) -> str:
        return _writing.lateness(self.assignment, self.today, _("现在提交将记为逾期答复。请尽快提交。"))

    def page(self) -> dict:
        posted = self.request.method == "POST"
        typed = self.drawn or (self.request.POST if posted else self.start.initial)
        proposed = _checking.proposal_of_draft(self.assignment, typed)
        return {
            "checks": _checking.checks_of_draft(self.assignment, typed, len(self.request.FILES.getlist("files"))),
            "proposed": proposed,
            "same": _checking.same_words_of_draft(self.assignment, typed, self.request.user),
            "orphans": _letter_start.orphans(self.asks, typed),
            "start": self.start_shown(),
            "restored": "" if posted else self.start.restored,
            "doubt": self.doubt,
            "read": self.read,
            "sent_back": self.last,
            "earlier_comments": earlier_comments(self.assignment, self.request.user),
            "heads": self.heads,
            "next_reader": _writing.next_reader(self.assignment),
            "kept": self.kept,
            "contact_url": _checking.contact_url(self.assignment),
            # Nothing is saved by itself while it is asked whether to.
            "draft_url": ""
            if self.doubt
            else reverse("suggestions:save_draft", args=[Draft.Form.REPLY, self.assignment.pk]),
            **_writing.material(self.assignment, self.request.user),
        }

    def act(self, form) -> str:
        self.refuse_older(self._typed())
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
