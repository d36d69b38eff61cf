"""How long one stays logged in: eight hours from the last request, noted once a minute."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories as make

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 11, 12, tzinfo=timezone.get_current_timezone())
PAGE = "/inbox/"


@pytest.fixture
def person(client):
    with time_machine.travel(NOON, tick=False):
        client.force_login(make.clerk())


def ask(client, after: timedelta):
    with time_machine.travel(NOON + after, tick=False), CaptureQueriesContext(connection) as caught:
        answer = client.get(PAGE)
    return answer, [query["sql"] for query in caught.captured_queries if query["sql"].startswith("UPDATE")]


def test_work_keeps_one_logged_in(client, person):
    for hours in (7, 14, 21):
        answer, _written = ask(client, timedelta(hours=hours))
        assert answer.status_code == 200
        assert answer.cookies["sessionid"]["max-age"] == 8 * 3600
        assert Session.objects.get().expire_date == NOON + timedelta(hours=hours + 8)
    assert ask(client, timedelta(hours=29, minutes=1))[0].status_code == 302


def test_a_page_that_is_only_read_writes_once_a_minute(client, person):
    written = [len(ask(client, timedelta(seconds=seconds))[1]) for seconds in (5, 59, 60, 65, 119, 121)]
    assert written == [0, 0, 1, 0, 0, 1]


def test_who_logs_out_is_not_kept(client, person):
    with time_machine.travel(NOON + timedelta(minutes=5), tick=False):
        client.post("/logout/")
    assert "_auth_user_id" not in client.session
    assert not Session.objects.filter(expire_date__gt=NOON).exists()
    assert client.get(PAGE).status_code == 302
