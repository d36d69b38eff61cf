"""The demo in bulk has true copies; and neither comes into a house that is real."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from suggestions.actions._settle import COPIES, settle_many
from suggestions.models import Assignment, HandlingPlan, Suggestion
from supervision.demo.bulk import generate
from tests import factories as make

DAY = date(2026, 11, 24)
pytestmark = pytest.mark.django_db


def test_in_bulk_the_copies_are_true_too():
    for code in "ABC":
        make.result_class(code)
    assert generate(150, today=DAY, seed=3) == Suggestion.objects.count() == 150
    assert Assignment.objects.overdue(DAY).exists()
    signed = Assignment.objects.answering().filter(signed_at__isnull=False)
    assert signed.filter(plan_due_on__isnull=False, plan__isnull=False).count() == signed.count() > 100
    assert HandlingPlan.objects.count() == signed.count()
    assert Assignment.objects.filter(signed_at=None, plan_due_on__isnull=False).count() == 0
    for plan in HandlingPlan.objects.select_related("assignment", "filed_by"):
        task = plan.assignment
        assert task.assigned_on <= plan.complete_on <= plan.limit_on == task.due_on
        assert timezone.localtime(task.signed_at).date() <= plan.filed_on <= DAY
    assert HandlingPlan.objects.filter(filed_on__gt=F("assignment__plan_due_on")).exists(), "some came late"
    before = list(Suggestion.objects.order_by("pk").values(*COPIES))
    settle_many(Suggestion.objects.order_by("pk"))
    assert list(Suggestion.objects.order_by("pk").values(*COPIES)) == before


def test_the_same_seed_gives_the_same_rows():
    seen = []
    for seed in (5, 5, 6):
        with transaction.atomic():
            generate(40, today=DAY, seed=seed)
            seen.append(list(Suggestion.objects.order_by("pk").values_list("title", "status", "due_on")))
            transaction.set_rollback(True)
    assert seen[0] == seen[1] != seen[2]


@pytest.mark.parametrize(("demo", "production"), [(False, False), (False, True)])
def test_refused_where_the_house_is_real(settings, demo, production):
    settings.DEMO, settings.PRODUCTION = demo, production
    for options in ({}, {"accounts": True}, {"suggestions": 5}):
        with pytest.raises(CommandError, match="不能出现在正式环境"):
            call_command("load_demo", **options)
    assert not User.objects.exists()


def test_a_house_with_people_in_it_is_left_alone(settings):
    settings.DEMO = True
    make.clerk()
    with pytest.raises(CommandError, match="数据库已有数据"):
        call_command("load_demo")
    assert User.objects.count() == 1
    with pytest.raises(CommandError, match="没有演示账号"):
        call_command("load_demo", accounts=True)
