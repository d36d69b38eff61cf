"""Who may open a page that is not about one suggestion."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.roles import Permission, Role


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
