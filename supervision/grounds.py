"""Where a condition finds what stands in no column of its own row: in other rows while the office works, in columns of
a snapshot once it is kept. All other conditions are the same for both (suggestions/querysets.py, rates.py)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from suggestions.choices import ContactGap, UrgedHow
from suggestions.grade_querysets import first_grade
from suggestions.querysets import suggestion_contact, suggestion_fact, task_faced
from suggestions.urging_querysets import promise_broken, task_urged


@dataclass(frozen=True)
class Ground:
    """`faced`: a suggestion met about; `task_faced`: by the task's own unit. `urged`, `broken`: a task, as of a day."""

    faced: Callable[[], Q]
    first_grade: Callable[[str], Q]
    task_faced: Callable[[], Q]
    urged: Callable[[date], Q]
    broken: Callable[[date], Q]


LIVE = Ground(
    faced=lambda: suggestion_contact(ContactGap.FACE),
    first_grade=first_grade,
    task_faced=task_faced,
    urged=lambda today: task_urged(UrgedHow.ANY, today),
    broken=lambda today: task_urged(UrgedHow.BROKEN, today),
)
KEPT = Ground(
    faced=lambda: suggestion_fact("assigned") & Q(is_faced=True),
    first_grade=lambda grade: Q(first_grade=grade),
    task_faced=lambda: Q(is_faced=True),
    urged=lambda _today: Q(urged_times__gt=0),
    broken=lambda today: promise_broken(before_done=Q(promised_on__lt=F("done_on")), passed=Q(promised_on__lt=today)),
)
