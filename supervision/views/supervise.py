"""One supervision: arranged or recorded for a topic or a single suggestion, read, called off; the invitation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from accounts.links import safe_next
from accounts.roles import Role
from suggestions import file_gate
from suggestions.form_fields import ReasonForm
from suggestions.models import Suggestion
from supervision import permissions
from supervision.actions import supervise
from supervision.choices import SupervisionKind, SupervisionState
from supervision.forms.supervise import AnswerForm, ArrangeForm, RecordForm
from supervision.models import Invitation, KeyTopic, Supervision
from supervision.topics import readable_file
from supervision.views._base import FormPage

_KIND_OF = {Role.LEADER: SupervisionKind.LEADER, Role.COMMITTEE: SupervisionKind.COMMITTEE}


class _OnSubject(FormPage):
    """For a topic, or (`model`) for one suggestion that is none, or seen by itself."""

    model = KeyTopic

    def load(self) -> None:
        self.subject = get_object_or_404(self.model.objects.visible_to(self.request.user), pk=self.kwargs["pk"])
        self.made: Supervision | None = None

    def guard(self) -> None:
        about = {"topic": self.subject} if self.model is KeyTopic else {"suggestion": self.subject}
        permissions.check_supervise(self.request.user, permissions.topics_of(Supervision(**about)))

    def home(self) -> str:
        return self.subject.get_absolute_url()

    def why_not(self) -> str:
        is_over = self.model is KeyTopic and self.subject.ended_on
        return _("此件已结束督办，不能再安排或记录督办。") if is_over else ""

    def success_url(self) -> str:
        return self.made.get_absolute_url()

    def form_kwargs(self) -> dict:
        return {"today": self.today}

    def initial(self) -> dict:
        return {"kind": _KIND_OF.get(self.request.user.role)}

    def page(self) -> dict:
        return {"about": self.subject}


class ArrangeView(_OnSubject):
    form_class = ArrangeForm
    title = gettext_lazy("安排督办")
    lead = gettext_lazy("先安排、后记录；可以邀请代表参加。")
    submit_label = gettext_lazy("保存并通知")

    def act(self, form) -> str:
        self.made = supervise.arrange(of=self.subject, **form.cleaned_data, **self.hand)
        invited = len(form.cleaned_data["invited"])
        return _("已安排督办，已邀请%(n)d位代表。") % {"n": invited} if invited else _("已安排督办。")


class RecordView(_OnSubject):
    form_class = RecordForm
    title = gettext_lazy("记录督办")
    lead = gettext_lazy("已经开展、事先没有在系统中安排的督办。")
    submit_label = gettext_lazy("保存记录")

    def initial(self) -> dict:
        return {**super().initial(), "held_on": self.today}

    def act(self, form) -> str:
        self.made = supervise.record(of=self.subject, **form.cleaned_data, **self.hand)
        return _("已记录督办。需要单位整改的，请逐项交办。")


class _OnSupervision(FormPage):
    def load(self) -> None:
        found = Supervision.objects.visible_to(self.request.user).select_related("topic", "suggestion")
        self.supervision = get_object_or_404(found, pk=self.kwargs["pk"])

    def guard(self) -> None:
        permissions.check_supervise(self.request.user, permissions.topics_of(self.supervision))

    def home(self) -> str:
        return self.supervision.get_absolute_url()

    def thing(self) -> Supervision:
        return self.supervision

    def page(self) -> dict:
        return {"supervision": self.supervision, "about": self.supervision.subject}

    def why_not(self) -> str:
        if self.supervision.state == SupervisionState.PLANNED:
            return ""
        return _("这次督办%(state)s，不能再操作。") % {"state": self.supervision.state.label}


class RecordArrangedView(_OnSupervision):
    form_class = RecordForm
    title = gettext_lazy("记录督办情况")
    submit_label = gettext_lazy("保存记录")

    def form_kwargs(self) -> dict:
        return {"today": self.today, "with_kind": False}

    def initial(self) -> dict:
        coming = self.supervision.invitations.filter(answer="coming").select_related("deputy")
        people = "、".join(_("%(name)s代表") % {"name": one.deputy.name} for one in coming)
        held_on = min(self.supervision.held_on, self.today)
        return {"held_on": held_on, "place": self.supervision.place, "people": people}

    def act(self, form) -> str:
        supervise.record_arranged(supervision=self.supervision, **form.cleaned_data, **self.hand)
        return _("已记录督办。需要单位整改的，请逐项交办。")


class CallOffView(_OnSupervision):
    form_class = ReasonForm
    title = gettext_lazy("取消督办安排")
    lead = gettext_lazy("受邀代表会收到取消的消息。")
    submit_style = "btn-danger"

    def confirm(self) -> str:
        return _("确定取消%(what)s吗？") % {"what": self.supervision}

    def act(self, form) -> str:
        supervise.call_off(supervision=self.supervision, reason=form.cleaned_data["reason"], **self.hand)
        return _("已取消，已告知受邀代表。")


class SupervisionView(View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = request.user
        found = Supervision.objects.visible_to(user).select_related("topic", "suggestion", "arranged_by", "recorded_by")
        supervision = get_object_or_404(found, pk=pk)
        may = permissions.may_supervise(user, permissions.topics_of(supervision))
        context = {
            "supervision": supervision,
            "about": supervision.subject,
            "invitations": supervision.invitations.select_related("deputy__delegation", "answered_by"),
            "findings": supervision.findings.select_related("unit", "suggestion"),
            "files": supervision.files.all(),
            "may_supervise": may,
            "here": request.get_full_path(),
            "back_url": safe_next(request, supervision.subject.get_absolute_url()),
            "today": timezone.localdate(),
        }
        return render(request, "supervision/supervision.html", context)


class InvitationView(FormPage):
    """The deputy answers; the office writes down what it was told."""

    form_class = AnswerForm
    template_name = "supervision/invitation.html"
    title = gettext_lazy("督办邀请")
    submit_label = gettext_lazy("提交答复")

    def load(self) -> None:
        found = Invitation.objects.visible_to(self.request.user)
        found = found.select_related("deputy", "supervision__topic", "supervision__suggestion")
        self.invitation = get_object_or_404(found, pk=self.kwargs["pk"])
        self.supervision = self.invitation.supervision

    def guard(self) -> None:
        """Who follows the topic reads the answer; POST asks the action."""
        if self.request.method == "POST":
            permissions.check_answer(self.request.user, self.invitation)

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return self.answer(self.make_form())

    def home(self) -> str:
        if self.request.user.role == Role.DEPUTY:
            return reverse("suggestions:work_list")
        return self.supervision.get_absolute_url()

    def why_not(self) -> str:
        if self.supervision.state == SupervisionState.PLANNED:
            return ""
        return _("这次督办%(state)s，不再需要答复。") % {"state": self.supervision.state.label}

    def initial(self) -> dict:
        return {"answer": self.invitation.answer, "words": self.invitation.words}

    def page(self) -> dict:
        may = permissions.may_answer(self.request.user, self.invitation) and not self.why_not()
        own = self.request.user.role == Role.DEPUTY
        about = self.supervision.subject
        is_visible = not own or (
            isinstance(about, Suggestion)
            and Suggestion.objects.visible_to(self.request.user).filter(pk=about.pk).exists()
        )
        return {
            "invitation": self.invitation,
            "supervision": self.supervision,
            "about": about,
            "about_url": about.get_absolute_url() if is_visible else "",
            "may_answer": may,
            "over": self.why_not(),
        }

    def act(self, form) -> str:
        supervise.answer(invitation=self.invitation, **form.cleaned_data, by=self.request.user, at=self.at)
        return _("已答复：%(answer)s。") % {"answer": self.invitation.answer.label}


class FileView(View):
    """The gate of photographs and proofs: who may read what it came with may read it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return file_gate.answer(request, get_object_or_404(readable_file(request.user), pk=pk))
