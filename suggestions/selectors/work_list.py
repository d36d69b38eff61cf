"""The work list (待办) of one person: the groups of the role (work_groups.py), filled by a few queries.

A query sorts its rows into the groups, counts each group and keeps the first of each (work_rows.py): what is not
shown is counted, never read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accounts.roles import Role
from suggestions.selectors import work_groups as g
from suggestions.selectors.work_commitments import commitment_items
from suggestions.selectors.work_consultation import consultation_items, consultation_members
from suggestions.selectors.work_groups import CAP, CAP_WAITING, GROUPS, Group
from suggestions.selectors.work_requests import request_items, request_members
from suggestions.selectors.work_rows import Found, Item
from suggestions.selectors.work_suggestions import suggestion_items, suggestion_members
from suggestions.selectors.work_tasks import task_items, task_members


@dataclass
class Block:
    """One group with its count and its first rows. `query`: the list with all of them."""

    group: Group
    total: int
    items: list[Item]
    query: str = ""

    @property
    def hidden(self) -> int:
        return self.total - len(self.items)


@dataclass
class WorkList:
    blocks: list[Block]  # what there is to do
    waiting: list[Block]  # what others have
    next_due_on: date | None  # the nearest date among what others have

    @property
    def total(self) -> int:
        return sum(block.total for block in self.blocks)


def read_work_list(user, *, today: date) -> WorkList:
    groups = GROUPS[user.role]
    found: Found = {}
    for part in _sources(user, groups, today):
        found.update(part)
    blocks = [
        Block(group, total, items[: CAP_WAITING if group.is_waiting else CAP], _query(group, user))
        for group in groups
        for total, items in [found.get(group.key, (0, []))]
        if total
    ]
    waiting = [block for block in blocks if block.group.is_waiting]
    dates = [item.due_on for block in waiting for item in block.items if item.due_on and item.due_on >= today]
    return WorkList([block for block in blocks if not block.group.is_waiting], waiting, min(dates, default=None))


def members(user, key: str, *, today: date):
    """The keys of the suggestions in one group of this person's work list: the filter of the list behind it."""
    groups = GROUPS[user.role]
    if key not in {group.key for group in groups}:
        return []
    by_task = user.is_unit or user.role in {Role.COORDINATOR, Role.COMMITTEE}
    found = request_members(user, key) if g.DECIDE in groups else None
    if found is None and user.is_unit:
        found = consultation_members(user, key)
    if found is None and (by_task or user.is_office):
        found = task_members(user, groups, key, today=today)
    if found is None and not by_task:
        found = suggestion_members(user, groups, key, today=today)
    return [] if found is None else found


def _sources(user, groups: tuple[Group, ...], today: date) -> Iterable[Found]:
    """Units, coordinators and committees work with tasks; the others with whole suggestions."""
    by_task = user.is_unit or user.role in {Role.COORDINATOR, Role.COMMITTEE}
    if not by_task:
        yield suggestion_items(user, groups, today=today)
    if by_task or user.is_office:
        yield task_items(user, groups, today=today)
    if user.is_unit:
        yield consultation_items(user)
    if g.DECIDE in groups:
        yield request_items(user)
    yield commitment_items(user, groups, today=today)


def _query(group: Group, user) -> str:
    """The same rows in the list, whatever their session."""
    if not group.query:
        return f"session=all&todo={group.key}" if group.list_name else ""
    about = {
        Role.UNIT_HANDLER: f"&unit={user.unit_id}",
        Role.UNIT_HEAD: f"&unit={user.unit_id}",
        Role.COORDINATOR: f"&system={user.handling_system}",
        Role.COMMITTEE: f"&committee={user.committee_id}",
    }
    return f"session=all&{group.query}{about.get(user.role, '')}"
