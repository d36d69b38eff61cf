"""Keep the office's lists (units, deputies, sessions, categories …) with a line of record for every change."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.errors import RuleViolation
from accounts.models import Change, User

# Machinery, or (a one-time password) recorded by its own line
LEFT_OUT = frozenset(
    {"password", "must_change_password", "last_login", "date_joined", "is_staff", "is_superuser", "initials"}
)


@transaction.atomic
def keep(instance: models.Model, *, kind: str, by: User, at: datetime) -> models.Model:
    """Save a new or changed row of the list `kind`, and what changed. Nothing changed, nothing recorded.

    RuleViolation, at its field, when the row breaks a rule of its model.
    """
    before = type(instance)._default_manager.filter(pk=instance.pk).first() if instance.pk else None
    try:
        instance.full_clean()
    except ValidationError as error:
        raise _refusal(error) from error
    detail = differences(before, instance)
    instance.save()
    if before is None or detail:
        what = Change.What.CHANGED if before else Change.What.CREATED
        record(instance, what, kind=kind, detail=detail, by=by, at=at)
    return instance


def record(thing: models.Model, what: str, *, kind: str, detail: str = "", by: User, at: datetime) -> Change:
    """One line of record; call it in the transaction of the change."""
    made = line(thing, what, kind=kind, detail=detail, by=by, at=at)
    made.save()
    return made


def line(thing: models.Model, what: str, *, kind: str, detail: str = "", by: User | None, at: datetime) -> Change:
    """The line of record, unsaved, for those who write many at once. `by` is None for a command of the machine."""
    return Change(
        kind=kind,
        key=str(thing.pk),
        name=str(thing)[:100],
        what=what,
        detail=detail,
        by=by,
        by_name=by.name if by else _("系统"),
        at=at,
    )


def differences(before: models.Model | None, after: models.Model, *, leave_out: frozenset[str] = LEFT_OUT) -> str:
    """One line per field: its label, the old and the new value in words. For a new row the values that are set."""
    lines = []
    for field in after._meta.concrete_fields:
        if field.primary_key or field.name in leave_out:
            continue
        new = _in_words(after, field)
        if before is None:
            lines += [f"{field.verbose_name}：{new}"] if new else []
        elif getattr(before, field.attname) != getattr(after, field.attname):
            lines.append(f"{field.verbose_name}：{_in_words(before, field) or _('空')} → {new or _('空')}")
    return "\n".join(lines)


def _in_words(instance: models.Model, field: models.Field) -> str:
    if isinstance(field, models.BooleanField):
        return _("是") if getattr(instance, field.attname) else _("否")
    if field.choices:
        return str(getattr(instance, f"get_{field.name}_display")())
    value = getattr(instance, field.name)
    return "" if value is None else str(value)


def _refusal(error: ValidationError) -> RuleViolation:
    if hasattr(error, "error_dict"):
        name, found = next(iter(error.message_dict.items()))
        return RuleViolation(found[0], field=None if name == "__all__" else name)
    return RuleViolation(error.messages[0])
