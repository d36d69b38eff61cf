"""The words of a reply as the assisting units read them for countersigning: the letter, the answers, the promises.

They are written into the circulation as they are on the server; a change of any of them later is then seen.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.translation import gettext as _

from suggestions.choices import AskOutcome
from suggestions.forms._letter_rows import promise_rows
from suggestions.models import Assignment, Reply


def words_of_draft(task: Assignment, data: Mapping) -> str:
    """Of what is typed so far; empty while nothing is."""

    def typed(name: str) -> str:
        value = data.get(name)
        return f"{value:%Y-%m-%d}" if isinstance(value, date) else str(value or "").replace("\r\n", "\n").strip()

    answers = [
        (ask.position, ask.text, *(typed(f"answer-{ask.pk}-{part}") for part in ("outcome", "text", "planned_on")))
        for ask in task.suggestion.asks.all()
    ]
    promises = [(typed(f"promise-{row}-matter"), typed(f"promise-{row}-due_on")) for row in promise_rows(data)]
    return _words(typed("text"), answers, promises)


def words_of_version(reply: Reply) -> str:
    """Of a version as it was handed in."""
    asked = {answer.ask_id: answer for answer in reply.answers.all()}
    answers = []
    for ask in reply.assignment.suggestion.asks.all():
        found = asked.get(ask.pk)
        parts = (found.outcome, found.text, _day(found.planned_on)) if found else ("", "", "")
        answers.append((ask.position, ask.text, *parts))
    own = [each for each in reply.commitments.order_by("pk") if each.ask_id is None]
    return _words(reply.text.strip(), answers, [(each.matter, _day(each.original_due_on)) for each in own])


def _words(text: str, answers: Iterable[tuple], promises: Iterable[tuple[str, str]]) -> str:
    parts = [text] if text else []
    lines = [_answer(*answer) for answer in answers if answer[2] or answer[3]]
    if lines:
        parts.append("\n".join([_("逐条答复"), *lines]))
    lines = [
        _("%(matter)s（%(day)s前完成）") % {"matter": matter, "day": day} if day else matter
        for matter, day in promises
        if matter
    ]
    if lines:
        parts.append("\n".join([_("承诺事项"), *lines]))
    return "\n\n".join(parts)


def _answer(number: int, ask: str, outcome: str, text: str, planned_on: str) -> str:
    label = dict(AskOutcome.choices).get(outcome, "")
    if outcome == AskOutcome.PLANNED and planned_on:
        label = f"{label} {planned_on}"
    return f"{number}. {ask}\n" + (f"【{label}】" if label else "") + text


def _day(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""
