"""Who hears of a unit's tasks while somebody is away, and who gets what was addressed to a person who left."""

from datetime import date, timedelta

import pytest

from accounts import notifications, recipients
from accounts.models import Notification
from accounts.roles import Role
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 10)
HERE, AWAY, CLOSED, NONE = "here", "away", "closed", "none"


def person(unit, role: str, state: str):
    if state == NONE:
        return None
    fields = {"away_from_on": TODAY, "away_until_on": TODAY} if state == AWAY else {}
    return make.user(role, unit=unit, is_active=state != CLOSED, **fields)


@pytest.mark.parametrize(
    ("first", "second", "handler", "head", "told"),
    [
        (HERE, HERE, HERE, HERE, {"first"}),
        (AWAY, HERE, HERE, HERE, {"second"}),
        (CLOSED, HERE, HERE, HERE, {"second"}),
        (NONE, HERE, HERE, HERE, {"second"}),
        (HERE, AWAY, HERE, HERE, {"first"}),
        (AWAY, AWAY, HERE, HERE, {"handler"}),
        (AWAY, CLOSED, HERE, HERE, {"handler"}),
        (AWAY, NONE, HERE, HERE, {"handler"}),
        (NONE, NONE, HERE, AWAY, {"handler"}),
        (AWAY, AWAY, AWAY, HERE, {"head"}),
        (CLOSED, NONE, CLOSED, HERE, {"head"}),
        (AWAY, NONE, NONE, AWAY, {"first"}),  # all are away: it is the first contact's all the same
        (NONE, AWAY, AWAY, AWAY, {"second"}),
        (NONE, NONE, NONE, AWAY, {"head"}),
        (CLOSED, CLOSED, CLOSED, CLOSED, set()),
    ],
)
def test_who_hears_of_a_units_tasks(first, second, handler, head, told):
    unit = make.unit()
    people = {
        "first": person(unit, Role.UNIT_HANDLER, first),
        "second": person(unit, Role.UNIT_HANDLER, second),
        "handler": person(unit, Role.UNIT_HANDLER, handler),
        "head": person(unit, Role.UNIT_HEAD, head),
    }
    unit.first_contact, unit.second_contact = people["first"], people["second"]
    unit.save()
    found = recipients.unit_contacts([unit.pk], on=TODAY)[unit.pk]
    assert {name for name, each in people.items() if each in found} == told
    assert len(found) == len(told)


@pytest.mark.parametrize(("days", "is_away"), [(-1, False), (0, True), (3, True), (4, False)])
def test_both_days_of_an_absence_belong_to_it(days, is_away):
    user = make.clerk(away_from_on=TODAY, away_until_on=TODAY + timedelta(days=3))
    assert user.is_away(TODAY + timedelta(days=days)) is is_away


def test_units_are_asked_for_in_one_query_and_their_people_only_where_no_contact_is_present(django_assert_num_queries):
    units = [make.unit() for _n in range(5)]
    for unit in units:
        unit.first_contact = make.handler(unit)
        unit.save()
    with django_assert_num_queries(1):
        recipients.unit_contacts([unit.pk for unit in units], on=TODAY)
    first, stands_in = units[0].first_contact, make.handler(units[0])
    first.away_from_on = first.away_until_on = TODAY
    first.save()
    with django_assert_num_queries(2):
        told = recipients.unit_contacts([unit.pk for unit in units], on=TODAY)
    assert (told[units[0].pk], told[units[1].pk]) == ([stands_in], [units[1].first_contact])


def test_what_a_unit_must_not_miss_reaches_its_contact_and_its_heads_each_once(django_assert_num_queries):
    first, second, bare = make.unit(), make.unit(), make.unit()
    handler, head = make.handler(first), make.user(Role.UNIT_HEAD, unit=first)
    make.handler(first)  # neither contact nor head: not told
    only = make.user(Role.UNIT_HEAD, unit=second)
    first.first_contact, second.first_contact = handler, only
    first.save(), second.save()
    with django_assert_num_queries(3):
        found = recipients.contacts_and_heads([second.pk, first.pk, bare.pk, second.pk], on=TODAY)
    assert found == [only, handler, head]


def told(*people) -> set:
    notifications.post(people, key="k", kind=Notification.Kind.CASEWORK, subject="s", at=make.at())
    return {note.recipient for note in Notification.objects.select_related("recipient")}


class TestWhoLeft:
    def test_the_successor_gets_it_through_any_number_of_hand_overs(self):
        last = make.clerk()
        second = make.clerk(is_active=False, successor=last)
        first = make.clerk(is_active=False, successor=second)
        assert told(first, second, last, None) == {last}

    def test_a_circle_of_closed_accounts_reaches_nobody(self):
        first = make.clerk(is_active=False)
        second = make.clerk(is_active=False, successor=first)
        first.successor = second
        first.save()
        assert told(first) == set()

    def test_a_closed_account_without_successor_reaches_nobody(self):
        assert told(make.clerk(is_active=False)) == set()

    def test_who_is_open_again_gets_the_own_mail(self):
        person = make.clerk(successor=make.clerk())
        assert told(person) == {person}
