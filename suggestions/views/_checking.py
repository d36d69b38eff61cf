"""提交前检查 for the pages: what is typed, or a version as it was handed in, made into the facts of reply_checks."""

from collections.abc import Mapping
from datetime import date

from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.http import urlencode

from suggestions import asks, reply_checks
from suggestions.actions.change_rules import in_force
from suggestions.actions.reply import contacts_of_round, is_shared, kept_files, missing_opinions
from suggestions.choices import AssignmentState, Delivery, Stance, UnitRole
from suggestions.forms._letter_rows import promise_rows
from suggestions.models import Ask, Assignment, Reply, ResultClass
from suggestions.models.regulation import ContactRule
from suggestions.reply_checks import Answered, Check, Promised, Written
from suggestions.selectors.consultation import circulations
from suggestions.selectors.same_words import SameWords, same_words
from suggestions.views._circulated import words_of_draft, words_of_version

# The words that a draft and a version call alike.
_WORDS = (
    "text",
    "document_number",
    "unsolved_reason",
    "signatory",
    "without_opinions_reason",
    "without_contact_reason",
    "consent_note",
)


def checks_of_draft(task: Assignment, data: Mapping, files: int = 0) -> list[Check]:
    """For what is typed so far: plain strings, half of them unfinished."""
    asked = list(task.suggestion.asks.all())
    return reply_checks.checks(
        Written(
            **{name: str(data.get(name) or "") for name in _WORDS},
            files=files or len(kept_files(task)),
            asks=[_typed_answer(ask, data) for ask in asked],
            promises=_typed_promises(data),
            dated_on=_day(data.get("dated_on")),
            is_via_lead=data.get("delivery") == Delivery.VIA_LEAD and is_shared(task.suggestion),
            **_class_facts(_chosen(data), _proposed(_typed_outcomes(asked, data))),
            **_around(task, asked),
            **_countersigned(task, words_of_draft(task, data), _chosen(data)),
        )
    )


def proposal_of_draft(task: Assignment, data: Mapping) -> ResultClass | None:
    """The class of the whole, from the answers typed so far."""
    return _proposed(_typed_outcomes(task.suggestion.asks.all(), data))


def checks_of_reply(reply: Reply) -> list[Check]:
    """For a version as it was handed in: the head and the office read the same list as the handler.

    Asks that were split off after it was written count as unanswered.
    """
    task = reply.assignment
    asked, answers = list(task.suggestion.asks.all()), {answer.ask_id: answer for answer in reply.answers.all()}
    outcomes = [answers[ask.pk].outcome if ask.pk in answers else "" for ask in asked]
    own = [each for each in reply.commitments.all() if each.ask_id is None]
    return reply_checks.checks(
        Written(
            **{name: getattr(reply, name) for name in _WORDS},
            files=reply.attachments.count(),
            asks=[_filed_answer(ask, answers.get(ask.pk)) for ask in asked],
            promises=[Promised(promise.matter, promise.due_on) for promise in own],
            dated_on=reply.dated_on,
            is_via_lead=reply.delivery == Delivery.VIA_LEAD,
            **_class_facts(reply.result_class, _proposed(outcomes)),
            **_around(task, asked),
            **_countersigned(task, words_of_version(reply), reply.result_class),
        )
    )


def same_words_of_draft(task: Assignment, data: Mapping, user) -> SameWords:
    """How much of what is typed stands in the unit's other replies: asked for, not with every key."""
    answers = [
        str(value or "") for name, value in data.items() if name.startswith("answer-") and name.endswith("-text")
    ]
    return same_words(task, "\n".join([str(data.get("text") or ""), *answers]), user)


def same_words_of_reply(reply: Reply, user) -> SameWords:
    answers = [answer.text for answer in reply.answers.all()]
    return same_words(reply.assignment, "\n".join([reply.text, *answers]), user)


def contact_url(task: Assignment) -> str:
    """Where a contact is recorded, and back to the editor."""
    back = urlencode({"next": reverse("suggestions:reply", args=[task.pk])})
    return f"{reverse('suggestions:contact', args=[task.suggestion_id])}?{back}"


def _class_facts(found: ResultClass | None, proposed: ResultClass | None) -> dict:
    return {
        "class_label": str(found or ""),
        "needs_plan_date": bool(found and found.needs_plan_date),
        "needs_reason": bool(found and found.needs_reason),
        "proposed_label": str(proposed or ""),
    }


def _chosen(data: Mapping) -> ResultClass | None:
    chosen = str(data.get("result_class") or "")
    is_key = chosen.isascii() and chosen.isdigit() and len(chosen) < 19
    return ResultClass.objects.filter(pk=chosen).first() if is_key else None


def _proposed(outcomes: list[str]) -> ResultClass | None:
    if not outcomes:
        return None
    return asks.proposed_class(outcomes, ResultClass.objects.filter(is_active=True))


def _typed_outcomes(asked, data: Mapping) -> list[str]:
    return [str(data.get(f"answer-{ask.pk}-outcome") or "") for ask in asked]


def _typed_answer(ask: Ask, data: Mapping) -> Answered:
    name = f"answer-{ask.pk}"
    return Answered(
        ask.position,
        f"{name}-outcome_0",
        str(data.get(f"{name}-outcome") or ""),
        str(data.get(f"{name}-text") or ""),
        _day(data.get(f"{name}-planned_on")),
        str(data.get(f"{name}-reason") or ""),
    )


def _filed_answer(ask: Ask, answer) -> Answered:
    if answer is None:
        return Answered(ask.position)
    return Answered(ask.position, "", answer.outcome, answer.text, answer.planned_on, answer.reason)


def _typed_promises(data: Mapping) -> list[Promised]:
    rows = [
        Promised(
            str(data.get(f"promise-{row}-matter") or ""), _day(data.get(f"promise-{row}-due_on")), f"promise-{row}"
        )
        for row in promise_rows(data)
    ]
    return [row for row in rows if row.matter.strip() or row.due_on]


def _around(task: Assignment, asked: list[Ask]) -> dict:
    filed = task.suggestion.assignments.filter(
        round=task.round, role=UnitRole.ASSISTING, state=AssignmentState.OPINION_FILED
    )
    rule = in_force().contact_rule
    return {
        "missing_units": [each.unit.name for each in missing_opinions(task)],
        "opinions": filed.count(),
        "contact_stages": set(contacts_of_round(task).values_list("stage", flat=True)),
        "is_contact_required": rule != ContactRule.FREE,
        "may_explain_contact": rule == ContactRule.OR_REASON,
        "unsplit": 0 if asked else len(asks.propose(task.suggestion.body)),
    }


def _countersigned(task: Assignment, words: str, result_class: ResultClass | None) -> dict:
    sent = circulations().filter(assignment=task).first()
    if sent is None:
        return {}
    signatures = list(sent.signatures.all())
    return {
        "circulated": sent.number,
        "is_changed_since": (sent.text, sent.result_class) != (words, result_class),
        "asked_to_sign": len(signatures),
        "unsigned_units": [each.assignment.unit.name for each in signatures if not each.stance],
        "objecting_units": [each.assignment.unit.name for each in signatures if each.stance == Stance.OBJECT],
    }


def _day(typed) -> date | None:
    if typed is None or isinstance(typed, date):
        return typed
    try:
        return parse_date(str(typed))
    except ValueError:  # well written, but no such day
        return None
