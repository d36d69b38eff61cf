"""A few numbers for those who watch; each is the count of a list, and opens it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from suggestions.choices import Status
from suggestions.deadlines import Light, light_bounds
from suggestions.models import Assignment, Session, Suggestion


@dataclass(frozen=True)
class Figure:
    label: str
    value: int
    query: str  # the list with exactly these
    tone: str = ""


@dataclass(frozen=True)
class Overview:
    session: Session | None
    figures: list[Figure]


def read_overview(user, *, today: date) -> Overview:
    """Of the current session: all, in handling, overdue, near, answered, closed. Two queries."""
    session = Session.objects.order_by("-is_current", "-term__ordinal", "-ordinal").first()
    found, about = Suggestion.objects.visible_to(user).filter(session=session), ""
    if user.role == Role.COMMITTEE:
        found = found.with_task_among(Assignment.objects.active().filter(unit__committee=user.committee_id))
        about = f"&committee={user.committee_id}"
    bounds = light_bounds(today)
    soon = Q(open_due_on__gte=today, open_due_on__lte=bounds[Light.DUE_MONTH][1])
    counts = found.aggregate(
        all=Count("pk"),
        in_handling=Count("pk", filter=Q(status=Status.IN_HANDLING)),
        overdue=Count("pk", filter=Q(open_due_on__lt=today)),
        soon=Count("pk", filter=soon),
        replied=Count("pk", filter=Q(replied_on__isnull=False)),
        closed=Count("pk", filter=Q(status=Status.CLOSED)),
    )
    first, last = today, bounds[Light.DUE_MONTH][1]
    near = f"&status=in_handling&fact=not_replied&due_from={first:%Y-%m-%d}&due_to={last:%Y-%m-%d}"
    queries = {"all": "", "in_handling": "&status=in_handling", "overdue": "&light=overdue", "soon": near}
    queries |= {"replied": "&fact=replied", "closed": "&status=closed"}
    return Overview(
        session,
        [
            Figure(label, counts[key], f"session={session.pk if session else 'all'}{about}{queries[key]}", tone)
            for key, label, tone in (
                ("all", _("建议总数"), ""),
                ("in_handling", _("办理中"), ""),
                ("overdue", _("逾期建议"), "late" if counts["overdue"] else ""),
                ("soon", _("30日内到期建议"), "soon" if counts["soon"] else ""),
                ("replied", _("已答复"), ""),
                ("closed", _("已办结"), ""),
            )
        ],
    )
