"""The only list of scheduled jobs. Times are Asia/Shanghai (CELERY_TIMEZONE). See docs/jobs.md."""

from celery.schedules import crontab

# A call that nobody took by then is dropped: the next one does its work too, and a worker that comes back after a
# weekend does not meet thousands of them.
MINUTE, HALF_HOUR = {"expires": 55}, {"expires": 25 * 60}

SCHEDULE = {
    # Every day, since a make-up Saturday is a working day: the task itself asks the office's calendar.
    "morning-reminders": {
        "task": "supervision.tasks.send_reminders",
        "schedule": crontab(hour="8", minute="30"),
        "options": HALF_HOUR,
    },
    # A machine that slept through 8:30 catches up within the half hour, until the office closes.
    "late-reminders": {
        "task": "supervision.tasks.send_reminders",
        "schedule": crontab(hour="9-17", minute="0,30"),
        "options": HALF_HOUR,
    },
    "close-polls": {"task": "supervision.tasks.close_polls", "schedule": 60.0, "options": MINUTE},
    # The session before on the same day of its way, for the dashboards; what is missing in the morning is tried again.
    "compare-sessions": {
        "task": "supervision.tasks.compare_sessions",
        "schedule": crontab(hour="0,6", minute="20"),
        "options": HALF_HOUR,
    },
    "deliver": {"task": "accounts.tasks.deliver", "schedule": 60.0, "options": MINUTE},
}
