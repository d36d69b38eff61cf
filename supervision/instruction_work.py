"""What instructions add to a person's work list: to carry out, or to confirm."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from suggestions.selectors.work_groups import CAP, Group
from suggestions.selectors.work_list import Block
from suggestions.selectors.work_rows import Item
from supervision.choices import InstructionState
from supervision.models import Instruction

_LEDGER = {"date_label": _("落实期限"), "list_name": "supervision:instructions"}
LATE = Group(
    "instruction_late", _("领导批示逾期"), "alert", _("报告落实"), query="due=overdue&mine=1", is_late=True, **_LEDGER
)
OPEN = Group("instruction_open", _("领导批示"), "edit", _("报告落实"), query="due=running&mine=1", **_LEDGER)
CONFIRM = Group("instruction_confirm", _("批示落实待确认"), "check", _("确认落实"), query="state=reported", **_LEDGER)


def read_instructions(user, *, today: date) -> list[Block]:
    """The blocks of this person, the late one first; none is empty. One query."""
    if user.role not in {Role.LEADER, Role.CLERK, Role.OFFICE_HEAD, Role.UNIT_HANDLER, Role.UNIT_HEAD}:
        return []
    groups: dict[Group, list[Item]] = {LATE: [], OPEN: [], CONFIRM: []}
    rows = Instruction.objects.visible_to(user).select_related("suggestion", "unit", "leader")
    for one in rows.exclude(state__in=[InstructionState.DONE, InstructionState.WITHDRAWN]).order_by("due_on", "pk"):
        group = _group(one, user, today)
        if group is not None:
            groups[group].append(_item(one, group))
    mine = {CONFIRM: "&mine=1"} if user.role == Role.LEADER else {}
    return [
        Block(group, len(items), items[:CAP], group.query + mine.get(group, ""))
        for group, items in groups.items()
        if items
    ]


def _group(one: Instruction, user, today: date) -> Group | None:
    if one.state == InstructionState.REPORTED:
        is_theirs = one.leader_id == user.pk or (user.is_office and one.unit_id)
        return CONFIRM if is_theirs else None
    if user.role == Role.LEADER or one.unit_id != user.unit_id:
        return None
    return LATE if one.due_on and one.due_on < today else OPEN


def _item(one: Instruction, group: Group) -> Item:
    page = "instruction_decide" if group is CONFIRM else "instruction_report"
    return Item(
        pk=one.suggestion_id,
        number=one.suggestion.number,
        title=one.text,
        what=str(group.what),
        url=reverse(f"supervision:{page}", args=[one.pk]),
        page=one.get_absolute_url(),
        due_on=one.due_on,
        done_on=one.done_on,
        state=one.state,
        state_label=str(InstructionState(one.state).label),
        who=one.addressee if group is CONFIRM else str(one.leader),
    )
