"""What the writing pages start from: the draft, the version sent back, and what a letter still lacks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from suggestions import deadlines, reply_checks
from suggestions.actions.reply import kept_files, missing_opinions
from suggestions.choices import AssignmentState, ReplyState, UnitRole
from suggestions.models import Assignment, Attachment, Draft, Reply, ResultClass
from suggestions.reply_checks import Check, Written


@dataclass(frozen=True)
class Start:
    """What the form shows first; `restored` says so when that is a draft; `revision` goes on counting from it."""

    initial: dict = field(default_factory=dict)
    revision: int = 0
    restored: str = ""
    saved_at: object = None


def start(task: Assignment, form: str, *, last: dict, last_at, user, today: date) -> Start:
    """The draft, unless the version `last` (fields), filed at `last_at`, is younger: a draft may have missed its end.

    Drafts outlive the submission, since the head may send the letter back; what was typed after that is a new draft.
    """
    draft = Draft.objects.filter(assignment=task, form=form).select_related("saved_by").first()
    if draft is None:
        return Start(last)
    if last_at is not None and draft.saved_at <= last_at:
        return Start(last, draft.revision)
    return Start({**last, **draft.data}, draft.revision, _restored(draft, user, today), draft.saved_at)


def _restored(draft: Draft, user, today: date) -> str:
    at = timezone.localtime(draft.saved_at)
    when = date_format(at, "H:i" if at.date() == today else "Y年n月j日 H:i")
    if draft.saved_by_id not in (None, user.pk):
        return _("已恢复%(who)s %(when)s保存的草稿。") % {"who": draft.saved_by.name, "when": when}
    return _("已恢复 %(when)s 保存的草稿。") % {"when": when}


def lateness(task: Assignment, today: date, consequence: str) -> str:
    """Late is allowed, and said plainly; empty while in time."""
    if task.done_on is not None or not deadlines.is_overdue(task.due_on, today):
        return ""
    return _("期限%(due)s已过%(days)d天，%(consequence)s") % {
        "due": f"{task.due_on:%Y-%m-%d}",
        "days": -deadlines.days_left(task.due_on, today),
        "consequence": consequence,
    }


# What a letter still lacks


def checks_of_draft(task: Assignment, data: Mapping, files: int = 0) -> list[Check]:
    """For what is typed so far: plain strings, half of them unfinished."""
    chosen = str(data.get("result_class") or "")
    found = ResultClass.objects.filter(pk=chosen).first() if chosen.isdigit() else None
    return reply_checks.checks(
        Written(
            text=data.get("text") or "",
            files=files or len(kept_files(task)),
            document_number=data.get("document_number") or "",
            class_label=str(found or ""),
            needs_plan_date=bool(found and found.needs_plan_date),
            needs_reason=bool(found and found.needs_reason),
            unsolved_reason=data.get("unsolved_reason") or "",
            signatory=data.get("signatory") or "",
            dated_on=_day(data.get("dated_on")),
            without_opinions_reason=data.get("without_opinions_reason") or "",
            **_around(task),
        )
    )


def checks_of_reply(reply: Reply) -> list[Check]:
    """For a version as it was handed in: the head and the office read the same list as the handler."""
    found = reply.result_class
    return reply_checks.checks(
        Written(
            text=reply.text,
            files=reply.attachments.count(),
            document_number=reply.document_number,
            class_label=str(found),
            needs_plan_date=found.needs_plan_date,
            needs_reason=found.needs_reason,
            unsolved_reason=reply.unsolved_reason,
            signatory=reply.signatory,
            dated_on=reply.dated_on,
            without_opinions_reason=reply.without_opinions_reason,
            **_around(reply.assignment),
        )
    )


def _around(task: Assignment) -> dict:
    contacts = task.suggestion.contacts.all()
    if task.round > 1:  # a second handling starts talking again
        contacts = contacts.filter(contacted_on__gte=task.assigned_on)
    filed = task.suggestion.assignments.filter(
        round=task.round, role=UnitRole.ASSISTING, state=AssignmentState.OPINION_FILED
    )
    return {
        "missing_units": [each.unit.name for each in missing_opinions(task)],
        "opinions": filed.count(),
        "contact_stages": set(contacts.values_list("stage", flat=True)),
    }


def _day(typed) -> date | None:
    if typed is None or isinstance(typed, date):
        return typed
    try:
        return parse_date(str(typed))
    except ValueError:  # well written, but no such day
        return None


# What stands beside the form


def own_files(suggestion):
    """The files that came with the suggestion itself."""
    return suggestion.attachments.filter(**dict.fromkeys(Attachment.OWNERS))


def material(task: Assignment) -> dict:
    """The suggestion's files, the assisting units with their opinions, the contacts, and the round before."""
    suggestion = task.suggestion
    assisting = (
        suggestion.assignments.active()
        .filter(round=task.round, role=UnitRole.ASSISTING)
        .select_related("unit")
        .prefetch_related("opinions__attachments")
        .order_by("due_on", "pk")
    )
    before = task.round - 1
    return {
        "files": own_files(suggestion),
        "assisting": list(assisting),
        "contacts": suggestion.contacts.select_related("assignment__unit").order_by("-contacted_on", "-pk"),
        "last_round": {
            "evaluation": suggestion.evaluations.filter(round=before).first(),
            "replies": Reply.objects.filter(
                assignment__suggestion=suggestion, assignment__round=before, state=ReplyState.ACCEPTED
            ).select_related("assignment__unit", "result_class"),
        }
        if before
        else None,
    }
