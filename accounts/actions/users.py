"""What the administrator does with accounts. An account is never deleted: the history names it."""

import secrets
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import lockout
from accounts.actions.keep import keep, record
from accounts.errors import RuleViolation
from accounts.models import Change, User
from accounts.roles import UNIT, Role

KIND = "users"
# Read aloud on the telephone: no signs that look or sound alike.
LETTERS = "abcdefghkmnpqrstuvwxyz"
DIGITS = "23456789"

TIES = {"unit": UNIT, "handling_system": {Role.COORDINATOR}, "committee": {Role.COMMITTEE}, "deputy": {Role.DEPUTY}}


def save_user(user: User, *, by: User, at: datetime) -> User:
    """Keep an account. Ties that its role does not have are cut: no account of a unit can pass for a deputy's.

    RuleViolation when the administrator closes the own account or gives up the own role.
    """
    if user.pk == by.pk and not user.is_active:
        raise RuleViolation(_("不能停用自己的账号，请由另一位系统管理员操作。"), field="is_active")
    if user.pk == by.pk and user.role != by.role:
        raise RuleViolation(_("不能改变自己的角色，请由另一位系统管理员操作。"), field="role")
    for tie, roles in TIES.items():
        if user.role not in roles:
            setattr(user, tie, "" if tie == "handling_system" else None)
    if not user.password:
        user.set_unusable_password()
    return keep(user, kind=KIND, by=by, at=at)


@transaction.atomic
def give_one_time_password(user: User, *, by: User, at: datetime) -> str:
    """A fresh password, to be shown once and changed at the first login. The old one and every open login end."""
    if user.pk == by.pk:
        raise RuleViolation(_("修改自己的密码请用“修改密码”。"))
    if not user.is_active:
        raise RuleViolation(_("账号已停用，请先启用再重置密码。"))
    password = one_time_password()
    validate_password(password, user)
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    record(user, Change.What.PASSWORD_RESET, kind=KIND, by=by, at=at)
    lockout.unlock(user.username)
    return password


@transaction.atomic
def unlock(user: User, *, by: User, at: datetime) -> int:
    """End the pause after wrong passwords; how many records of attempts were forgotten."""
    found = lockout.unlock(user.username)
    if found:
        record(user, Change.What.UNLOCKED, kind=KIND, by=by, at=at)
    return found


def one_time_password() -> str:
    """Twelve signs in three groups, about 57 bits: kham-93pq-xu47."""
    letters = "".join(secrets.choice(LETTERS) for _place in range(8))
    digits = "".join(secrets.choice(DIGITS) for _place in range(4))
    return f"{letters[:4]}-{digits[:2]}{letters[4:6]}-{letters[6:]}{digits[2:]}"
