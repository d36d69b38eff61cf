"""Keep how a session stood at the end of a day: for a report, or to stand beside another session's figures."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.recipients import local_day
from suggestions.errors import RuleViolation
from suggestions.models import ResultClass, Session, Suggestion
from supervision.actions import _facts
from supervision.actions._cut import Cutter
from supervision.models import Snapshot, SnapshotClass, SnapshotPromise, SnapshotSuggestion, SnapshotTask, SnapshotUnit

CHUNK = 500


def take(
    *, session: Session, as_of: date, by, at: datetime, progress: Callable[[int, int], None] = lambda done, of: None
) -> Snapshot:
    """The snapshot of `session` at the end of `as_of`, from the facts; nobody's right is asked for here.

    Earlier ones of the same day give way, except those that a report or a draft stands on. `progress` hears how many
    suggestions of how many are done. `by`: None for a job. RuleViolation for a day that is not over the horizon yet.
    Each chunk is a transaction of its own unless the caller has one, so that others see the progress; what a broken
    run leaves behind gives way to the next.
    """
    check_day(as_of, at)
    with transaction.atomic():
        Session.objects.select_for_update().get(pk=session.pk)  # two at once would both replace the same one
        _replace(session, as_of)
        snapshot = Snapshot.objects.create(session=session, as_of=as_of, taken_by=by, taken_at=at)
        cutter = Cutter(snapshot, list(ResultClass.objects.all()))
        SnapshotClass.objects.bulk_create(cutter.by_class.values())
    received = Suggestion.objects.filter(session=session, submitted_on__lte=as_of)
    pks = list(received.order_by("number_key", "pk").values_list("pk", flat=True))
    for start in range(0, len(pks), CHUNK):
        _write(cutter, pks[start : start + CHUNK])
        progress(min(start + CHUNK, len(pks)), len(pks))
    return snapshot


def check_day(as_of: date, at: datetime) -> None:
    if as_of > local_day(at):
        raise RuleViolation(_("截止日期不能晚于今天。"), field="as_of")


def _replace(session: Session, as_of: date) -> None:
    for old in Snapshot.objects.filter(session=session, as_of=as_of, report__isnull=True, draft__isnull=True):
        old.delete()


@transaction.atomic
def _write(cutter: Cutter, pks: list[int]) -> None:
    facts = _facts.read(pks, cutter.day)
    rows, tasks, promises = [], [], []
    for pk in pks:
        row, own = cutter.suggestion(facts.suggestions[pk], facts)
        rows.append(row)
        tasks += own
        promises += cutter.promises(row, facts)
    SnapshotUnit.objects.bulk_create(cutter.new_units)
    cutter.new_units.clear()
    SnapshotSuggestion.objects.bulk_create(rows)
    SnapshotTask.objects.bulk_create(tasks)
    SnapshotPromise.objects.bulk_create(promises)
