"""A long job reads once and writes together; whatever else acts is not touched by it."""

import pytest
from django.db import IntegrityError, transaction

from accounts import notifications
from accounts.at_length import at_length
from accounts.models import Notification, Unit
from accounts.recipients import unit_heads
from tests import factories as make

pytestmark = pytest.mark.django_db


def post(person, key: str) -> None:
    notifications.post([person], key=key, kind=Notification.Kind.CASEWORK, subject="通知", at=make.at())


def keys() -> list[str]:
    return list(Notification.objects.order_by("pk").values_list("key", flat=True))


def test_messages_wait_for_the_end(django_assert_num_queries):
    person = make.clerk()
    with at_length():
        post(person, "first")
        post(person, "second")
        post(person, "first")
        assert keys() == []
        with django_assert_num_queries(1):
            notifications.write_waiting()
        assert keys() == ["first", "second"]
        post(person, "third")
    assert keys() == ["first", "second", "third"]
    post(person, "fourth")
    assert keys()[-1] == "fourth"


def test_after_a_failure_nothing_waits_and_nothing_is_written():
    person = make.clerk()

    def fail():
        post(person, "lost")
        raise ValueError("half way")

    with pytest.raises(ValueError, match="half way"), at_length():
        fail()
    post(person, "kept")
    assert keys() == ["kept"]


def test_who_hears_for_a_unit_is_read_once(django_assert_num_queries):
    head = make.head(make.unit())
    with at_length():
        assert unit_heads([head.unit_id])[head.unit_id] == [head]
        with django_assert_num_queries(0):
            assert unit_heads([head.unit_id])[head.unit_id] == [head]
    with django_assert_num_queries(1):
        unit_heads([head.unit_id])


def test_savepoints_are_back_afterwards(django_assert_num_queries):
    with at_length(), django_assert_num_queries(0), transaction.atomic():
        pass
    name = make.unit().name
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.bulk_create([Unit(pk=make.unit(name=f"{name}甲").pk, name="乙")])
    assert Unit.objects.filter(name=name).exists()
