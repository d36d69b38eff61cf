"""The heartbeat: a job that did not run turns red; and the page of deliveries, with its button."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from accounts.models import Delivery, Notification, User
from accounts.roles import Role
from config.schedule import SCHEDULE
from suggestions.calendar import WorkCalendar
from supervision import heartbeat, signals, tasks
from supervision.models import JobRun, Reminder
from tests import factories as make
from tests.suggestions.pages import stop_clock, told, words

pytestmark = pytest.mark.django_db

WEDNESDAY, MONDAY = date(2026, 6, 10), date(2026, 6, 15)
SATURDAY = date(2026, 6, 13)
HOLIDAY = WorkCalendar({WEDNESDAY: False, SATURDAY: True})
PLAIN = WorkCalendar()
READERS = [Role.CLERK, Role.OFFICE_HEAD, Role.AUDITOR, Role.ADMINISTRATOR]


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    return make.at(day, hour) + timedelta(minutes=minute)


def ran(task: str, at: datetime | None, started: datetime | None = None, **fields) -> None:
    JobRun.objects.create(name=task, started_at=started or at, finished_at=at, **fields)


def problem(task: str, now: datetime, calendar: WorkCalendar = PLAIN) -> str:
    return next(beat.problem for beat in heartbeat.beats(now, calendar) if beat.job.task == task)


def test_every_scheduled_job_is_watched():
    assert {entry["task"] for entry in SCHEDULE.values()} == heartbeat.WATCHED


@pytest.mark.parametrize(
    ("last", "now", "calendar", "is_red"),
    [
        (moment(WEDNESDAY, 8, 31), moment(WEDNESDAY, 23), PLAIN, False),
        (moment(WEDNESDAY, 8, 31), moment(WEDNESDAY + timedelta(days=1), 9, 9), PLAIN, False),  # not yet
        (moment(WEDNESDAY, 8, 31), moment(WEDNESDAY + timedelta(days=1), 9, 10), PLAIN, True),
        (moment(WEDNESDAY, 17, 30), moment(WEDNESDAY + timedelta(days=1), 9, 10), PLAIN, True),
        (moment(WEDNESDAY - timedelta(days=1), 8, 31), moment(WEDNESDAY, 12), HOLIDAY, False),  # a holiday
        (moment(WEDNESDAY + timedelta(days=2), 8, 31), moment(MONDAY, 9), PLAIN, False),  # over the weekend
        (moment(WEDNESDAY + timedelta(days=2), 8, 31), moment(MONDAY, 9, 10), PLAIN, True),
        (moment(WEDNESDAY + timedelta(days=2), 8, 31), moment(SATURDAY, 9, 10), HOLIDAY, True),  # a make-up Saturday
        (moment(WEDNESDAY, 9), moment(WEDNESDAY, 9, 10), PLAIN, False),  # caught up
    ],
)
def test_the_morning_s_run(last, now, calendar, is_red):
    ran(heartbeat.REMINDERS, last)
    said = problem(heartbeat.REMINDERS, now, calendar)
    assert bool(said) is is_red
    if is_red:
        assert said == f"应运行而未运行，上次完成于{last:%Y-%m-%d %H:%M}，请检查后台服务。"


@pytest.mark.parametrize(("minutes", "is_red"), [(0, False), (5, False), (5.1, True)])
def test_delivery_runs_each_few_minutes(minutes, is_red):
    now = moment(SATURDAY, 3)
    ran(heartbeat.DELIVERY, now - timedelta(minutes=minutes))
    assert bool(problem(heartbeat.DELIVERY, now)) is is_red


class TestNeverRun:
    """A new house is not red before the first morning is over."""

    @pytest.mark.parametrize(
        ("installed", "now", "is_red"),
        [
            (moment(WEDNESDAY, 15), moment(WEDNESDAY, 20), False),
            (moment(WEDNESDAY, 15), moment(WEDNESDAY + timedelta(days=1), 9), False),
            (moment(WEDNESDAY, 15), moment(WEDNESDAY + timedelta(days=1), 9, 10), True),
        ],
    )
    def test_reminders(self, installed, now, is_red):
        User.objects.filter(pk=make.clerk().pk).update(date_joined=installed)
        assert problem(heartbeat.REMINDERS, now) == (
            "从未完成过，请检查后台服务（Celery worker 和 beat）是否启动。" if is_red else ""
        )

    def test_delivery(self):
        User.objects.filter(pk=make.clerk().pk).update(date_joined=moment(WEDNESDAY, 15))
        assert problem(heartbeat.DELIVERY, moment(WEDNESDAY, 15, 4)) == ""
        assert problem(heartbeat.DELIVERY, moment(WEDNESDAY, 15, 6))

    def test_the_first_run_while_it_runs_and_when_it_hangs(self):
        User.objects.filter(pk=make.clerk().pk).update(date_joined=moment(WEDNESDAY, 8))
        ran(heartbeat.REMINDERS, None, started=moment(WEDNESDAY, 8, 30))
        assert problem(heartbeat.REMINDERS, moment(WEDNESDAY, 8, 31)) == ""
        assert problem(heartbeat.REMINDERS, moment(WEDNESDAY, 9, 11))


class TestSignals:
    """The worker's signals, by which both jobs are noted without knowing of it."""

    @pytest.fixture
    def task(self):
        return SimpleNamespace(name=heartbeat.REMINDERS)

    def test_a_run_a_failure_and_the_way_back(self, task):
        signals.note_start(task=task)
        signals.note_success(sender=task, result={"created": 2, "recipients": 1})
        run = JobRun.objects.get(name=heartbeat.REMINDERS)
        assert run.finished_at >= run.started_at
        assert (run.result, run.error, run.failures) == ({"created": 2, "recipients": 1}, "", 0)
        for n in (1, 2):
            signals.note_start(task=task)
            signals.note_failure(sender=task, exception=OSError("no database"))
            run.refresh_from_db()
            assert (run.error, run.failures) == ("OSError: no database", n)
        now = run.finished_at.astimezone(make.ZONE)
        assert problem(heartbeat.REMINDERS, now) == (
            f"最近一次运行失败，已连续失败2次，上次成功于{now:%Y-%m-%d %H:%M}。"
        )
        signals.note_success(sender=task, result=None)
        run.refresh_from_db()
        assert (run.error, run.failures, run.result) == ("", 0, {})

    def test_other_tasks_leave_no_trace(self):
        signals.note_start(task=SimpleNamespace(name="other"))
        assert not JobRun.objects.exists()


