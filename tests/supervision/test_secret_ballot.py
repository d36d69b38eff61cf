"""Nobody, with the whole database in hand, can tell who voted what (docs/decisions/0012-secret-ballot.md).

The proof: the same vote is held twice, through the pages, and in the second world two voters have swapped their
ballots. The dumps of the two worlds (every table, every column, on PostgreSQL with xmin and ctid, on SQLite with rowid)
are the same, so whatever is computed from a dump is the same in both, and an answer about these two that is right in
one world is wrong in the other. Beside the tests of sameness stand leaks that they find.
"""

import logging
import random
import struct
import sys
from itertools import count, permutations
from types import SimpleNamespace

import pytest
from django.contrib.sessions.models import Session
from django.core import signing
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import crypto

from accounts.models import Notification, User
from accounts.roles import Role
from suggestions.errors import RuleViolation
from supervision import poll_box
from supervision.actions import poll_count, poll_vote
from supervision.models import Poll, PollBox, PollVoter
from tests import factories as make
from tests.suggestions.pages import stop_clock
from tests.uploads import flipped

# Real transactions, each vote its own: the versions of rows are part of what is dumped.
pytestmark = pytest.mark.django_db(transaction=True)
SEALED = ("supervision_pollbox", "sealed")
BALLOTS = ("satisfied", "dissatisfied", "basic", "void")
OF_THREE = ("satisfied", "basic", "dissatisfied")


class SameDice:
    """In place of `secrets` in django.utils.crypto: both worlds throw the same session keys and unusable passwords."""

    def __init__(self):
        self.choice = random.Random(7).choice
        self.compare_digest = __import__("hmac").compare_digest


def dump(without: frozenset = frozenset()) -> dict[str, list[tuple]]:
    """Every table with every column and what the database notes beside it, in the order the rows lie in.

    Numbers of transactions become their rank, since each world goes on counting; sessions are read, not only copied.
    """
    found: dict[str, list[tuple]] = {}
    hidden = "xmin::text::bigint, ctid::text" if connection.vendor == "postgresql" else "rowid, 0"
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT {hidden}, "{table}".* FROM "{table}"')
            columns = [column[0] for column in cursor.description][2:]
            rows = []
            for row in cursor.fetchall():
                cells = dict(zip(columns, row[2:], strict=True))
                for name in columns:
                    if (table, name) in without:
                        cells[name] = len(cells[name])
                rows.append((row[0], row[1], *((name, _plain(value)) for name, value in cells.items())))
            found[table] = rows
    if connection.vendor == "postgresql":
        ranks = {xid: n for n, xid in enumerate(sorted({row[0] for rows in found.values() for row in rows}))}
        found = {table: [(ranks[row[0]], *row[1:]) for row in rows] for table, rows in found.items()}
    found["sessions, read"] = [(one.pk, sorted(one.get_decoded().items())) for one in Session.objects.order_by("pk")]
    return found


def _plain(value):
    return bytes(value) if isinstance(value, memoryview | bytes) else value


def through_the_pages(window: Client, poll: Poll, mark: str) -> None:
    """Opened, marked, shown once more, cast; and the page after it read."""
    path, marks = ballot(poll, mark)
    window.get(path)
    assert window.post(path, {**marks, "step": "review"}).status_code == 200
    answer = window.post(path, {**marks, "step": "cast"}, follow=True)
    assert "您已投票" in answer.text


def cast_alone(window: Client, poll: Poll, mark: str) -> None:
    """The one request that votes; that those around it leave nothing, the swapped worlds show."""
    path, marks = ballot(poll, mark)
    assert window.post(path, {**marks, "step": "cast"}).status_code == 302
    assert poll.roll.get(voter=window.session["_auth_user_id"]).has_voted


def ballot(poll: Poll, mark: str) -> tuple[str, dict]:
    marks = {f"mark_{pk}": mark for pk in poll.subjects.values_list("pk", flat=True)}
    return reverse("supervision:poll_vote", args=[poll.pk]), marks


