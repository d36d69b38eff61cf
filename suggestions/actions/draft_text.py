"""Save what is being typed (草稿). It belongs to the task: it outlives the session of whoever typed it."""

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from suggestions import permissions
from suggestions.errors import Conflict
from suggestions.models import Assignment, Draft
from suggestions.workflow import Action

_ACTIONS = {Draft.Form.REPLY: Action.SUBMIT_REPLY, Draft.Form.OPINION: Action.FILE_OPINION}


def save(
    *,
    assignment: Assignment,
    form: str,
    data: dict,
    revision: int,
    page: str = "",
    after: Collection[str] = (),
    by,
    at: datetime,
) -> Draft:
    """Keep `data`, typed at `page`, as the next revision.

    It goes on from `revision`, or from what one of the pages `after` saved last, whatever number that got: a page that
    is reloaded does not know whether its last words arrived before or after it was drawn anew.

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
    words = {"data": data, "page": page, "saved_by": by, "saved_at": at}
    if revision == 0:
        try:
            with transaction.atomic():
                return Draft.objects.create(assignment=assignment, form=form, revision=1, **words)
        except IntegrityError:
            pass  # there is one already: perhaps what this very page sent when it was left
    known = Q(revision=revision) | Q(page__in=[name for name in after if name])
    if not Draft.objects.filter(known, assignment=assignment, form=form).update(revision=F("revision") + 1, **words):
        raise Conflict(_later(assignment, form))
    return Draft.objects.get(assignment=assignment, form=form)


def _later(assignment: Assignment, form: str) -> str:
    draft = Draft.objects.filter(assignment=assignment, form=form).select_related("saved_by").first()
    if draft is None:
        return _("这份草稿已经提交或清除，本窗口的文字没有保存到服务器。请复制所需文字后刷新页面。")
    return _("%(who)s在另一个窗口保存了更新的草稿，为避免覆盖，本窗口已停止自动保存。请复制所需文字后刷新页面。") % {
        "who": draft.saved_by.name if draft.saved_by else _("同事")
    }