def test_the_task_reads_the_clock_and_reminds(monkeypatch):
    stop_clock(monkeypatch, WEDNESDAY, hour=8)
    task = make.signed(make.assigned())
    type(task).objects.filter(pk=task.pk).update(due_on=WEDNESDAY + timedelta(days=3))
    assert tasks.send_reminders() == {
        "date": "2026-06-10",
        "created": 1,
        "recipients": 1,
        "by_kind": {"reply": 1},
        "cards": 0,
        "ballots": 0,
    }
    assert Reminder.objects.get().planned_on == WEDNESDAY


class TestPage:
    @pytest.fixture
    def rows(self):
        note = Notification.objects.create(
            recipient=make.clerk(name="张收件"),
            key="k",
            kind="digest",
            subject="今日提醒：逾期 1 件",
            created_at=make.at(),
        )
        states = Delivery.State
        made = {}
        for n, (state, channel) in enumerate([(states.GIVEN_UP, "email"), (states.SENT, "webhook")]):
            made[state] = Delivery.objects.create(
                notification=note, channel=channel, address="x", state=state, due_at=make.at(), attempts=6 - n * 5
            )
        return made

    def get(self, client, role, **query):
        client.force_login(make.user(role))
        return client.get(reverse("supervision:jobs"), query)

    @pytest.mark.parametrize("role", Role)
    def test_who_reads_it(self, client, role):
        assert self.get(client, role).status_code == (200 if role in READERS else 403)

    def test_red_and_since_when(self, client, monkeypatch):
        stop_clock(monkeypatch, WEDNESDAY, hour=10)
        ran(heartbeat.REMINDERS, moment(WEDNESDAY - timedelta(days=1), 8, 30), result={"created": 3, "recipients": 2})
        ran(heartbeat.DELIVERY, moment(WEDNESDAY, 9, 59), result={"sent": 1, "failed": 0, "given_up": 0})
        ran(heartbeat.POLLS, moment(WEDNESDAY, 9, 59), result={"counted": 0})
        ran(heartbeat.COMPARISON, moment(WEDNESDAY, 0, 20), result={"rows": 5})
        page = self.get(client, Role.CLERK)
        assert "应运行而未运行，上次完成于2026-06-09 08:30" in words(page)
        assert "提醒 3 项，2 人" in words(page)
        assert [bool(beat.problem) for beat in page.context["beats"]] == [True, False, False, False]

    def test_the_states_and_the_filter(self, client, rows):
        page = self.get(client, Role.CLERK)
        assert "张收件" in words(page)
        assert ("given_up", "多次失败，已停止", 1) in page.context["states"]
        assert len(page.context["page_obj"]) == 2
        filtered = self.get(client, Role.CLERK, state="given_up")
        assert [row.state for row in filtered.context["page_obj"]] == ["given_up"]
        assert self.get(client, Role.CLERK, state="nonsense", page="x").status_code == 200

    @pytest.mark.parametrize(
        ("role", "has_button"), [(Role.CLERK, True), (Role.ADMINISTRATOR, True), (Role.AUDITOR, False)]
    )
    def test_the_button_is_for_those_who_may(self, client, rows, role, has_button):
        assert ("重新发送" in words(self.get(client, role))) is has_button

    def test_a_given_up_one_is_sent_again_once(self, client, rows, monkeypatch):
        stop_clock(monkeypatch, WEDNESDAY)
        client.force_login(make.clerk())
        lost = rows["given_up"]
        back = "/supervision/jobs/?state=given_up"
        answer = client.post(reverse("supervision:retry", args=[lost.pk]), {"next": back})
        assert (answer.status_code, answer["Location"]) == (302, back)
        assert "已重新排队" in told(answer)
        lost.refresh_from_db()
        assert (lost.state, lost.attempts, lost.due_at) == ("pending", 0, make.at(WEDNESDAY))
        second = client.post(reverse("supervision:retry", args=[lost.pk]), {"next": "https://elsewhere.test/"})
        assert second["Location"] == reverse("supervision:jobs")
        assert "没有重复发送" in told(second)

    def test_who_may_not_send_again(self, client, rows):
        address = reverse("supervision:retry", args=[rows["given_up"].pk])
        client.force_login(make.user(Role.AUDITOR))
        assert client.post(address).status_code == 403
        client.force_login(make.handler(make.unit()))
        assert client.post(address).status_code == 403
        client.force_login(make.clerk())
        assert client.get(address).status_code == 405
        assert client.post(reverse("supervision:retry", args=[0])).status_code == 404
        assert Delivery.objects.get(state="given_up").attempts == 6

    def test_the_number_of_queries_does_not_grow(self, client, rows, django_assert_max_num_queries):
        client.force_login(make.clerk())
        address = reverse("supervision:jobs")
        with django_assert_max_num_queries(20) as few:
            client.get(address)
        for n in range(60):
            note = Notification.objects.create(
                recipient=make.clerk(), key=f"n{n}", kind="digest", subject="x", created_at=make.at()
            )
            Delivery.objects.create(notification=note, channel="email", address="x", due_at=make.at())
        with django_assert_max_num_queries(len(few)):
            assert len(client.get(address).context["page_obj"]) == 50
