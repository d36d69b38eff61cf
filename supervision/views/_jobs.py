"""Telling a worker of what was asked for."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _


def ring(task, pk: int, give_up: Callable) -> None:
    """When the row stands, `task` hears of it. Nobody waits for what no worker has heard of: `give_up` says so."""

    def send() -> None:
        try:
            task.delay(pk)
        except Exception:
            words = _("后台任务没有收到这项工作，请稍后重试；仍不行请与系统管理员联系。")
            give_up(pk, words, at=timezone.now())

    transaction.on_commit(send)
