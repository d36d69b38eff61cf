"""What a handling plan begins with before anybody has typed."""

from accounts.models import User
from accounts.roles import Role
from suggestions.models import Assignment, HandlingPlan

_KEPT = ("principal", "deputy_head", "section", "leader")  # of the unit's last plan
_OF_THE_SAME = (*_KEPT, "handler", "handler_phone")  # the second handling goes on with the same people


def first_values(task: Assignment, person: User) -> dict:
    """The people of the unit's last plan (of this suggestion, where there is one), else its head; the task's day."""
    plans = HandlingPlan.objects.filter(assignment__unit=task.unit_id).order_by("-changed_at", "-pk")
    same = plans.filter(assignment__suggestion=task.suggestion_id).first()
    last = same or plans.first()
    head = User.objects.filter(unit=task.unit_id, role=Role.UNIT_HEAD, is_active=True).order_by("pk").first()
    found = {
        "principal": head.name if head else "",
        "leader": head.name if head else "",
        "handler": person.name,
        "handler_phone": person.phone,
        "limit_on": task.due_on,
    }
    return found | {name: getattr(last, name) for name in (_OF_THE_SAME if same else _KEPT) if last}
