"""Which days a handling plan may name (六定): from the day of assignment to the task's own day, and in their order."""

from datetime import date

from django.utils.translation import gettext as _


def wrong_days(complete_on: date | None, limit_on: date | None, *, first: date, last: date | None) -> dict[str, str]:
    """What is wrong, by field and all at once; empty when nothing is. `last`: None where there is no bound, as for an
    overdue task. A day that was not given is not judged here."""
    found = {}
    early = _("%(field)s不能早于交办日期%(day)s。")
    if complete_on is not None and complete_on < first:
        found["complete_on"] = early % {"field": _("办结时间"), "day": f"{first:%Y-%m-%d}"}
    if limit_on is not None and limit_on < first:
        found["limit_on"] = early % {"field": _("办理期限"), "day": f"{first:%Y-%m-%d}"}
    if limit_on is not None and last is not None and limit_on > last:
        found["limit_on"] = _("办理期限不能晚于本件的期限%(day)s。") % {"day": f"{last:%Y-%m-%d}"}
    if complete_on is not None and limit_on is not None and complete_on > limit_on:
        found.setdefault("complete_on", _("办结时间不能晚于办理期限。"))
    return found
