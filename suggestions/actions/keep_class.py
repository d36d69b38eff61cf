"""Result classes: their letters stand in replies already sent, so a letter in use keeps its meaning."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.actions.keep import keep
from suggestions.errors import RuleViolation
from suggestions.models import Reply, ResultClass

KIND = "classes"


def is_in_use(result_class: ResultClass) -> bool:
    return Reply.objects.filter(result_class=result_class.pk).exists()


def keep_class(result_class: ResultClass, *, by, at: datetime) -> ResultClass:
    """Save a class. RuleViolation when the code of a class that stands in a reply would change."""
    if result_class.pk:
        before = ResultClass.objects.get(pk=result_class.pk)
        if before.code != result_class.code and is_in_use(before):
            raise RuleViolation(
                _("“%(code)s”类已用于答复，代码不能修改；可以停用它，另建一类。") % {"code": before.code}, field="code"
            )
    return keep(result_class, kind=KIND, by=by, at=at)
