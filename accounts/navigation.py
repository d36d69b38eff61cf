"""The main menu: by task, not by table; each person sees only the entries of the own role."""

from contextlib import suppress
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import OFFICE, PERMISSIONS, Permission, Role

EVERYONE = frozenset(Role)
SETTINGS_READERS = OFFICE | {Role.ADMINISTRATOR, Role.AUDITOR}


@dataclass(frozen=True)
class Entry:
    """One line of the menu. `below` are the addresses that belong to it besides its own page."""

    label: str
    icon: str
    url_name: str
    roles: frozenset[Role]
    below: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    """An entry as the template draws it."""

    label: str
    icon: str
    url: str
    active: bool
    count: int | None = None


MENU: tuple[Entry, ...] = (
    Entry(_("待办"), "todo", "suggestions:work_list", EVERYONE),
    Entry(
        _("建议"),
        "document",
        "suggestions:list",
        EVERYONE,
        below=("/suggestions/", "/tasks/", "/requests/", "/replies/"),
    ),
    Entry(_("登记"), "edit", "suggestions:register", PERMISSIONS[Permission.REGISTER], below=("/suggestions/new/",)),
    Entry(_("导入"), "upload", "suggestions:imports", PERMISSIONS[Permission.IMPORT], below=("/imports/",)),
    Entry(
        _("交办"), "assign", "suggestions:assignment", PERMISSIONS[Permission.ASSIGN_IN_BULK], below=("/assignment/",)
    ),
    Entry(_("督办"), "flag", "supervision:overview", PERMISSIONS[Permission.SUPERVISE], below=("/supervision/",)),
    Entry(
        _("提醒与任务"),
        "bell",
        "supervision:jobs",
        PERMISSIONS[Permission.SEE_JOBS],
        below=("/supervision/jobs/", "/supervision/rehearsal/"),
    ),
    Entry(_("设置"), "settings", "accounts:settings", SETTINGS_READERS, below=("/settings/",)),
)


def links(role: str, path: str) -> list[Link]:
    """The menu of `role` on the page at `path`; at most one entry is the active one."""
    entries = [entry for entry in MENU if role in entry.roles]
    active = _active(entries, path)
    found = []
    for entry in entries:
        with suppress(NoReverseMatch):
            found.append(Link(entry.label, entry.icon, reverse(entry.url_name), entry is active))
    return found


def _active(entries: list[Entry], path: str) -> Entry | None:
    """The entry with the longest address that `path` lies under; the front page only when it is the very page."""
    fitting = [(prefix, entry) for entry in entries for prefix in entry.below if path.startswith(prefix)]
    if fitting:
        return max(fitting, key=lambda pair: len(pair[0]))[1]
    return next((entry for entry in entries if path == "/" and not entry.below), None)
