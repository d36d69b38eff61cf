"""Registration by hand, one sheet after the other, and corrections."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from accounts.models import Unit
from accounts.roles import Permission
from suggestions.actions import register
from suggestions.choices import Period
from suggestions.errors import Conflict, RuleViolation
from suggestions.forms.register import FACTS, AmendForm, RegisterForm
from suggestions.models import Session, Suggestion
from suggestions.views._base import ActionView, add_violation, whole_number
from suggestions.workflow import Action

KEPT = ("session", "period", "submitted_on")  # what the next sheet of a pile has in common with this one


class RegisterView(View):
    template_name = "suggestions/register.html"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.may(Permission.REGISTER):
            raise PermissionDenied(_("只有代表工作机构可以登记建议。"))
        self.at, self.today = timezone.now(), timezone.localdate()
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        if not Session.objects.exists():
            messages.warning(request, _("还没有会议，请先在“设置”中添加届次和会议，再登记建议。"))
            return redirect("suggestions:work_list")
        return self.answer(RegisterForm(initial=self.initial(), number_hint=self.number_hint()))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = RegisterForm(request.POST, request.FILES, number_hint=self.number_hint())
        if not form.is_valid():
            return self.answer(form)
        try:
            made = register.register(
                fields=form.facts(),
                co_signers=form.cleaned_data["co_signers"],
                files=form.cleaned_data["files"],
                by=request.user,
                on=self.today,
                at=self.at,
            )
        except RuleViolation as error:
            add_violation(form, error)
            return self.answer(form, status=409 if isinstance(error, Conflict) else 200)
        kept = {name: request.POST.get(name, "") for name in KEPT}
        return redirect(reverse("suggestions:register", query={"done": made.pk, **kept}))

    def initial(self) -> dict:
        given = {name: self.request.GET[name] for name in KEPT if self.request.GET.get(name)}
        session = self.session()
        started = session and session.closed_on and session.closed_on < self.today
        return {
            "session": session,
            "period": Period.OUTSIDE if started else Period.IN_SESSION,
            "submitted_on": self.today,
            **given,
        }

    def session(self) -> Session | None:
        wanted = whole_number(self.request.POST.get("session") or self.request.GET.get("session"))
        chosen = Session.objects.filter(pk=wanted).first() if wanted else None
        return chosen or Session.objects.filter(is_current=True).first() or Session.objects.first()

    def number_hint(self) -> str:
        session = self.session()
        if session is None:
            return ""
        return _("不填则自动接续。%(session)s下一个编号：大会期间%(inside)s，闭会期间%(outside)s。") % {
            "session": session,
            "inside": register.next_number(session, Period.IN_SESSION, year=self.today.year),
            "outside": register.next_number(session, Period.OUTSIDE, year=self.today.year),
        }

    def answer(self, form, *, status: int = 200) -> HttpResponse:
        done = self._done()
        context = {"form": form, "done": done, "same_title": _same_title(done), "unit_names": unit_names()}
        return render(self.request, self.template_name, context, status=status)

    def _done(self) -> Suggestion | None:
        pk = whole_number(self.request.GET.get("done"))
        return Suggestion.objects.visible_to(self.request.user).filter(pk=pk).first() if pk else None


class AmendView(ActionView):
    actions = (Action.AMEND,)
    form_class = AmendForm
    template_name = "suggestions/amend.html"
    title = gettext_lazy("更正登记")
    lead = gettext_lazy("更正会记入办理记录。会议不能更改；编号改动后原编号不再使用。")
    submit_label = gettext_lazy("保存更正")
    is_version_checked = False  # the action compares versions itself

    def initial(self) -> dict:
        facts = {name: getattr(self.suggestion, name) for name in FACTS}
        names = list(self.suggestion.co_signers.all())
        return facts | {"co_signers": names, "co_signer_count": None if names else self.suggestion.co_signer_count}

    def page(self) -> dict:
        return {"unit_names": unit_names()}

    def act(self, form) -> str:
        seen = self.seen()
        register.amend(
            suggestion=self.suggestion,
            fields=form.facts(),
            co_signers=form.cleaned_data["co_signers"],
            files=form.cleaned_data["files"],
            version=self.suggestion.version if seen is None else seen,
            on=self.today,
            **self.hand,
        )
        return _("已保存对%(number)s号的更正。") % {"number": form.cleaned_data["number"]}


def unit_names() -> list[str]:
    return list(Unit.objects.filter(is_active=True, is_group=False).values_list("name", flat=True))


def _same_title(suggestion: Suggestion | None) -> list[Suggestion]:
    """A warning, not a refusal: the same proposer may well hand in two of one title."""
    if suggestion is None:
        return []
    same = Suggestion.objects.filter(session=suggestion.session_id, title=suggestion.title)
    return list(same.exclude(pk=suggestion.pk)[:5])
