"""The count: of an electronic vote when it ends, of paper ballots as they were counted by hand."""

import logging
from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.recipients import local_day, office
from suggestions.actions import attach
from suggestions.errors import RuleViolation
from supervision import poll_box
from supervision.actions import _transition
from supervision.actions.poll import audience, tell
from supervision.choices import Mark, PollState
from supervision.choices import PollEntryKind as Kind
from supervision.models import Poll, PollBox, PollSubject, SupervisionFile
from supervision.poll_rules import Counts, check_counts
from supervision.poll_workflow import PollAction

log = logging.getLogger(__name__)
_LABELS = {"issued": "发出", "returned": "收回", **{mark.value: mark.label for mark in Mark}}


@transaction.atomic
def close(*, poll: Poll, by, at: datetime) -> bool:
    """End the vote (`by`: None at the closing time). With enough ballots the box is opened and counted: True.

    With fewer nobody ever learns what was in it: the round is void, and may be repeated. Either way the box is gone.
    RuleViolation when it has ended before, or the box does not open or does not agree with the roll.
    """
    box = PollBox.objects.select_for_update().filter(poll=poll).first()  # a vote under way is counted, a later refused
    voters, voted = poll.roll.count(), poll.roll.filter(has_voted=True).count()
    is_enough = voted >= (poll.minimum or 0)
    words = {"voters": voters, "voted": voted, "minimum": poll.minimum}
    if is_enough:
        action, kind, text = PollAction.COUNT, Kind.COUNTED, _("发出%(voters)d张，收回%(voted)d张。")
    else:
        action, kind, text = (
            PollAction.FAIL,
            Kind.FAILED,
            _("发出%(voters)d张，收回%(voted)d张，不足%(minimum)d张，不计票。"),
        )
    changes = {"held_on": local_day(at)}
    _transition.move_poll(poll, action, kind, by=by, at=at, text=text % words, changes=changes)
    if box is None:
        raise RuleViolation(_("票箱不见了，数据可能被改动过，没有计票。请作废本轮并查明原因。"))
    if is_enough:
        _count(poll, poll_box.unseal(box.sealed, poll_id=poll.pk), voters, voted)
    box.delete()
    what = _("投票结束，请公布结果") if is_enough else _("投票结束，票数不足")
    tell(poll, [one for one in office() if one != by], what, "ended", body=text % words, at=at)
    return is_enough


def close_due(*, at: datetime) -> dict:
    """End every vote whose closing time has come. One that cannot be counted waits for the office; the log says why."""
    found = Poll.objects.filter(state=PollState.OPEN, closes_at__lte=at).order_by("pk")
    result = {"counted": 0, "short": 0, "stuck": 0}
    for poll in found:
        try:
            result["counted" if close(poll=poll, by=None, at=at) else "short"] += 1
        except RuleViolation as refusal:
            log.error("poll %s cannot be closed: %s", poll.pk, refusal.message)
            result["stuck"] += 1
    return result


@transaction.atomic
def record(*, poll: Poll, counts: Mapping[int, Counts], held_on: date, files, by, today: date, at: datetime) -> None:
    """The counts of paper ballots (subject → counts), with the scan of the tally.

    RuleViolation for counts that do not add up, a day to come, or no scan.
    """
    if not files:
        raise RuleViolation(_("请上传计票表或计票结果的扫描件。"), field="files")
    subjects = _checked(poll, counts, held_on, today)
    text = _("测评日期%(day)s。") % {"day": f"{held_on:%Y-%m-%d}"}
    entry = _transition.move_poll(
        poll, PollAction.RECORD, Kind.RECORDED, by=by, at=at, text=text, changes={"held_on": held_on}
    )
    for subject in subjects:
        _write(subject, counts[subject.pk])
    attach.keep(SupervisionFile, files, poll_entry=entry, by=by, at=at)


@transaction.atomic
def correct(
    *, poll: Poll, counts: Mapping[int, Counts], held_on: date, reason: str, files=(), by, today: date, at: datetime
) -> None:
    """Mend what was typed wrong, with the reason; what stood there before is in the history.

    A result already published is told again. RuleViolation as `record`, and when nothing changed.
    """
    subjects = _checked(poll, counts, held_on, today)
    lines = [line for subject in subjects for line in _differences(subject, counts[subject.pk])]
    if held_on != poll.held_on:
        words = {"old": f"{poll.held_on:%Y-%m-%d}", "new": f"{held_on:%Y-%m-%d}"}
        lines.append(_("测评日期：%(old)s → %(new)s") % words)
    if not lines:
        raise RuleViolation(_("没有改动，无须保存。"))
    if not reason.strip():
        raise RuleViolation(_("请填写更正的理由。"), field="reason")
    text = "\n".join([reason.strip(), *lines])
    entry = _transition.move_poll(
        poll, PollAction.CORRECT, Kind.CORRECTED, by=by, at=at, text=text, changes={"held_on": held_on}
    )
    for subject in subjects:
        _write(subject, counts[subject.pk])
    attach.keep(SupervisionFile, files, poll_entry=entry, by=by, at=at)
    if poll.state == PollState.PUBLISHED:
        tell(poll, audience(poll, on=local_day(at)), _("测评结果已更正"), "corrected", body=reason.strip(), at=at)


def _count(poll: Poll, sums: poll_box.Sums, voters: int, voted: int) -> None:
    for subject in poll.subjects.all():
        marks = sums.get(subject.pk, {})
        if sum(marks.values()) != voted:
            raise RuleViolation(
                _("票箱里的票数与名单上的投票人数不符，数据可能被改动过，没有计票。请作废本轮并查明原因。")
            )
        _write(subject, Counts(issued=voters, returned=voted, **marks))


def _checked(poll: Poll, counts: Mapping[int, Counts], held_on: date, today: date) -> list[PollSubject]:
    if held_on > today:
        raise RuleViolation(_("测评日期不能晚于今天。"), field="held_on")
    subjects = list(poll.subjects.select_related("suggestion"))
    for subject in subjects:
        if subject.pk not in counts:
            raise RuleViolation(_("%(number)s号没有填写票数。") % {"number": subject.suggestion.number})
        check_counts(counts[subject.pk], subject.suggestion.number)
    return subjects


def _write(subject: PollSubject, counts: Counts) -> None:
    for name, value in vars(counts).items():
        setattr(subject, name, value)
    subject.save(update_fields=list(vars(counts)))


def _differences(subject: PollSubject, counts: Counts) -> list[str]:
    old, new = vars(subject.counts), vars(counts)
    number = _("%(number)s号") % {"number": subject.suggestion.number}
    return [f"{number} {label}：{old[name]} → {new[name]}" for name, label in _LABELS.items() if old[name] != new[name]]
