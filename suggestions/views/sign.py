"""Signing for receipt (签收): one task, or those ticked on the work list."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from suggestions.actions import sign
from suggestions.errors import RuleViolation
from suggestions.models import Assignment
from suggestions.views._base import ActionView, safe_next
from suggestions.workflow import Action


class SignView(ActionView):
    model = Assignment
    actions = (Action.SIGN,)
    title = gettext_lazy("签收")
    lead = gettext_lazy("确认本单位已收到此件。")
    template_name = "suggestions/sign.html"

    def act(self, form) -> str:
        sign.sign(assignment=self.assignment, on=self.today, **self.hand)
        sentence = _("已签收%(number)s号，期限%(due)s。") % {
            "number": self.suggestion.number,
            "due": f"{self.assignment.due_on:%Y-%m-%d}",
        }
        until = self.assignment.return_until_on
        if not self.assignment.may_be_given_back or until is None or until < self.today:
            return sentence
        return sentence + _("不属本单位职责的，可在%(day)s前申请退回。") % {"day": f"{until:%Y-%m-%d}"}


@require_POST
def sign_many(request: HttpRequest) -> HttpResponse:
    """Each task on its own: one that a colleague has signed meanwhile does not hold up the others."""
    wanted = [pk for pk in request.POST.getlist("tasks") if pk.isascii() and pk.isdigit() and len(pk) < 19]
    tasks = (
        Assignment.objects.visible_to(request.user).filter(pk__in=wanted).select_related("suggestion__session", "unit")
    )
    signed, refused = 0, []
    for task in tasks:
        try:
            sign.sign(assignment=task, by=request.user, on=timezone.localdate(), at=timezone.now())
            signed += 1
        except RuleViolation as error:
            refused.append(_("%(number)s号：%(why)s") % {"number": task.suggestion.number, "why": error.message})
    if signed:
        messages.success(request, _("已签收%(n)d件。") % {"n": signed})
    if refused:
        messages.warning(request, _("%(n)d件没有签收。") % {"n": len(refused)} + "".join(refused[:10]))
    if not signed and not refused:
        messages.warning(request, _("没有选中要签收的建议。"))
    return redirect(safe_next(request, "/"))
