"""What the deputy said of the first handling, kept apart from what was said after a second one."""

from django.apps import apps
from django.db.models import Exists, OuterRef, Q


def first_grade(grade: str) -> Q:
    """Suggestions whose first round was judged so, whatever came after."""
    evaluations = apps.get_model("suggestions", "Evaluation").objects
    return Q(Exists(evaluations.filter(suggestion=OuterRef("pk"), round=1, result=grade)))


REHANDLED = Q(round__gt=1)  # handed over a second time
