"""What a version of a reply starts from: the version before, with its answers and promises, as the form names them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from suggestions.forms._letter_rows import ANSWER_PARTS, asks_named
from suggestions.models import Ask, Assignment, Reply

COPIED = (
    "title",
    "text",
    "document_number",
    "signatory",
    "unsolved_reason",
    "without_opinions_reason",
    "without_contact_reason",
    "delivery",
    "consent_note",
)


@dataclass(frozen=True)
class Orphan:
    """Words written for an ask that is no longer there: shown, so that they can be copied, and kept in the draft."""

    fields: dict[str, str]

    @property
    def text(self) -> str:
        return "\n".join(value for name, value in self.fields.items() if not name.endswith(("-outcome", "-planned_on")))


def first_fields(task: Assignment, last: Reply | None, heads: Sequence, *, today: date) -> dict:
    """Of version `last`, or of an empty page."""
    if last is None:
        return {
            "title": default_title(task.suggestion),
            "dated_on": today,
            "signatory": heads[0].name if len(heads) == 1 else "",
            "delivery": "each",
        }
    found = {name: getattr(last, name) for name in COPIED}
    found |= {"title": last.title or default_title(task.suggestion), "result_class": last.result_class_id}
    for answer in last.answers.all():
        if answer.ask_id is not None:
            found |= {f"answer-{answer.ask_id}-{part}": getattr(answer, part) for part in ANSWER_PARTS}
    own = [promise for promise in last.commitments.order_by("pk") if promise.ask_id is None]
    for row, promise in enumerate(own):
        found |= {
            f"promise-{row}-matter": promise.matter,
            f"promise-{row}-due_on": promise.original_due_on,
            f"promise-{row}-responsible": promise.responsible,
        }
    return {**found, "dated_on": today}


def default_title(suggestion) -> str:
    return _("关于%(session)s第%(number)s号建议的答复") % {"session": suggestion.session, "number": suggestion.number}


def orphans(asked: Sequence[Ask], typed: Mapping) -> list[Orphan]:
    """What was typed for asks that have been removed since."""
    gone = asks_named(typed) - {ask.pk for ask in asked}
    found = []
    for key in sorted(gone):
        fields = {f"answer-{key}-{part}": str(typed.get(f"answer-{key}-{part}") or "") for part in ANSWER_PARTS}
        orphan = Orphan(fields)
        if orphan.text.strip():
            found.append(orphan)
    return found
