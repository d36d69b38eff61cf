"""What the writing pages start from: the draft, the version sent back, and the papers beside the form."""

from dataclasses import dataclass, field, replace
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from suggestions import deadlines
from suggestions.actions.reply import coordinating
from suggestions.choices import ReplyState
from suggestions.errors import RuleViolation
from suggestions.models import Assignment, Attachment, Draft, Reply
from suggestions.selectors.consultation import read_board
from suggestions.views._base import ActionView, whole_number


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


class DraftedView(ActionView):
    """A writing page whose form sends the revision of the draft it was drawn from."""

    drafted_as: Draft.Form
    behind: int | None = None  # the revision of a page that is older than the draft: nothing is saved from it by itself
    start: Start

    def refuse_older(self, typed: dict) -> None:
        """RuleViolation when another window saved other words since this page was drawn: filing would hide them."""
        posted = whole_number(self.request.POST.get("revision"))
        draft = self.assignment.drafts.filter(form=self.drafted_as).first()
        if posted is None or draft is None or draft.revision <= posted or _holds(typed, draft.data):
            return
        self.behind = posted
        raise RuleViolation(
            _(
                "另一个窗口于%(when)s保存了更新的草稿，与本页不同，没有提交。"
                "请重新打开本页，在最新的草稿上继续；本页的文字仍在下面，可以复制。"
            )
            % {"when": f"{timezone.localtime(draft.saved_at):%H:%M}"}
        )

    def start_shown(self) -> Start:
        return self.start if self.behind is None else replace(self.start, revision=self.behind)


def _holds(typed: dict, saved: dict) -> bool:
    """Whether all that is saved stands in what is typed; browsers write line breaks differently."""
    return all(str(typed.get(name, "")).split() == str(value).split() for name, value in saved.items())


def _restored(draft: Draft, user, today: date) -> str:
    at = timezone.localtime(draft.saved_at)
    when = date_format(at, "H:i" if at.date() == today else "Y年n月j日 H:i")
    if draft.saved_by_id not in (None, user.pk):
        return _("已恢复%(who)s %(when)s保存的草稿。") % {"who": draft.saved_by.name, "when": when}
    return _("已恢复 %(when)s 保存的草稿。") % {"when": when}


def next_reader(task: Assignment) -> str:
    """Who reads the signed letter first: the system's coordinator where the office wants it so, else the office."""
    if not coordinating(task):
        return _("代表工作机构")
    return _("%(system)s协调人") % {"system": task.unit.get_handling_system_display()}


def lateness(task: Assignment, today: date, consequence: str) -> str:
    """Late is allowed, and said plainly; empty while in time."""
    if task.done_on is not None or not deadlines.is_overdue(task.due_on, today):
        return ""
    return _("期限%(due)s已过%(days)d天，%(consequence)s") % {
        "due": f"{task.due_on:%Y-%m-%d}",
        "days": -deadlines.days_left(task.due_on, today),
        "consequence": consequence,
    }


# What stands beside the form


def own_files(suggestion):
    """The files that came with the suggestion itself."""
    return suggestion.attachments.filter(**dict.fromkeys(Attachment.OWNERS))


def material(task: Assignment, user) -> dict:
    """The suggestion's files, the assisting units with their opinions, the contacts, and the round before."""
    suggestion = task.suggestion
    before = task.round - 1
    return {
        "files": own_files(suggestion),
        "asks": suggestion.asks.all(),
        "board": read_board(task, user),
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
