"""How was this date reached: every date, with its steps; and honest words where the rule changed since."""

import pytest
from django.urls import reverse

from suggestions.clocks import read_clockwork
from suggestions.models import Regulation
from suggestions.selectors.dates import read_dates
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_every_date_of_the_round_stands_there_with_its_steps():
    lead, assistant = make.unit("测试住建局"), make.unit("测试财政局")
    item = make.assigned(lead, assisting=[assistant])
    found = {(d.unit, d.label): d for d in read_dates(item, read_clockwork())}
    task = make.task(item, lead)
    assert found["测试住建局", "签收期限"].day == task.receipt_due_on
    assert found["测试住建局", "可退回至"].day == task.return_until_on
    assert found["测试住建局", "答复期限"].steps == task.due_steps
    assert ("测试财政局", "协办意见期限") in found
    assert all(d.steps for d in found.values())


def test_the_feedback_date_is_counted_from_the_day_of_the_answer():
    item = make.assigned()
    make.replied(item)
    found = {d.label: d for d in read_dates(item, read_clockwork())}
    assert found["反馈期限"].day == item.feedback_due_on
    assert "15个工作日" in "".join(found["反馈期限"].steps)


def test_a_rule_changed_since_is_said_and_the_date_stays():
    item = make.assigned()
    Regulation.objects.create(return_amount=5, changed_at=make.at())
    found = {d.label: d for d in read_dates(item, read_clockwork())}
    assert found["可退回至"].day == make.task(item).return_until_on
    assert "当时的办理规则" in found["可退回至"].steps[0]


def test_the_page_is_for_those_who_see_the_suggestion(client):
    item = make.assigned()
    client.force_login(make.clerk())
    page = client.get(reverse("suggestions:dates", args=[item.pk]))
    assert page.status_code == 200
    assert "答复期限" in page.text
    client.force_login(make.handler(make.unit()))
    assert client.get(reverse("suggestions:dates", args=[item.pk])).status_code == 404
