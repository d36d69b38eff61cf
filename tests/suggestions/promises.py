"""The promise that the tests of commitments share, and the hands that act on it. Every act is on LATER."""

from datetime import date, timedelta

from suggestions.actions import commitment_judge
from suggestions.choices import EvaluationSource, Grade
from suggestions.models import Commitment
from tests import factories as make

LATER = make.DAY + timedelta(days=60)


def hand(by, day: date = LATER) -> dict:
    return {"by": by, "today": day, "at": make.at(day)}


def kinds(made) -> list[str]:
    return [entry.kind for entry in made.entries.all()]


def fresh(made) -> Commitment:
    return Commitment.objects.select_related("suggestion", "assignment__unit", "reply__result_class").get(pk=made.pk)


def confirm(made, by=None, on: date = LATER) -> None:
    commitment_judge.confirm(commitment=made, note="已现场查看。", by=by or make.clerk(), on=on, at=make.at(on))


def receive(made, by, grade: str = Grade.SATISFIED, **words):
    words = {"source": EvaluationSource.PHONE, "given_on": LATER} | words
    return commitment_judge.receive(commitment=made, grade=grade, **words, **hand(by))