def hold(monkeypatch, ballots, order=(), *, vote=through_the_pages) -> dict[str, dict]:
    """One world from its first row on: the vote is opened, each voter votes through the pages, it is closed.

    Its dumps: "open", all but the sealed box, of which only the length; "closed", everything.
    """
    # Without Django's lists of models and permissions, which nothing here reads.
    call_command("flush", interactive=False, verbosity=0, reset_sequences=True, inhibit_post_migrate=True)
    serial = count(1)  # the names and numbers of both worlds are the same too
    for module in [one for name, one in sys.modules.items() if name.startswith("tests.factories.")]:
        if hasattr(module, "_serial"):
            monkeypatch.setattr(module, "_serial", serial)
    monkeypatch.setattr(crypto, "secrets", SameDice())
    monkeypatch.setattr(signing, "time", SimpleNamespace(time=lambda: make.at().timestamp()))
    stop_clock(monkeypatch)
    voters = [make.user(Role.LEADER, name=f"成员{n}") for n in range(len(ballots))]
    poll = make.open_poll(make.topic(make.assigned(), make.assigned()), voters=voters)
    clerk = make.clerk()
    User.objects.update(date_joined=make.at())
    windows = []
    for voter in voters:
        window = Client()
        window.force_login(voter)
        windows.append(window)
    for n in order or range(len(ballots)):
        vote(windows[n], poll, ballots[n])
    still_open = dump(frozenset({SEALED}))
    poll_count.close(poll=Poll.objects.get(pk=poll.pk), by=clerk, at=make.at())
    return {"open": still_open, "closed": dump()}


def swapped(ballots, first: int, second: int) -> list:
    other = list(ballots)
    other[first], other[second] = other[second], other[first]
    return other


@pytest.fixture
def leak(request, monkeypatch):
    """A hole of one kind, cut into what casts a ballot: the pages around it have no part in it."""
    real = poll_vote.cast

    def cast(*, poll, marks, by, at):
        real(poll=poll, marks=marks, by=by, at=at)
        mark = next(iter(marks.values()))
        if request.param == "message":
            Notification.objects.create(recipient=by, key="k", kind="system", subject=mark, created_at=at)
        elif mark == "dissatisfied":  # the same values, written once more
            User.objects.filter(pk=by.pk).update(name=by.name)

    monkeypatch.setattr(poll_vote, "cast", cast)


def cast_in_two_worlds(monkeypatch) -> list[dict]:
    return [hold(monkeypatch, one, vote=cast_alone)["closed"] for one in (OF_THREE, swapped(OF_THREE, 0, 2))]


@pytest.fixture(scope="module")
def worlds() -> dict:
    """What was held, by its ballots and their order: each world of the real code is dumped in both of its states."""
    return {}


@pytest.fixture
def held(worlds, monkeypatch, caplog):
    """A world and what was logged in it."""

    def held(ballots, order=()) -> tuple[dict, list[str]]:
        key = (tuple(ballots), order)
        if key not in worlds:
            caplog.clear()
            world = hold(monkeypatch, ballots, order)
            worlds[key] = world, [one.getMessage() for one in caplog.records if "django.db" not in one.name]
        return worlds[key]

    caplog.set_level(logging.DEBUG)
    return held


@pytest.mark.parametrize("state", ["open", "closed"])
def test_two_voters_swapped_leave_the_same_database(held, state):
    """While it is open all but the sealed box, of which only the length is compared; after it everything."""
    (one, lines), (other, lines_of_other) = held(BALLOTS), held(swapped(BALLOTS, 0, 1))
    assert one is not other
    assert one[state] == other[state]
    assert lines == lines_of_other, "what was logged"
    assert {row[2:] for row in one[state]["supervision_pollvoter"]}, "the roll is part of the dump"


@pytest.mark.parametrize("leak", ["message"], indirect=True)
def test_a_leak_is_found(monkeypatch, leak):
    worlds = cast_in_two_worlds(monkeypatch)
    assert worlds[0] != worlds[1]


@pytest.mark.servers
@pytest.mark.parametrize("leak", ["version"], indirect=True)
def test_a_leak_through_the_versions_of_rows_is_found(monkeypatch, leak):
    """The very dump without xmin and ctid would not see it."""
    worlds = cast_in_two_worlds(monkeypatch)
    assert worlds[0] != worlds[1]
    values = [{table: sorted(str(row[2:]) for row in rows) for table, rows in world.items()} for world in worlds]
    assert values[0] == values[1]


