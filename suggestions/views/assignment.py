"""The assignment conference (交办会): one screen for a whole session, each row saved as it is chosen."""

import json
from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Unit
from accounts.permissions import require
from accounts.roles import Permission
from suggestions.actions import draft_units
from suggestions.choices import Status, UnitRole
from suggestions.errors import Conflict, NotAllowed, RuleViolation
from suggestions.forms._base import unit_search
from suggestions.forms.assignment import IssueForm
from suggestions.models import AssignmentBatch, Session, Suggestion
from suggestions.selectors import assignment as selectors
from suggestions.views._base import whole_number


@dataclass
class Row:
    """One suggestion on the desk, with the units pencilled in."""

    suggestion: Suggestion
    drafts: list
    matched: Unit | None = None  # the unit that the deputy's own words name

    @property
    def leads(self) -> list[Unit]:
        return [d.unit for d in self.drafts if d.role == UnitRole.LEAD]

    @property
    def separate(self) -> list[Unit]:
        return [d.unit for d in self.drafts if d.role == UnitRole.SEPARATE]

    @property
    def assisting(self) -> list[Unit]:
        return [d.unit for d in self.drafts if d.role == UnitRole.ASSISTING]

    @property
    def reason(self) -> str:
        return next((d.superior_reason for d in self.drafts if d.superior_reason), "")

    @property
    def needs_reason(self) -> bool:
        return bool(self.reason or draft_units.superiors_in([*self.leads, *self.separate]))

    @property
    def problems(self) -> list[str]:
        return draft_units.problems(self.drafts)

    @property
    def seen(self) -> str:
        return draft_units.fingerprint(self.drafts)

    @property
    def can_issue(self) -> bool:
        return self.suggestion.status == Status.ACCEPTED


def row_of(suggestion: Suggestion, names: dict[str, Unit] | None = None) -> Row:
    return Row(suggestion, list(suggestion.draft_units.all()), (names or {}).get(suggestion.suggested_unit.strip()))


@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.ASSIGN_IN_BULK)
    session = chosen_session(request)
    units = selectors.assignable_units()
    names = {name: unit for unit in units for name in (unit.short_name, unit.name) if name}
    with_registered = request.GET.get("registered") == "1"
    rows = [row_of(s, names) for s in selectors.desk(session, with_registered=with_registered)] if session else []
    ready = sum(not row.problems for row in rows)
    only_missing = request.GET.get("show") == "missing"
    context = {
        "session": session,
        "rows": [row for row in rows if row.problems] if only_missing else rows,
        "total": len(rows),
        "ready": ready,
        "percent": 100 * ready / len(rows) if rows else 0,
        "only_missing": only_missing,
        "with_registered": with_registered,
        "waiting_review": _waiting_review(session),
        "units": [_option(unit) for unit in units],
        "form": IssueForm(initial={"assigned_on": timezone.localdate()}),
        "batches": AssignmentBatch.objects.filter(session=session)[:5] if session else [],
        "today": timezone.localdate(),
    }
    return render(request, "suggestions/assignment.html", context)


@login_not_required  # checked here: a redirect to the login page would be no answer to a script
@require_POST
def save(request: HttpRequest) -> JsonResponse:
    """One row in, as JSON; its problems and fingerprint out, or a refusal with its sentence and the fresh row."""
    if not request.user.is_authenticated:
        login = f"{reverse('accounts:login')}?{urlencode({'next': reverse('suggestions:assignment')})}"
        return _refuse(401, _("登录已过期，请在新窗口登录后继续。"), login_url=login)
    suggestion = None
    try:
        wanted = _read(request)
        suggestion = Suggestion.objects.visible_to(request.user).filter(pk=wanted.pop("suggestion")).first()
        if suggestion is None:
            return _refuse(404, _("此件不存在，请刷新页面。"))
        draft_units.draft(suggestion=suggestion, **wanted, by=request.user)
    except NotAllowed as error:
        return _refuse(403, error.message)
    except Conflict as error:
        return _refuse(409, error.message, **_state(suggestion))
    except RuleViolation as error:
        is_over = suggestion is not None and suggestion.status not in {Status.ACCEPTED, Status.REGISTERED}
        return _refuse(409 if is_over else 400, error.message)
    return JsonResponse(_state(suggestion))


def chosen_session(request: HttpRequest) -> Session | None:
    """The one of the address, else the current one, else the newest."""
    wanted = whole_number(request.GET.get("session") or request.POST.get("session"))
    found = Session.objects.filter(pk=wanted).first() if wanted else None
    return found or Session.objects.filter(is_current=True).first() or Session.objects.first()


def _waiting_review(session: Session | None) -> int:
    return Suggestion.objects.filter(session=session, status=Status.REGISTERED).count() if session else 0


def _option(unit: Unit) -> dict:
    """One unit for the pickers, delivered once for all rows; a superior means that a reason is needed."""
    superior = unit.superior
    return {
        "value": str(unit.pk),
        "text": unit.name,
        "search": unit_search(unit),
        "superior": superior.name if superior else "",
    }


def _state(suggestion: Suggestion) -> dict:
    row = Row(suggestion, list(suggestion.draft_units.select_related("unit__parent").order_by("pk")))
    return {
        "problems": row.problems,
        "seen": row.seen,
        "lead": [unit.pk for unit in row.leads],
        "separate": [unit.pk for unit in row.separate],
        "assisting": [unit.pk for unit in row.assisting],
        "reason": row.reason,
    }


def _read(request: HttpRequest) -> dict:
    """The row as actions.draft_units.draft takes it; RuleViolation for anything that is not one."""
    try:
        sent = json.loads(request.body)
        leads, assisting = list(sent["leads"]), list(sent["assisting"])
        ids = [int(pk) for pk in (*leads, *assisting)]
        row = {
            "suggestion": int(sent["suggestion"]),
            "separate": bool(sent["separate"]),
            "superior_reason": str(sent["reason"])[:200].replace("\0", ""),
            "seen": str(sent["seen"]),
        }
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        raise RuleViolation(_("提交的内容不完整，没有保存。请刷新页面后重试。")) from error
    units = Unit.objects.select_related("parent").in_bulk(ids)
    if any(pk not in units for pk in ids):
        raise RuleViolation(_("所选单位已不存在，没有保存。请刷新页面后重试。"))
    found = [units[pk] for pk in ids]
    return row | {"leads": found[: len(leads)], "assisting": found[len(leads) :]}


def _refuse(status: int, message: str, **more) -> JsonResponse:
    return JsonResponse({"message": str(message), **more}, status=status)
