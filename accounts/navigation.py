"""The main menu: by task, not by table; each person sees only the entries of the own role."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import reference
from accounts.roles import OFFICE, PERMISSIONS, UNIT, Permission, Role

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
        below=("/suggestions/", "/tasks/", "/requests/", "/replies/", "/urgings/"),
    ),
    Entry(_("登记"), "edit", "suggestions:register", PERMISSIONS[Permission.REGISTER], below=("/suggestions/new/",)),
    Entry(_("导入"), "upload", "suggestions:imports", PERMISSIONS[Permission.IMPORT], below=("/imports/",)),
    Entry(
        _("交办"), "assign", "suggestions:assignment", PERMISSIONS[Permission.ASSIGN_IN_BULK], below=("/assignment/",)
    ),
    Entry(
        _("承诺台账"),
        "promise",
        "suggestions:commitments",
        PERMISSIONS[Permission.SEE_LEDGER],
        below=("/commitments/",),
    ),
    Entry(_("督办"), "flag", "supervision:overview", PERMISSIONS[Permission.SUPERVISE], below=("/supervision/",)),
    Entry(
        _("重点督办"),
        "eye",
        "supervision:key",
        PERMISSIONS[Permission.SEE_KEY] - OFFICE,  # the office comes from the overview
        below=(
            "/supervision/key/",
            "/supervision/records/",
            "/supervision/findings/",
            "/supervision/of/",
            "/supervision/polls/",
            "/supervision/instructions/",
        ),
    ),
    Entry(_("本单位"), "chart", "supervision:overview", UNIT, below=("/supervision/",)),
    Entry(
        _("警示牌"),
        "alert",
        "supervision:cards",
        UNIT,  # the others come from the overview
        below=("/supervision/cards/",),
    ),
    # What is seldom needed is a card on the settings page: eight entries are the most that are read at a glance.
    Entry(
        _("设置"),
        "settings",
        "accounts:settings",
        SETTINGS_READERS,
        below=("/settings/", "/supervision/jobs/", "/supervision/rehearsal/"),
    ),
)


@dataclass(frozen=True)
class Card:
    """A door on the settings page."""

    title: str
    lead: str
    icon: str
    url_name: str
    roles: frozenset[Role]
    args: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        return reverse(self.url_name, args=self.args)


_READERS = SETTINGS_READERS
_JOBS = PERMISSIONS[Permission.SEE_JOBS]
PAGES: tuple[tuple[str, tuple[Card, ...]], ...] = (
    (
        _("规则与日历"),
        (
            Card(_("办理规则"), _("起算日、答复期限、延期和各项短期限"), "clock", "suggestions:rules", _READERS),
            Card(_("工作日历"), _("节假日和调休，期限按它计算"), "calendar", "suggestions:calendar", _READERS),
        ),
    ),
    (
        _("提醒与运行"),
        (
            Card(_("任务与送达"), _("定时任务是否按时运行，邮件和短信是否送到"), "bell", "supervision:jobs", _JOBS),
            Card(_("提醒预演"), _("某一天将向谁发送哪些提醒"), "eye", "supervision:rehearsal", _JOBS),
        ),
    ),
    (
        _("权限与记录"),
        (
            Card(_("角色与权限"), _("每个角色能看什么、能做什么"), "lock", "suggestions:roles", _READERS),
            Card(_("变更记录"), _("账号、单位、名录和届次的每次修改"), "history", "accounts:changes", _READERS),
        ),
    ),
)


def settings_groups(role: str) -> list[tuple[str, list[Card]]]:
    """The doors `role` may open, in groups: the lists by the group each names, then the fixed pages."""
    groups: dict[str, list[Card]] = {}
    for ref in reference.readable_by(role):
        card = Card(ref.title, ref.lead, ref.icon, "accounts:reference_list", ref.readers, (ref.kind,))
        groups.setdefault(str(ref.group), []).append(card)
    for title, cards in PAGES:
        groups.setdefault(str(title), []).extend(card for card in cards if role in card.roles)
    return [(title, cards) for title, cards in groups.items() if cards]


def links(role: str, path: str) -> list[Link]:
    """The menu of `role` on the page at `path`; at most one entry is the active one."""
    entries = [entry for entry in MENU if role in entry.roles]
    active = _active(entries, path)
    return [Link(entry.label, entry.icon, reverse(entry.url_name), entry is active) for entry in entries]


def _active(entries: list[Entry], path: str) -> Entry | None:
    """The entry with the longest address that `path` lies under; the front page only when it is the very page."""
    fitting = [(prefix, entry) for entry in entries for prefix in entry.below if path.startswith(prefix)]
    if fitting:
        return max(fitting, key=lambda pair: len(pair[0]))[1]
    return next((entry for entry in entries if path == "/" and not entry.below), None)
