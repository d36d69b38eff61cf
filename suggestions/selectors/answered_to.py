"""How each deputy behind an answered suggestion was reached: the office posts the letters (domain.md 1.1)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Notification
from suggestions.choices import Delivery, ReplyState
from suggestions.models import CoSigner, Suggestion


@dataclass(frozen=True)
class Reached:
    """`how`: in words; `is_letter`: somebody has to send paper."""

    suggestion: Suggestion
    name: str
    part: str
    how: str
    is_letter: bool = False


def read_reached(suggestion: Suggestion, tasks) -> list[Reached]:
    """Of the suggestion and of those merged into it, which are at hand. Two queries, whatever their number."""
    round = max((task.round for task in tasks), default=1)
    items = [suggestion, *suggestion.merged_from.all()]
    keys = [f"answered:{each.pk}:{round}" for each in items]
    told = set(Notification.objects.filter(key__in=keys).values_list("key", "recipient__deputy"))
    replies = [reply for task in tasks if task.round == round for reply in task.replies.all()]
    accepted = [reply for reply in replies if reply.state == ReplyState.ACCEPTED]
    is_each = any(reply.delivery == Delivery.EACH for reply in accepted)
    signers = CoSigner.objects.filter(suggestion__in=items).select_related("deputy__delegation").order_by("pk")
    found = []
    for item, key in zip(items, keys, strict=True):
        if item.lead_deputy is None:
            found.append(Reached(item, str(item.delegation), str(_("提出代表团")), _("寄送纸质答复函"), True))
            continue
        found.append(_reached(item, item.lead_deputy, _("领衔代表"), (key, item.lead_deputy_id) in told))
        for each in signers:
            if each.suggestion_id == item.pk:
                is_told = (key, each.deputy_id) in told
                found.append(_reached(item, each.deputy, _("附议代表"), is_told, is_passed_on=not is_each))
    return found


def _reached(item: Suggestion, deputy, part: str, is_told: bool, *, is_passed_on: bool = False) -> Reached:
    name = f"{deputy.name}（{deputy.delegation}）"
    if is_passed_on:
        return Reached(item, name, part, _("由领衔代表转告"))
    if is_told:
        return Reached(item, name, part, _("已通知账号"))
    return Reached(item, name, part, _("寄送纸质答复函"), True)
