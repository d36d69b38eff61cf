"""What a unit does with a promise: progress with proof, a moved day with its reason, done, or at the end why not.

Each act is a line of the promise's own append-only history and an event of the suggestion, also after its closing.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import notifications
from accounts.models import Notification
from accounts.recipients import coordinators, office
from suggestions.actions import _transition, attach
from suggestions.actions._promises import add_entry
from suggestions.choices import CommitmentEntryKind as Kind
from suggestions.commitment_rules import require_end_of_term
from suggestions.errors import RuleViolation
from suggestions.models import Commitment, CommitmentEntry
from suggestions.workflow import Action


@transaction.atomic
def report_progress(
    *, commitment: Commitment, text: str, happened_on: date, files=(), by, today: date, at: datetime
) -> CommitmentEntry:
    """How far it has come, with proof where there is some. RuleViolation for a day outside the promise's life."""
    _check_day(commitment, happened_on, today, "happened_on")
    _move(commitment, Action.REPORT_PROGRESS, text, by=by, at=at, new_date=happened_on)
    return _enter(commitment, Kind.PROGRESS, text, files=files, by=by, on=happened_on, at=at)


@transaction.atomic
def move(*, commitment: Commitment, due_on: date, reason: str, by, today: date, at: datetime) -> CommitmentEntry:
    """Put the day off. RuleViolation unless the new one is to come and later than the old; the first promise stays."""
    old = commitment.due_on
    if due_on <= today:
        raise RuleViolation(_("新的承诺期限应在今天之后。"), field="due_on")
    if due_on <= old:
        raise RuleViolation(
            _("新的承诺期限应晚于现在的%(old)s；提前完成的，请直接报告完成。") % {"old": f"{old:%Y-%m-%d}"},
            field="due_on",
        )
    _move(
        commitment,
        Action.MOVE_COMMITMENT,
        reason,
        by=by,
        at=at,
        old_date=old,
        new_date=due_on,
        changes={"due_on": due_on},
    )
    entry = add_entry(
        commitment, Kind.MOVED, by=by, on=today, at=at, text=reason.strip(), old_due_on=old, new_due_on=due_on
    )
    words = _("由%(old)s调整为%(new)s。%(reason)s") % {"old": old, "new": due_on, "reason": reason.strip()}
    watching = coordinators()[commitment.assignment.unit.handling_system]
    tell([*office(), *watching], _("承诺期限已调整"), commitment, body=words, at=at)
    _tell_deputies(_("承诺期限已调整"), commitment, body=words, at=at)
    return entry


@transaction.atomic
def report_done(
    *, commitment: Commitment, text: str, done_on: date, files=(), by, today: date, at: datetime
) -> CommitmentEntry:
    """The unit says it is kept: the clock stops, the office and the deputy are asked. Proof is required once."""
    _check_day(commitment, done_on, today, "done_on")
    if not files and not _has_proof(commitment):
        raise RuleViolation(_("请上传完成的证明材料，如照片、验收单、文件。"), field="files")
    _move(commitment, Action.REPORT_DONE, text, by=by, at=at, new_date=done_on, changes={"done_on": done_on})
    entry = _enter(commitment, Kind.REPORTED, text, files=files, by=by, on=done_on, at=at)
    tell(office(), _("承诺事项已报完成，请确认"), commitment, body=text.strip(), at=at)
    _tell_deputies(_("承诺事项已报完成，请确认"), commitment, body=text.strip(), at=at)
    return entry


@transaction.atomic
def explain(*, commitment: Commitment, text: str, files=(), by, today: date, at: datetime) -> CommitmentEntry:
    """The written word to the deputy on what was not kept; only as the term ends (commitment_rules.py)."""
    require_end_of_term(commitment.suggestion.session.term.ends_on, today)
    _move(commitment, Action.EXPLAIN_COMMITMENT, text, by=by, at=at, changes={"closed_on": today})
    entry = _enter(commitment, Kind.EXPLAINED, text, files=files, by=by, on=today, at=at)
    tell(office(), _("承诺事项未落实的书面说明"), commitment, body=text.strip(), at=at)
    _tell_deputies(_("承诺事项未落实的书面说明"), commitment, body=text.strip(), at=at)
    return entry


def tell(people, what: str, commitment: Commitment, *, at: datetime, body: str = "", number: str = "") -> None:
    """A message of casework that leads to the promise's own page. `number`: by which the people know the matter."""
    notifications.post(
        people,
        key=f"commitment:{commitment.pk}:{commitment.version}",
        kind=Notification.Kind.CASEWORK,
        subject=_("%(what)s：%(number)s号 %(matter)s")
        % {"what": what, "number": number or commitment.suggestion.number, "matter": commitment.matter},
        body=body,
        path=commitment.get_absolute_url(),
        at=at,
    )


def _move(commitment: Commitment, action: Action, reason: str, **words) -> None:
    _transition.move(commitment, action, reason=reason.strip(), detail=commitment.matter, **words)


def _enter(commitment: Commitment, kind: str, text: str, *, files, by, on: date, at: datetime) -> CommitmentEntry:
    entry = add_entry(commitment, kind, by=by, on=on, at=at, text=text.strip())
    attach.attach(files, suggestion=commitment.suggestion, commitment_entry=entry, by=by, at=at)
    return entry


def _check_day(commitment: Commitment, day: date, today: date, field: str) -> None:
    """Between the letter that promised it and today."""
    if day > today:
        raise RuleViolation(_("日期不能晚于今天。"), field=field)
    if day < commitment.reply.dated_on:
        raise RuleViolation(
            _("日期不能早于作出承诺的答复日期%(day)s。") % {"day": f"{commitment.reply.dated_on:%Y-%m-%d}"}, field=field
        )


def _has_proof(commitment: Commitment) -> bool:
    return commitment.entries.filter(attachments__isnull=False).exists()


def _tell_deputies(what: str, commitment: Commitment, *, body: str, at: datetime) -> None:
    """The lead deputies of all that were answered together, each by the number of the own suggestion."""
    main = commitment.suggestion
    for each in (main, *main.merged_from.select_related("lead_deputy__user")):
        deputy = each.lead_deputy
        tell([getattr(deputy, "user", None)], what, commitment, body=body, number=each.number, at=at)
