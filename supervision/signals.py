"""The worker's own signals keep the heartbeat: a lower floor's task need not know of it."""

from celery.signals import task_failure, task_prerun, task_success
from django.utils import timezone

from supervision import heartbeat


@task_prerun.connect
def note_start(task=None, **_more) -> None:
    if task.name in heartbeat.WATCHED:
        heartbeat.started(task.name, timezone.now())


@task_success.connect
def note_success(sender=None, result=None, **_more) -> None:
    if sender.name in heartbeat.WATCHED:
        heartbeat.finished(sender.name, result if isinstance(result, dict) else {}, timezone.now())


@task_failure.connect
def note_failure(sender=None, exception=None, **_more) -> None:
    if sender.name in heartbeat.WATCHED:
        heartbeat.failed(sender.name, f"{type(exception).__name__}: {exception}", timezone.now())
