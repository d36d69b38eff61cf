"""Registration of a suggestion by hand, and corrections to it (form: domain.md 6.1)."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.roles import Permission
from suggestions import numbering
from suggestions.actions import _transition, attach
from suggestions.choices import Period
from suggestions.clocks import read_clockwork, window_due_on
from suggestions.errors import Conflict, NotAllowed, RuleViolation
from suggestions.models import Attachment, CoSigner, Session, Suggestion
from suggestions.workflow import Action

PRESSED_TWICE = timedelta(minutes=5)


def pattern_for(session: Session, period: str) -> str:
    return session.number_pattern if period == Period.IN_SESSION else session.outside_number_pattern


def next_number(session: Session, period: str, *, year: int) -> str:
    """The number after the highest one of the period's pattern in use in this session, by whichever period: a number
    is used once. Gaps are shown, not filled."""
    pattern = pattern_for(session, period)
    used = Suggestion.objects.filter(session=session).order_by().values_list("number", flat=True)
    return numbering.write(pattern, numbering.next_running(pattern, used), year)


@transaction.atomic
def register(*, fields: dict, co_signers=(), files=(), by, on: date, at: datetime) -> Suggestion:
    """Register a suggestion. `fields` are model fields; an empty number takes the next one of the session.

    NotAllowed for other roles; RuleViolation for a number used before or a day of receipt in the future;
    Conflict for the same sheet sent twice. The session's row is locked, so that two clerks get two numbers.
    """
    if not by.may(Permission.REGISTER):
        raise NotAllowed(_("只有代表工作机构可以登记建议。"))
    _check_facts(fields, on=on)
    Session.objects.select_for_update().get(pk=fields["session"].pk)
    _refuse_second_press(fields, by=by, at=at)
    suggestion = drawn_up(fields, co_signers, by=by, at=at)
    _save_with_number(suggestion)
    CoSigner.objects.bulk_create(CoSigner(suggestion=suggestion, deputy=deputy) for deputy in co_signers)
    attach.attach(files, suggestion=suggestion, by=by, at=at)
    _transition.record(suggestion, Action.REGISTER, by=by, at=at, to_state=suggestion.status)
    return suggestion


def drawn_up(fields: dict, co_signers, *, by, at: datetime) -> Suggestion:
    """The unsaved suggestion of these `fields`, with its number and the last day for handing it over."""
    suggestion = Suggestion(registered_by=by, registered_at=at, **fields)
    # Outside the session the clock for handing over runs from receipt; in session the conference sets the day.
    if suggestion.period == Period.OUTSIDE:
        clock = read_clockwork()
        suggestion.assign_by_on = window_due_on(clock, suggestion.submitted_on, clock.rule.assignment)
    suggestion.number = suggestion.number.strip() or next_number(
        suggestion.session, suggestion.period, year=suggestion.submitted_on.year
    )
    suggestion.number_key = numbering.sort_key(suggestion.number)
    suggestion.co_signer_count = max(suggestion.co_signer_count or 0, len(co_signers))
    return suggestion


@transaction.atomic
def amend(
    *, suggestion: Suggestion, fields: dict, co_signers=None, files=(), version: int, by, on: date, at: datetime
) -> None:
    """Correct the registered facts; the same facts again change nothing. Conflict when read at another `version`."""
    if suggestion.version != version:
        raise Conflict(_("在您填写期间，此件已被其他人修改。您填写的内容仍在页面上，请核对最新情况后再保存。"))
    _check_facts(fields, on=on)
    if suggestion.assigned_on and fields.get("submitted_on", suggestion.submitted_on) > suggestion.assigned_on:
        raise RuleViolation(
            _("此件已于%(day)s交办，收到日期不能晚于交办日期。") % {"day": f"{suggestion.assigned_on:%Y-%m-%d}"},
            field="submitted_on",
        )
    changed = {name: value for name, value in fields.items() if getattr(suggestion, name) != value}
    if "number" in changed:
        changed["number"] = changed["number"].strip()
        changed["number_key"] = numbering.sort_key(changed["number"])
        changed["is_number_provisional"] = False
    labels = [str(Suggestion._meta.get_field(n).verbose_name) for n in changed if n in fields]
    if co_signers is not None and {d.pk for d in co_signers} != set(suggestion.co_signers.values_list("pk", flat=True)):
        labels.append(str(Suggestion._meta.get_field("co_signers").verbose_name))
    if files:
        labels.append(str(Attachment._meta.verbose_name))
    if not labels:
        return  # nothing was changed: no line of history either
    detail = _("更正：%(fields)s") % {"fields": "、".join(labels)}
    _refuse_used_number(suggestion, changed.get("number"))
    _transition.move(suggestion, Action.AMEND, by=by, at=at, detail=detail[:500], changes=changed)
    attach.attach(files, suggestion=suggestion, by=by, at=at)
    if co_signers is not None:
        _replace_co_signers(suggestion, co_signers)


def _check_facts(fields: dict, *, on: date) -> None:
    submitted_on = fields.get("submitted_on")
    if submitted_on and submitted_on > on:
        raise RuleViolation(_("收到日期不能晚于今天。"), field="submitted_on")


def _refuse_second_press(fields: dict, *, by, at: datetime) -> None:
    """The same sheet from the same hand within minutes is a button pressed twice, not a second suggestion."""
    if fields.get("number"):
        return  # a number typed twice is refused by itself
    same = {name: fields[name] for name in ("session", "title", "body", "lead_deputy", "delegation") if name in fields}
    before = Suggestion.objects.filter(registered_by=by, registered_at__gt=at - PRESSED_TWICE, **same)
    number = before.values_list("number", flat=True).first()
    if number is not None:
        raise Conflict(_("您刚刚已经登记过同一件（%(number)s号），没有重复登记。") % {"number": number}, field="title")


def _refuse_used_number(suggestion: Suggestion, number: str | None) -> None:
    if number is None:
        return
    if not number:
        raise RuleViolation(_("编号不能为空。"), field="number")
    if Suggestion.objects.filter(session=suggestion.session_id, number=number).exclude(pk=suggestion.pk).exists():
        raise RuleViolation(_("本次会议已有%(number)s号，编号不能重复使用。") % {"number": number}, field="number")


def _save_with_number(suggestion: Suggestion) -> None:
    try:
        with transaction.atomic():
            suggestion.save()
    except IntegrityError as error:
        raise RuleViolation(
            _("本次会议已有%(number)s号，编号不能重复使用。") % {"number": suggestion.number}, field="number"
        ) from error


def _replace_co_signers(suggestion: Suggestion, deputies) -> None:
    """Only the difference is written: nobody's row is touched without need."""
    wanted = {deputy.pk for deputy in deputies}
    present = set(suggestion.co_signatures.values_list("deputy_id", flat=True))
    suggestion.co_signatures.filter(deputy__in=present - wanted).delete()
    CoSigner.objects.bulk_create(CoSigner(suggestion=suggestion, deputy_id=pk) for pk in sorted(wanted - present))
    if wanted != present:
        suggestion.co_signer_count = len(wanted)
        suggestion.save(update_fields=["co_signer_count"])
