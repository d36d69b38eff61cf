"""Supervisions (五项督办): arranged with deputies invited, recorded with files, or called off."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts import notifications
from accounts.models import Deputy, Notification, User
from suggestions.actions import attach
from suggestions.actions import key as marking
from suggestions.errors import Conflict, RuleViolation
from suggestions.models import Suggestion
from supervision import permissions
from supervision.actions.key import watchers
from supervision.choices import InvitationAnswer, SupervisionKind, SupervisionState
from supervision.models import Invitation, KeyTopic, Supervision, SupervisionFile


@transaction.atomic
def arrange(
    *,
    of: KeyTopic | Suggestion,
    kind: str,
    held_on: date,
    place: str,
    arrangement: str = "",
    invited: Iterable[Deputy] = (),
    by,
    today: date,
    at: datetime,
) -> Supervision:
    """Set a supervision for a day to come; the deputies invited and those who follow the topic are told.

    RuleViolation for a past day, an ended topic, or an invitation of nobody where deputies take part.
    """
    invited = list(invited)
    if held_on < today:
        raise RuleViolation(_("安排的日期不能早于今天；已经开展的，请直接记录督办。"), field="held_on")
    if kind == SupervisionKind.DEPUTIES and not invited:
        raise RuleViolation(_("邀请代表参与督办，请选择邀请的代表。"), field="invited")
    made = _new(of, kind=kind, held_on=held_on, place=place, by=by, at=at)
    made.arrangement = arrangement.strip()
    made.save()
    for deputy in invited:
        invitation = Invitation.objects.create(supervision=made, deputy=deputy)
        _tell(made, _accounts([deputy]), _("邀请您参加"), path=invitation.get_absolute_url(), at=at)
    _tell(made, [one for one in _watchers(made) if one != by], _("已安排"), at=at)
    return made


@transaction.atomic
def record(
    *,
    of: KeyTopic | Suggestion,
    kind: str,
    held_on: date,
    place: str,
    people: str,
    text: str,
    files=(),
    by,
    today: date,
    at: datetime,
) -> Supervision:
    """A supervision that took place without having been arranged here. RuleViolation for a day to come."""
    made = _new(of, kind=kind, held_on=held_on, place=place, by=by, at=at)
    _check_record(held_on, people, text, today)
    made.people, made.text = people.strip(), text.strip()
    made.recorded_by, made.recorded_at = by, at
    made.save()
    _keep(made, files, by=by, at=at)
    return made


@transaction.atomic
def record_arranged(
    *,
    supervision: Supervision,
    held_on: date,
    place: str,
    people: str,
    text: str,
    files=(),
    by,
    today: date,
    at: datetime,
) -> None:
    """What came of a supervision that was arranged. Conflict when it was recorded or called off meanwhile."""
    permissions.check_supervise(by, permissions.topics_of(supervision))
    _require_planned(supervision)
    _check_record(held_on, people, text, today)
    changes = {"held_on": held_on, "place": place.strip(), "people": people.strip(), "text": text.strip()}
    _swap(supervision, {**changes, "recorded_by": by, "recorded_at": at})
    _keep(supervision, files, by=by, at=at)


@transaction.atomic
def call_off(*, supervision: Supervision, reason: str, by, today: date, at: datetime) -> None:
    """It does not take place; the deputies invited are told why."""
    permissions.check_supervise(by, permissions.topics_of(supervision))
    _require_planned(supervision)
    if not reason.strip():
        raise RuleViolation(_("请填写取消的理由。"), field="reason")
    _swap(supervision, {"called_off_on": today, "call_off_reason": reason.strip()})
    invited = Deputy.objects.filter(invitations__supervision=supervision)
    people = [*_accounts(invited), *(one for one in _watchers(supervision) if one != by)]
    _tell(supervision, people, _("已取消"), body=reason.strip(), path="/", at=at)


@transaction.atomic
def answer(*, invitation: Invitation, answer: str, words: str = "", by, at: datetime) -> None:
    """A deputy takes part or cannot, with words; changed as often as wanted until it is held or called off."""
    permissions.check_answer(by, invitation)
    _require_planned(invitation.supervision)
    if answer == InvitationAnswer.NOT_COMING and not words.strip():
        raise RuleViolation(_("不能参加的，请简要说明原因。"), field="words")
    invitation.answer, invitation.words = InvitationAnswer(answer), words.strip()[:500]
    invitation.answered_by, invitation.answered_at = by, at
    invitation.save(update_fields=["answer", "words", "answered_by", "answered_at"])
    what = _("%(deputy)s代表答复“%(answer)s”") % {"deputy": invitation.deputy.name, "answer": invitation.answer.label}
    supervision = invitation.supervision
    _tell(supervision, [supervision.arranged_by], what, body=invitation.words, key=f"{invitation.pk}:{at}", at=at)


def _new(of: KeyTopic | Suggestion, *, kind: str, held_on: date, place: str, by, at: datetime) -> Supervision:
    """Unsaved, after asking whether `by` may and the topic still runs."""
    if isinstance(of, KeyTopic):
        made = Supervision(topic=of)
        if of.ended_on:
            raise RuleViolation(_("此件已结束督办，不能再安排或记录督办。"))
    else:
        made = Supervision(suggestion=of)
    permissions.check_supervise(by, permissions.topics_of(made))
    made.kind, made.held_on, made.place = kind, held_on, place.strip()
    made.arranged_by, made.arranged_at = by, at
    return made


def _check_record(held_on: date, people: str, text: str, today: date) -> None:
    if held_on > today:
        raise RuleViolation(_("督办日期不能晚于今天；将要开展的，请安排督办。"), field="held_on")
    if not people.strip():
        raise RuleViolation(_("请填写参加人员。"), field="people")
    if not text.strip():
        raise RuleViolation(_("请记录督办情况。"), field="text")


def _require_planned(supervision: Supervision) -> None:
    if supervision.state != SupervisionState.PLANNED:
        raise RuleViolation(
            _("这次督办%(state)s，不能再操作。请刷新页面查看最新情况。") % {"state": supervision.state.label}
        )


def _swap(supervision: Supervision, changes: dict) -> None:
    """Compare and swap on the version that was read."""
    found = Supervision.objects.planned().filter(pk=supervision.pk, version=supervision.version)
    if not found.update(version=F("version") + 1, **changes):
        raise Conflict(_("这次督办刚刚被其他人处理过，您的操作没有保存。请刷新页面查看最新情况后再操作。"))
    supervision.version += 1
    for name, value in changes.items():
        setattr(supervision, name, value)


def _keep(supervision: Supervision, files, *, by, at: datetime) -> None:
    """The files, and a line in the history of each suggestion it was about."""
    attach.keep(SupervisionFile, files, supervision=supervision, by=by, at=at)
    about = supervision.topic.suggestions.all() if supervision.topic_id else [supervision.suggestion]
    what = f"{supervision.get_kind_display()}，{supervision.place}"
    marking.supervised(suggestions=about, what=what, on=supervision.held_on, by=by, at=at)


def _watchers(supervision: Supervision) -> list[User]:
    return [person for topic in permissions.topics_of(supervision) for person in watchers(topic)]


def _accounts(deputies: Iterable[Deputy]) -> list[User]:
    return list(User.objects.filter(deputy__in=deputies, is_active=True))


def _tell(
    supervision: Supervision, people, what: str, *, at: datetime, body: str = "", path: str = "", key: str = ""
) -> None:
    kind, day = supervision.get_kind_display(), f"{supervision.held_on:%Y-%m-%d}"
    about = supervision.topic.name if supervision.topic_id else str(supervision.suggestion)
    notifications.post(
        people,
        key=f"supervision:{supervision.pk}:{supervision.version}:{key or what}",
        kind=Notification.Kind.CASEWORK,
        subject=_("%(what)s：%(day)s %(kind)s %(about)s") % {"what": what, "day": day, "kind": kind, "about": about},
        body=body or _("地点：%(place)s。%(words)s") % {"place": supervision.place, "words": supervision.arrangement},
        path=path or supervision.get_absolute_url(),
        at=at,
    )
