"""Who may open a page that is not about one suggestion."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.roles import Permission


def require(user, permission: Permission) -> None:
    """PermissionDenied, with the sentence the person reads, unless the role of `user` holds `permission`."""
    if not user.may(permission):
        raise PermissionDenied(
            _("您的角色是“%(role)s”,没有“%(permission)s”的权限。")
            % {"role": user.get_role_display(), "permission": Permission(permission).label}
        )


class PermissionRequiredMixin:
    """A class-based view for the roles that hold `permission`; reading and writing may differ."""

    permission: Permission
    write_permission: Permission | None = None

    def dispatch(self, request, *args, **kwargs):
        require(request.user, self.permission)
        if self.write_permission and request.method not in {"GET", "HEAD", "OPTIONS"}:
            require(request.user, self.write_permission)
        return super().dispatch(request, *args, **kwargs)
