"""Reminders on the real servers: runs at the same moment on PostgreSQL, and a real Celery worker with real e-mail."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from accounts import delivery, tasks
from accounts.models import Delivery, Notification
from suggestions.clocks import read_calendar
from suggestions.models import Assignment, CalendarDay
from supervision import heartbeat, reminders
from supervision.models import JobRun, Reminder
from supervision.tasks import send_reminders
from tests import factories as make
from tests.servers import wait_until

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]

DAY = make.DAY + timedelta(days=100)  # a Wednesday


def owing(due_on, **contact) -> None:
    unit = make.unit()
    unit.first_contact = make.handler(unit, **contact)
    unit.save()
    task = make.signed(make.assigned(unit))
    Assignment.objects.filter(pk=task.pk).update(due_on=due_on)


def at_once(*deeds) -> list:
    """Each deed in a thread and with a connection of its own, all at the same moment; what they answer."""
    assert connection.vendor == "postgresql"
    start, answers = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(n, deed):
        try:
            start.wait(10)
            answers[n] = deed()
        except Exception as error:  # a loser's IntegrityError is what must not be
            answers[n] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


@pytest.mark.parametrize("has_run_before", [False, True])
def test_three_runs_at_once_send_once(has_run_before, settings):
    settings.EMAIL_ENABLED = True
    if has_run_before:  # else the row they wait at is made in the race, too
        reminders.send(DAY - timedelta(days=1), at=make.at(DAY - timedelta(days=1)))
    for n in range(6):
        owing(DAY - timedelta(days=n), email=f"unit{n}@office.test")
    expected = reminders.plan(DAY).summary()
    plans = at_once(*[lambda: reminders.send(DAY, at=make.at(DAY, 8))] * 3)
    assert sorted(plan.summary()["created"] for plan in plans) == [0, 0, expected["created"]], plans
    keys = Reminder.objects.values_list("assignment", "kind", "due_on", "rung", "recipient")
    assert (len(keys), max(Counter(keys).values())) == (expected["created"], 1)
    digests = Notification.objects.filter(kind=Notification.Kind.DIGEST)
    assert digests.count() == digests.values("recipient").distinct().count() == expected["recipients"]
    assert Delivery.objects.count() == 6


def test_two_workers_deliver_each_message_once(mailbox, settings):
    for n in range(12):
        owing(DAY, email=f"unit{n}@office.test")
    reminders.send(DAY, at=make.at(DAY, 8))
    tallies = at_once(*[lambda: delivery.deliver(make.at(DAY, 9))] * 3)
    assert sum(tally.sent for tally in tallies) == 12
    assert sorted(mail["To"] for mail in mailbox.messages) == sorted(f"unit{n}@office.test" for n in range(12))
    assert set(Delivery.objects.values_list("state", "attempts")) == {("sent", 1)}


def test_the_worker_reminds_and_the_mail_arrives(celery_worker, smtp_server):
    """From the call that beat makes to the letter in the box; with the heartbeat of both jobs."""
    smtp_server.messages.clear()
    today = timezone.localdate()
    CalendarDay.objects.create(date=today, is_workday=True, changed_at=make.at())  # also when tests run on a Sunday
    owing(today + timedelta(days=3), email="contact@office.test")
    before = timezone.now()
    for _twice in range(2):
        send_reminders.delay()
    wait_until(lambda: JobRun.objects.filter(name=heartbeat.REMINDERS, finished_at__gte=before).exists(), what="a run")
    note = wait_until(lambda: Notification.objects.filter(kind="digest").first(), what="the digest")
    assert note.subject == "今日提醒：7日内到期 1 件"

    def letters():
        tasks.deliver.delay()
        wait_until(lambda: Delivery.objects.exclude(state="pending").exists(), what="a delivery")
        return smtp_server.to("contact@office.test")

    [letter] = wait_until(letters, what="the letter")
    assert letter["Subject"].endswith("今日提醒：7日内到期 1 件")
    assert note.body in letter.get_content().replace("\r\n", "\n")
    wait_until(lambda: JobRun.objects.filter(name=heartbeat.DELIVERY, finished_at__gte=before).exists(), what="a run")
    wait_until(lambda: Delivery.objects.get().state == "sent", what="the mark")
    assert Notification.objects.filter(kind="digest").count() == Reminder.objects.count() == 1
    beats = {beat.job.task: beat for beat in heartbeat.beats(timezone.localtime(), read_calendar())}
    assert [beats[name].problem for name in (heartbeat.REMINDERS, heartbeat.DELIVERY)] == ["", ""]
    assert beats[heartbeat.DELIVERY].run.result["given_up"] == 0


def test_a_job_that_fails_in_the_worker_turns_red(celery_worker):
    """The table is gone from under it: the failure is kept, counted, and forgotten with the next success."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_delivery RENAME TO accounts_delivery_away")
    try:
        tasks.deliver.delay()
        run = wait_until(lambda: JobRun.objects.filter(name=heartbeat.DELIVERY).exclude(error="").first())
        assert run.error.startswith("ProgrammingError")
        assert run.failures == 1
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE accounts_delivery_away RENAME TO accounts_delivery")
    tasks.deliver.delay()
    wait_until(lambda: JobRun.objects.filter(name=heartbeat.DELIVERY, error="", failures=0).exists(), what="a success")
