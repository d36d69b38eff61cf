"""The servers and the browser of the second pass are real and are the ones meant."""

import re

import pytest
from django.core.mail import send_mail
from django.db import connection

from config.celery import app
from tests.servers import database_url, wait_until


@pytest.mark.servers
def test_the_database_is_the_temporary_postgresql(db):
    assert connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database(), pg_encoding_to_char(encoding), datcollate FROM pg_database "
                       "WHERE datname = current_database()")  # fmt: skip
        name, *kind = cursor.fetchone()
    assert name == connection.settings_dict["NAME"]
    assert name.startswith("test_postgres")
    assert kind == ["UTF8", "C.UTF-8"]


@pytest.mark.servers
def test_the_worker_runs_tasks_from_redis_on_the_test_database(celery_worker, django_user_model):
    broker = app.control.inspect(destination=[celery_worker.node], timeout=5).stats()[celery_worker.node]["broker"]
    assert broker["transport"] == "redis"
    assert database_url(connection.settings_dict).startswith("postgres://postgres@/test_postgres")
    app.send_task("accounts.tasks.deliver")
    wait_until(lambda: any("accounts.tasks.deliver" in line and "succeeded" in line for line in log(celery_worker)))


def log(worker) -> list[str]:
    return worker.last_lines(10_000)


def test_mail_reaches_the_smtp_server(mailbox):
    send_mail("催办提醒", "一件建议将于三日后到期。", None, ["clerk@example.invalid"])
    assert [message["Subject"] for message in mailbox.to("clerk@example.invalid")] == ["催办提醒"]


@pytest.mark.browser
def test_chromium_shows_the_login_page_and_asks_nobody_else(page, base_url):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    answer = page.goto("/login/")
    assert answer.ok
    assert page.evaluate("() => [innerWidth, innerHeight, navigator.language]") == [1366, 768, "zh-CN"]
    assert page.evaluate("() => Intl.DateTimeFormat().resolvedOptions().timeZone") == "Asia/Shanghai"
    assert [url for url in asked if not re.match(rf"{base_url}/|data:", url)] == []


def test_groups_keep_their_tests_in_one_process(request):
    """One Celery worker, one browser for a file's stories: a version of pytest once ignored it without a word."""
    if hasattr(request.config, "workerinput"):
        assert request.node.nodeid.endswith("@tests/test_real_parts.py")
