"""What can be asked about urging, of a task and of a suggestion: lists filter by it and figures count by it."""

from datetime import date

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q

from suggestions.choices import UrgedHow
from suggestions.querysets import TASK_OWED, UNDER_HANDLING
from suggestions.workflow import ENDED


def task_urged(how: str, today: date) -> Q:
    """Of one unit's task. A promise is broken once its day is over and the task owed still, or filed only later."""
    urged = apps.get_model("suggestions", "UrgedTask").objects.filter(assignment=OuterRef("pk"))
    if how == UrgedHow.BROKEN:
        passed = Exists(urged.filter(promised_on__lt=today))
        return promise_broken(before_done=Exists(urged.filter(promised_on__lt=OuterRef("done_on"))), passed=passed)
    return _counted(how, urged, "level", urged.filter(urging__urged_on=today))


def promise_broken(*, before_done, passed) -> Q:
    """Of a task: filed after a promised day (`before_done`), or owed still after one (`passed`)."""
    filed_later = Q(done_on__isnull=False) & before_done
    return filed_later | (TASK_OWED & Q(done_on__isnull=True) & passed)


def suggestion_urged(how: str, today: date) -> Q:
    """Of a suggestion in its round under way; one that no unit has is not asked about."""
    ground = Q(status__in=UNDER_HANDLING)
    if how == UrgedHow.BROKEN:
        tasks = apps.get_model("suggestions", "Assignment").objects.exclude(state__in=sorted(ENDED))
        own = tasks.filter(suggestion=OuterRef("pk"), round=F("suggestion__round")).filter(task_urged(how, today))
        return ground & Exists(own)
    urgings = apps.get_model("suggestions", "Urging").objects.filter(suggestion=OuterRef("pk"), round=OuterRef("round"))
    return ground & _counted(how, urgings, "number", urgings.filter(urged_on=today))


def _counted(how: str, urged, ordinal: str, lately) -> Q:
    second = Exists(urged.filter(**{ordinal: 2}))
    return {
        UrgedHow.NEVER: ~Exists(urged),
        UrgedHow.ANY: Q(Exists(urged)),
        UrgedHow.ONCE: Exists(urged) & ~second,
        UrgedHow.MORE: Q(second),
        UrgedHow.TODAY: Q(Exists(lately)),
    }[UrgedHow(how)]