def test_the_roll_does_not_tell_who_came_when(held):
    """Voters in another order: the roll lies as it lay, and every line of it was written by the last vote."""
    rolls = []
    for order in ((), (3, 1, 0, 2)):
        world = held(BALLOTS, order)[0]["open"]
        written = {row[0] for row in world["supervision_pollvoter"]} | {row[0] for row in world["supervision_pollbox"]}
        if connection.vendor == "postgresql":
            assert len(written) == 1, "roll and box carry one and the same transaction"
        rolls.append([row[1:] for row in world["supervision_pollvoter"]])
    assert rolls[0] == rolls[1]


def test_an_adversary_who_matches_is_no_better_than_chance(monkeypatch):
    """For each way the ballots may lie among three voters: he pairs roll and result by every order the dump offers.

    One guess serves all six worlds, so it hits as often as drawing lots does: one of three on the average.
    """
    guesses, hits = [], []
    for truth in permutations(OF_THREE):
        world = hold(monkeypatch, truth, vote=cast_alone)["closed"]
        guess = [matched(world, order) for order in range(4)]
        guesses.append(guess)
        hits += [sum(a == b for a, b in zip(one, truth, strict=True)) for one in guess]
    assert all(guess == guesses[0] for guess in guesses)
    assert sum(hits) == len(hits), "three voters, one right on the average"


def matched(world: dict, order: int) -> list[str]:
    """Who voted what, by an adversary who sorts the roll by what lies beside it (its place, xmin, ctid or rowid, key)
    and deals out the counts of the first suggestion in that order."""
    roll = [(n, *row) for n, row in enumerate(world["supervision_pollvoter"])]
    ranked = sorted(roll, key=lambda row: str(row[min(order, len(row) - 1)]))
    counts = dict(world["supervision_pollsubject"][0][2:])
    dealt = [name for name in ("satisfied", "basic", "dissatisfied", "void") for _ in range(counts[name])]
    given = dict(zip((row[0] for row in ranked), dealt, strict=True))
    return [given[n] for n in range(len(roll))]


def test_the_box_holds_no_ballot_and_opens_only_with_the_key(settings):
    """In the database it is noise of one length, whatever is in it; without SECRET_KEY nobody opens it."""
    sums = poll_box.empty([3, 8])
    seals = {poll_box.seal(sums, poll_id=5)}
    for mark in ("satisfied", "void"):
        sums = poll_box.with_ballot(sums, {3: mark, 8: "basic"})
        seals.add(poll_box.seal(sums, poll_id=5))
        seals.add(poll_box.seal(sums, poll_id=5))
    assert len(seals) == 5, "never the same twice, not even for the same sums"
    assert len({len(one) for one in seals}) == 1
    plain = struct.pack(">Q4I", 3, 1, 0, 0, 1)
    assert not any(plain[:8] in one for one in seals)
    sealed = poll_box.seal(sums, poll_id=5)
    assert poll_box.unseal(sealed, poll_id=5) == {
        3: {"satisfied": 1, "basic": 0, "dissatisfied": 0, "void": 1},
        8: {"satisfied": 0, "basic": 2, "dissatisfied": 0, "void": 0},
    }
    for box, poll in ((sealed, 6), (flipped(sealed, len(sealed) - 1), 5)):
        with pytest.raises(RuleViolation, match="票箱打不开"):
            poll_box.unseal(box, poll_id=poll)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another key"
    with pytest.raises(RuleViolation, match="票箱打不开"):
        poll_box.unseal(sealed, poll_id=5)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert poll_box.unseal(sealed, poll_id=5)[8]["basic"] == 2


def test_nothing_of_the_vote_is_kept_on_the_way():
    """A vote changes the roll and the seal of the box: no event, message, draft or any other row."""
    poll = make.open_poll()
    before = dump(frozenset({SEALED}))
    with transaction.atomic():
        make.vote(poll, poll.roll.first().voter, "dissatisfied")
    after = dump(frozenset({SEALED}))
    changed = {table for table in after if [row[2:] for row in after[table]] != [row[2:] for row in before[table]]}
    assert changed == {"supervision_pollvoter"}
    assert [field.name for field in PollVoter._meta.fields] == ["id", "poll", "voter", "has_voted"]
    assert [field.name for field in PollBox._meta.fields] == ["poll", "sealed"]
