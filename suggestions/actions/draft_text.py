"""Save what is being typed (草稿). It belongs to the task: it outlives the session of whoever typed it."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from suggestions import permissions
from suggestions.errors import Conflict
from suggestions.models import Assignment, Draft
from suggestions.workflow import Action

_ACTIONS = {Draft.Form.REPLY: Action.SUBMIT_REPLY, Draft.Form.OPINION: Action.FILE_OPINION}


def save(*, assignment: Assignment, form: str, data: dict, revision: int, by, at: datetime) -> Draft:
    """Keep `data` as revision `revision + 1`.

    Conflict when another window or colleague saved a later one, or when the text can no longer be filed: a window
    left open must not put its old words into the draft after the letter has gone to the head.
    """
    action = _ACTIONS[Draft.Form(form)]
    permissions.check(by, action, assignment.suggestion, assignment)
    if not permissions.can(by, action, assignment.suggestion, assignment):
        raise Conflict(
            _("此件当前为“%(state)s”，不再保存草稿。请复制所需文字后刷新页面查看最新情况。")
            % {"state": assignment.get_state_display()}
        )
    words = {"data": data, "saved_by": by, "saved_at": at}
    if revision == 0:
        try:
            with transaction.atomic():
                return Draft.objects.create(assignment=assignment, form=form, revision=1, **words)
        except IntegrityError as error:
            raise Conflict(_later(assignment, form)) from error
    saved = Draft.objects.filter(assignment=assignment, form=form, revision=revision)
    if not saved.update(revision=revision + 1, **words):
        raise Conflict(_later(assignment, form))
    return Draft.objects.get(assignment=assignment, form=form)


def _later(assignment: Assignment, form: str) -> str:
    draft = Draft.objects.filter(assignment=assignment, form=form).select_related("saved_by").first()
    if draft is None:
        return _("这份草稿已经提交或清除，本窗口的文字没有保存到服务器。请复制所需文字后刷新页面。")
    return _("%(who)s在另一个窗口保存了更新的草稿，为避免覆盖，本窗口已停止自动保存。请复制所需文字后刷新页面。") % {
        "who": draft.saved_by.name if draft.saved_by else _("同事")
    }
