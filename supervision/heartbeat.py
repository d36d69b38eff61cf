"""When each scheduled job last ran, and whether it should have run since. A job that does not run is itself news."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F, Min
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from suggestions.calendar import ONE_DAY, WorkCalendar
from supervision.models import JobRun

REMINDERS, DELIVERY = "supervision.tasks.send_reminders", "accounts.tasks.deliver"
POLLS = "supervision.tasks.close_polls"
COMPARISON = "supervision.tasks.compare_sessions"
MORNING = time(8, 30)
GRACE = timedelta(minutes=40)  # a machine that slept through the morning catches up each half hour
SECOND_CALL = time(7, 0)  # 6:20 and its grace
DELIVERY_EVERY = timedelta(minutes=5)


def _reminders_since(now: datetime, calendar: WorkCalendar) -> datetime:
    """The moment after which the morning's run must have happened: the last working morning that is over."""
    day = now.date()
    if now < datetime.combine(day, MORNING, now.tzinfo) + GRACE:
        day -= ONE_DAY
    while not calendar.is_workday(day):
        day -= ONE_DAY
    return datetime.combine(day, MORNING, now.tzinfo)


def _delivery_since(now: datetime, calendar: WorkCalendar) -> datetime:
    return now - DELIVERY_EVERY


def _comparison_since(now: datetime, calendar: WorkCalendar) -> datetime:
    """The last midnight; in the small hours the one before, until the second call of the night is over."""
    day = now.date() if now.time() >= SECOND_CALL else now.date() - ONE_DAY
    return datetime.combine(day, time.min, now.tzinfo)


@dataclass(frozen=True)
class Job:
    """One line of the schedule: its task, what it is called here, and by when it must have run."""

    task: str
    label: str
    rhythm: str
    due_since: Callable[[datetime, WorkCalendar], datetime]


JOBS = (
    Job(
        REMINDERS,
        gettext_lazy("晨间提醒"),
        gettext_lazy("工作日 8:30，错过的每半小时补一次"),
        _reminders_since,
    ),
    Job(COMPARISON, gettext_lazy("上次会议同日数字"), gettext_lazy("每天 0:20，6:20 再算一次"), _comparison_since),
    Job(DELIVERY, gettext_lazy("消息送达"), gettext_lazy("每分钟"), _delivery_since),
    Job(POLLS, gettext_lazy("测评到时截止"), gettext_lazy("每分钟"), _delivery_since),
)


@dataclass(frozen=True)
class Beat:
    """A job and its last run; `problem` is empty when all is well, else the sentence for the page."""

    job: Job
    run: JobRun | None
    problem: str


def beats(now: datetime, calendar: WorkCalendar) -> list[Beat]:
    """Every scheduled job at `now` (local time zone). One query, or two while a job has not yet ended once."""
    runs = JobRun.objects.in_bulk([job.task for job in JOBS])
    is_new = any(job.task not in runs or runs[job.task].finished_at is None for job in JOBS)
    began = User.objects.aggregate(first=Min("date_joined"))["first"] if is_new else None
    return [Beat(job, (run := runs.get(job.task)), _problem(job, run, began or now, now, calendar)) for job in JOBS]


def problem(now: datetime, calendar: WorkCalendar) -> str:
    """The first problem as one sentence, for the pages of those who watch; empty when all jobs run."""
    found = beats(now, calendar)
    return next((f"{beat.job.label}：{beat.problem}" for beat in found if beat.problem), "")


def ran_on(day: date, task: str = REMINDERS) -> bool:
    """Whether the job ended well on `day` or later."""
    return JobRun.objects.filter(name=task, finished_at__date__gte=day).exists()


def _problem(job: Job, run: JobRun | None, began: datetime, now: datetime, calendar: WorkCalendar) -> str:
    """`began`: when the office's first account was made. A job that was not yet due since then is not missing."""
    last = run.finished_at if run else None
    if run and run.error:
        since = _("上次成功于%(at)s") % {"at": _minute(last, now)} if last else _("从未成功")
        return _("最近一次运行失败，已连续失败%(n)d次，%(since)s。") % {"n": run.failures, "since": since}
    if (last or began) >= job.due_since(now, calendar):
        return ""
    if last is None:
        return _("从未完成过，请检查后台服务（Celery worker 和 beat）是否启动。")
    return _("应运行而未运行，上次完成于%(at)s，请检查后台服务。") % {"at": _minute(last, now)}


def _minute(moment: datetime, now: datetime) -> str:
    return f"{moment.astimezone(now.tzinfo):%Y-%m-%d %H:%M}"


# Written by the worker around each scheduled task (supervision/signals.py)


def started(task: str, at: datetime) -> None:
    JobRun.objects.update_or_create(name=task, defaults={"started_at": at})


def finished(task: str, result: dict, at: datetime) -> None:
    JobRun.objects.filter(name=task).update(finished_at=at, result=result, error="", failures=0)


def failed(task: str, error: str, at: datetime) -> None:
    JobRun.objects.filter(name=task).update(error=error[:2000], failures=F("failures") + 1)


WATCHED = frozenset(job.task for job in JOBS)
