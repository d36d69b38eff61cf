"""Split a suggestion into what it asks for (诉求), so that the reply can answer each (S28)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from suggestions.actions import _transition
from suggestions.asks import LONGEST
from suggestions.errors import Conflict, RuleViolation
from suggestions.models import Ask, AskAnswer, Suggestion
from suggestions.models.reply import STANDING
from suggestions.workflow import Action

MOST = 30
_ASIDE = 1000  # positions are unique: all step aside before each takes its new place


@dataclass(frozen=True)
class Line:
    """One ask in its place; `key` of one that is there already."""

    text: str
    key: int | None = None


def answered_keys(suggestion: Suggestion) -> set[int]:
    """The asks that a version on its way or accepted says something to: their wording stands."""
    standing = AskAnswer.objects.filter(ask__suggestion=suggestion, reply__state__in=STANDING)
    return set(standing.values_list("ask_id", flat=True))


@transaction.atomic
def split(*, suggestion: Suggestion, lines: Sequence[Line], by, at: datetime) -> list[Ask]:
    """Make `lines`, in their order, the asks of `suggestion`; those not among them are removed.

    RuleViolation for an empty or doubled one, for too many, and for changing or removing one that stands answered.
    """
    lines = [Line(line.text.strip(), line.key) for line in lines]
    _check(lines)
    known = {ask.pk: ask for ask in suggestion.asks.all()}
    if {line.key for line in lines if line.key} - set(known):
        raise Conflict(_("有诉求刚刚被其他人删去，没有保存。请核对后再次提交。"))
    _check_standing(known, lines, answered_keys(suggestion))
    # Whoever split or answered meanwhile has moved the suggestion's version: what was read above still holds, or this
    # is a Conflict.
    _transition.move(suggestion, Action.SPLIT, by=by, at=at, detail=_("%(n)d项诉求") % {"n": len(lines)})
    for ask in known.values():
        Ask.objects.filter(pk=ask.pk).update(position=ask.position + _ASIDE)
    kept = {line.key for line in lines}
    for key in known.keys() - kept:
        known[key].delete()
    for position, line in enumerate(lines, 1):
        if line.key:
            Ask.objects.filter(pk=line.key).update(position=position, text=line.text)
        else:
            Ask.objects.create(suggestion=suggestion, position=position, text=line.text, added_by=by, added_at=at)
    return list(suggestion.asks.all())


def _check(lines: list[Line]) -> None:
    if len(lines) > MOST:
        raise RuleViolation(_("诉求最多%(n)d项，请合并相近的。") % {"n": MOST}, field="rows")
    seen = set()
    for n, line in enumerate(lines, 1):
        if not line.text:
            raise RuleViolation(_("第%(n)d项诉求是空的，请填写或删去。") % {"n": n}, field="rows")
        if len(line.text) > LONGEST:
            raise RuleViolation(
                _("第%(n)d项诉求超过%(most)d字，请写得更简短。") % {"n": n, "most": LONGEST}, field="rows"
            )
        if line.text in seen:
            raise RuleViolation(_("第%(n)d项诉求与前面的重复。") % {"n": n}, field="rows")
        seen.add(line.text)


def _check_standing(known: dict[int, Ask], lines: list[Line], answered: set[int]) -> None:
    texts = {line.key: line.text for line in lines if line.key}
    for key in sorted(answered & known.keys(), key=lambda key: known[key].position):
        if texts.get(key) != known[key].text:
            raise RuleViolation(
                _("第%(n)d项诉求已有答复在审签或已审核通过，不能改写或删去；可以另加一项。")
                % {"n": known[key].position},
                field="rows",
            )
