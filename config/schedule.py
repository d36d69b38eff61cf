"""The only list of scheduled jobs. Times are Asia/Shanghai (CELERY_TIMEZONE). See docs/jobs.md."""

from celery.schedules import crontab

SCHEDULE = {
    # Every day, since a make-up Saturday is a working day: the task itself asks the office's calendar.
    "morning-reminders": {"task": "supervision.tasks.send_reminders", "schedule": crontab(hour="8", minute="30")},
    # A machine that slept through 8:30 catches up within the half hour, until the office closes.
    "late-reminders": {"task": "supervision.tasks.send_reminders", "schedule": crontab(hour="9-17", minute="0,30")},
    "deliver": {"task": "accounts.tasks.deliver", "schedule": 60.0},
}
