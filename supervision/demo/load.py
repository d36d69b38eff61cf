"""Fill an empty database with the demo office."""

from datetime import date, timedelta
from random import Random

from django.db import transaction
from django.db.models import F

from accounts.at_length import at_length
from accounts.models import Notification
from suggestions.choices import Grade
from suggestions.clocks import read_clockwork
from suggestions.models import Session, Suggestion
from supervision.demo import instructions, key, polls, promises, reports, urging
from supervision.demo import office as demo_office
from supervision.demo.days import Days, moment
from supervision.demo.intake import Intake
from supervision.demo.pen import Pen
from supervision.demo.plan import LAST, THIS


@transaction.atomic
def load(*, today: date, seed: int = 1) -> int:
    """Two sessions of work as it stands on `today`; the same `seed` and day give the same office. Returns how many."""
    rng = Random(seed)
    days = Days(today, read_clockwork())
    office = demo_office.build(days, rng)
    urging.set_rules(office, days)
    intake = Intake(office, days, rng)
    with at_length():
        for session, plan in ((office.last_session, LAST), (office.this_session, THIS)):
            _write(intake, session, plan)
        promises.follow_up(office, days, rng)
    urging.give_cards(office, days)
    key.supervise_all(office, days, rng)
    polls.hold_all(office, days)
    reports.freeze_all(office, days)
    instructions.instruct_all(office, days, rng)
    instructions.compare_sessions(days)
    _read_old_messages(days)
    return Suggestion.objects.count()


def _write(intake: Intake, session: Session, plan) -> None:
    for case in intake.bring_in(session, plan):
        if case.assigned_on is None:
            continue
        pen = Pen(intake.office, intake.days, case.item, case.topic, intake.rng)
        pen.day = case.assigned_on
        case.row.stage(pen)
        for twin in case.merged:
            if session == intake.office.last_session:  # its own deputy judges it; it stays merged
                own = Pen(intake.office, intake.days, twin, case.topic, intake.rng)
                own.day = pen.day
                own.judge(Grade.SATISFIED)


def _read_old_messages(days: Days) -> None:
    """People read their messages within days: only the newest are still unread."""
    newest = moment(days.before(-6), 0, 0)
    Notification.objects.filter(created_at__lt=newest).update(read_at=F("created_at") + timedelta(hours=5))
