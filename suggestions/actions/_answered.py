"""Who is told that a suggestion is answered: each deputy, or the lead one who passes it on (domain.md 1.1)."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from accounts import notifications
from accounts.models import Deputy, Notification
from suggestions.choices import Delivery, ReplyState
from suggestions.models import Reply, Suggestion
from suggestions.workflow import ENDED


def told_key(suggestion: Suggestion, round: int) -> str:
    """The key of the message; by it the office sees afterwards whose account was told."""
    return f"answered:{suggestion.pk}:{round}"


def tell_deputies(main: Suggestion, answered: Iterable[Suggestion], *, at: datetime) -> None:
    """`answered`: `main` and what was merged into it. The lead deputy of each judges it; with Delivery.EACH its
    co-signers are told too. Where several units answer, one reply that goes to each deputy is enough."""
    replies = Reply.objects.filter(assignment__suggestion=main, assignment__round=main.round, state=ReplyState.ACCEPTED)
    is_each = replies.exclude(assignment__state__in=ENDED).filter(delivery=Delivery.EACH).exists()
    for suggestion in answered:
        key = told_key(suggestion, main.round)
        signers = list(suggestion.co_signers.select_related("user"))
        _tell_lead(suggestion, key, () if is_each else signers, at=at)
        if is_each:
            notifications.post(
                [getattr(deputy, "user", None) for deputy in signers],
                key=key,
                kind=Notification.Kind.CASEWORK,
                subject=_("您附议的%(suggestion)s已答复") % {"suggestion": suggestion},
                body=_("可以查看答复全文；反馈意见由领衔代表填写。"),
                path=suggestion.get_absolute_url(),
                at=at,
            )


def _tell_lead(suggestion: Suggestion, key: str, pass_on_to: Iterable[Deputy], *, at: datetime) -> None:
    words = [_("请在%(day)s前反馈。") % {"day": f"{suggestion.feedback_due_on:%Y-%m-%d}"}]
    if pass_on_to:
        names = "、".join(deputy.name for deputy in pass_on_to)
        words.append(_("经商您同意，答复请您转告附议代表：%(names)s。") % {"names": names})
    notifications.post(
        [getattr(suggestion.lead_deputy, "user", None) if suggestion.lead_deputy_id else None],
        key=key,
        kind=Notification.Kind.CASEWORK,
        subject=_("您提出的%(suggestion)s已答复，请填写反馈意见") % {"suggestion": suggestion},
        body="".join(words),
        path=suggestion.get_absolute_url(),
        at=at,
    )
