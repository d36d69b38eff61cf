"""Who may open a page that is not about one suggestion."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.roles import UNIT, Permission, Role


def require(user, permission: Permission) -> None:
    """PermissionDenied, with the sentence the person reads, unless the role of `user` holds `permission`."""
    if not user.may(permission):
        raise PermissionDenied(
            _("您的角色是“%(role)s”，没有“%(permission)s”的权限。")
            % {"role": user.get_role_display(), "permission": Permission(permission).label}
        )


def require_role(user, roles: frozenset[Role]) -> None:
    """PermissionDenied unless `user` has one of `roles`: for pages that some may only read."""
    if user.role not in roles:
        raise PermissionDenied(_("您的角色是“%(role)s”，不能查看这个页面。") % {"role": user.get_role_display()})


def manages_users(user) -> bool:
    return user.may(Permission.MANAGE_USERS)


def may_set_absence(user, person) -> bool:
    """The own one; a unit's head for the own people; the administrator for everybody."""
    return user.pk == person.pk or manages_users(user) or _heads(user, person)


def may_hand_over(user, person) -> bool:
    """The administrator, and a unit's head for the own handlers; never the own account."""
    return user.pk != person.pk and (manages_users(user) or (_heads(user, person) and person.role == Role.UNIT_HANDLER))


def _heads(user, person) -> bool:
    return user.role == Role.UNIT_HEAD and person.role in UNIT and person.unit_id == user.unit_id
