"""The date rules in force, every earlier version, and (for the office's head) the next one."""

from itertools import pairwise

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_safe

from accounts.permissions import require
from accounts.roles import Permission
from suggestions.actions.change_rules import WINDOWS, change_rules, in_force, what_changed
from suggestions.errors import RuleViolation
from suggestions.forms.settings.rules import RegulationForm
from suggestions.models import Regulation


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.SEE_HISTORY)
    versions = list(Regulation.objects.select_related("changed_by"))
    return render(
        request,
        "suggestions/settings/rules.html",
        {
            "regulation": in_force(),
            "facts": facts(in_force()),
            "history": _history(versions),
            "may_change": request.user.may(Permission.CHANGE_RULES),
        },
    )


class ChangeRules(View):
    def dispatch(self, request: HttpRequest) -> HttpResponse:
        require(request.user, Permission.CHANGE_RULES)
        return super().dispatch(request)

    def get(self, request: HttpRequest) -> HttpResponse:
        regulation = in_force()
        regulation.note = ""
        return self._answer(RegulationForm(instance=regulation))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = RegulationForm(request.POST, instance=in_force())
        if not form.is_valid():
            return self._answer(form)
        try:
            change_rules(form.instance, by=request.user, at=timezone.now())
        except RuleViolation as error:
            form.add_error(error.field if error.field in form.fields else None, str(error.message))
            return self._answer(form)
        messages.success(request, _("新的办理规则已生效，今后交办的建议按新规则计算；已定的期限不变。"))
        return redirect("suggestions:rules")

    def _answer(self, form: RegulationForm) -> HttpResponse:
        return render(self.request, "suggestions/settings/rules_change.html", {"form": form})


def facts(regulation: Regulation) -> list[tuple[str, str]]:
    """Each setting in words, as the page prints it."""
    label = {field.name: field.verbose_name for field in Regulation._meta.fields}
    yes_no = {True: _("是"), False: _("否")}
    found = [
        (label["clock_start"], regulation.get_clock_start_display()),
        (label["is_roll_over"], yes_no[regulation.is_roll_over]),
        (label["reply_months"], _("%(n)d个月") % {"n": regulation.reply_months}),
        (label["longest_months"], _("%(n)d个月") % {"n": regulation.longest_months}),
        (label["is_extension_consent_needed"], yes_no[regulation.is_extension_consent_needed]),
        (label["contact_rule"], regulation.get_contact_rule_display()),
        (label["is_coordinator_review"], yes_no[regulation.is_coordinator_review]),
    ]
    found += [(label["urge_gap_days"], _("%(n)d日") % {"n": regulation.urge_gap_days})]
    for name, words in (("yellow_days", _("%(n)d日")), ("yellow_urgings", _("%(n)d次")), ("red_days", _("%(n)d日"))):
        amount = getattr(regulation, name)
        found.append((label[name], words % {"n": amount} if amount else _("不启用")))
    found += [(label[name], f"{getattr(regulation, name)}%") for name in ("poll_good_percent", "poll_pass_percent")]
    found.append((label["is_poll_basic_counted"], yes_no[regulation.is_poll_basic_counted]))
    for window in WINDOWS:
        amount = getattr(regulation, f"{window}_amount")
        unit = getattr(regulation, f"get_{window}_unit_display")()
        found.append((label[f"{window}_amount"], f"{amount}{unit}" if amount else _("没有")))
    return found


def _history(versions: list[Regulation]) -> list[dict]:
    """Newest first, each with what it changed against the version before; the first against the statute's defaults."""
    pairs = pairwise([*versions, Regulation()])
    return [{"version": after, "lines": what_changed(before, after)} for after, before in pairs]
