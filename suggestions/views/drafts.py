"""Keeps what is typed (static/js/autosave.js). Every answer is JSON with a sentence, also when nobody is logged in."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from suggestions.actions import draft_text
from suggestions.errors import Conflict, NotAllowed, RuleViolation
from suggestions.forms import opine, reply
from suggestions.models import Assignment, Draft
from suggestions.views._checking import checks_of_draft, contact_url, proposal_of_draft, same_words_of_draft

FIELDS = {Draft.Form.REPLY: reply.drafted, Draft.Form.OPINION: opine.drafted}
MOST_PAGES = 20  # reloaded one after the other without an answer
PAGES = {Draft.Form.REPLY: "suggestions:reply", Draft.Form.OPINION: "suggestions:opinion"}


@login_not_required  # checked here: a redirect to the login page would be no answer to a script
@require_POST
def save_draft(request: HttpRequest, form: str, pk: int) -> JsonResponse:
    """Fields, `revision`, `page` and `after` in; {"saved_at", "revision", "checks"} out, or a refusal with its
    {"message"}.

    With `check` (the button was pressed) also "same_words", which takes longer than a key should.
    """
    if form not in FIELDS:
        return _refuse(404, _("没有这种草稿。"))
    if not request.user.is_authenticated:
        login = f"{reverse('accounts:login')}?{urlencode({'next': reverse(PAGES[form], args=[pk])})}"
        return _refuse(401, _("登录已过期，请在新窗口登录后继续。"), login_url=login)
    tasks = Assignment.objects.visible_to(request.user).select_related("suggestion", "unit")
    try:
        task = get_object_or_404(tasks, pk=pk)
        draft = draft_text.save(
            assignment=task,
            form=form,
            data=_typed(request, form),
            revision=_revision(request),
            page=_page_name(request.POST.get("page", "")),
            after=[_page_name(name) for name in request.POST.getlist("after")[:MOST_PAGES]],
            by=request.user,
            at=timezone.now(),
        )
    except Http404:
        return _refuse(404, _("此件不存在，或不在您的办理范围内。"))
    except NotAllowed as error:
        return _refuse(403, error.message)
    except Conflict as error:
        return _refuse(409, error.message)
    except RuleViolation as error:
        return _refuse(400, error.message)
    answer = {"saved_at": f"{timezone.localtime(draft.saved_at):%H:%M:%S}", "revision": draft.revision}
    if form == Draft.Form.REPLY:
        lines = {"checks": checks_of_draft(task, draft.data), "contact_url": contact_url(task)}
        answer["checks"] = render_to_string("suggestions/includes/reply_checks.html", lines)
        if "check" in request.POST:
            same = {"same": same_words_of_draft(task, draft.data, request.user)}
            answer["same_words"] = render_to_string("suggestions/includes/same_words.html", same)
        answer["proposed_class"] = getattr(proposal_of_draft(task, draft.data), "pk", None)
    return JsonResponse(answer)


def _typed(request: HttpRequest, form: str) -> dict[str, str]:
    """Only the form's own fields; a NUL, which PostgreSQL cannot keep, goes."""
    return {name: request.POST[name].replace("\0", "") for name in FIELDS[form](request.POST)}


def _revision(request: HttpRequest) -> int:
    text = request.POST.get("revision", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise RuleViolation(_("草稿没有版本号，没有保存。请复制所需文字后刷新页面。"))
    return int(text)


def _page_name(text: str) -> str:
    """The name that an opened page gave itself; empty for anything else."""
    return text if len(text) <= 40 and text.isascii() and text.isalnum() else ""


def _refuse(status: int, message: str, **more) -> JsonResponse:
    return JsonResponse({"message": str(message), **more}, status=status)
