"""Suggestions by the ten thousand, for measuring: written in bulk, with the shapes of a real house.

What the actions would have written is written here directly: tasks with their clocks and handling plans, replies,
opinions, judgements, a history, and the copies for the lists, which `set_copies` derives as it always does.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from django.db import transaction

from accounts.models import Unit
from accounts.pinyin import initials
from suggestions import clocks
from suggestions.models import CongressTerm, Session
from supervision.demo import office as demo_office
from supervision.demo.bulk_chunk import CHUNK
from supervision.demo.bulk_writer import Writer
from supervision.demo.days import Days
from supervision.demo.office import DemoOffice

UNITS = 200  # as many as a real city has
SESSIONS = 20
SMALLEST_SESSION = 1500


@transaction.atomic
def generate(count: int, *, today: date, seed: int = 1) -> int:
    """`count` suggestions over some twenty sessions, the last one under way. The same `seed` and day: the same rows."""
    rng = Random(seed)
    days = Days(today, clocks.read_clockwork())
    office = demo_office.build(days, rng)
    writer = Writer(office, days, rng, _more_units(office))
    for session, size, years_ago in _sessions(count, office, today):
        for first in range(0, size, CHUNK):
            writer.chunk(session, first, min(CHUNK, size - first), years_ago).write()
    return count


def _more_units(office: DemoOffice) -> list[Unit]:
    pattern = next(iter(office.units.values()))
    more = [
        Unit(
            name=f"第{n}街道办事处",
            short_name=f"{n}街道",
            initials=initials(f"第{n}街道办事处"),
            parent=pattern.parent,
            committee=pattern.committee,
            first_contact=pattern.first_contact,
            order=1000 + n,
        )
        for n in range(len(office.units) + 1, UNITS + 1)
    ]
    return [*office.units.values(), *Unit.objects.bulk_create(more)]


def _sessions(count: int, office: DemoOffice, today: date) -> Iterator[tuple[Session, int, int]]:
    """The current session first, then year by year back, each of about the same size."""
    yield office.this_session, (size := min(count, max(SMALLEST_SESSION, count // SESSIONS))), 0
    term = CongressTerm.objects.create(name="历届会议", ordinal=1)
    left, years_ago = count - size, 1
    while left > 0:
        opened_on = today - timedelta(days=140 + 365 * years_ago)
        session = Session.objects.create(
            term=term,
            name=f"{opened_on.year}年会议",
            ordinal=1000 - years_ago,
            opened_on=opened_on,
            closed_on=opened_on + timedelta(days=4),
        )
        yield session, min(size, left), years_ago
        left, years_ago = left - size, years_ago + 1
