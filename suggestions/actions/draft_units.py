"""Pencil in the handling units before they are issued (拟办). Units do not see this."""

from django.db import transaction
from django.utils.translation import gettext as _

from suggestions import permissions, workflow
from suggestions.choices import UnitRole
from suggestions.errors import Conflict, NotAllowed, RuleViolation
from suggestions.models import DraftUnit, Suggestion
from suggestions.workflow import Action


@transaction.atomic
def draft(
    *,
    suggestion: Suggestion,
    leads,
    assisting=(),
    separate: bool = False,
    superior_reason: str = "",
    seen: str | None = None,
    by,
) -> None:
    """Replace the pencilled units of `suggestion`: one lead and its assistants, or several separate units (分办).

    `leads` and `assisting` are Units. An incomplete choice may be saved; `problems` says what is missing before issue.
    RuleViolation for a unit named twice, a heading of the tree, or two leads without 分办. Conflict when it was issued
    meanwhile, or when the units are no longer those of the `fingerprint` that was `seen`.
    """
    permissions.check(by, Action.DRAFT_UNITS, suggestion)
    workflow.next_state(Action.DRAFT_UNITS, suggestion.status)
    _require_as_seen(Suggestion.objects.select_for_update().get(pk=suggestion.pk), seen)
    check_units(leads=leads, assisting=assisting, separate=separate)
    role = UnitRole.SEPARATE if separate else UnitRole.LEAD
    wanted = {unit.pk: (unit, role) for unit in leads} | {unit.pk: (unit, UnitRole.ASSISTING) for unit in assisting}
    suggestion.draft_units.exclude(unit__in=wanted).delete()
    DraftUnit.objects.bulk_create(
        [
            DraftUnit(
                suggestion=suggestion,
                unit=unit,
                role=part,
                superior_reason=superior_reason.strip() if part != UnitRole.ASSISTING else "",
            )
            for unit, part in wanted.values()
        ],
        update_conflicts=True,
        unique_fields=["suggestion", "unit"],
        update_fields=["role", "superior_reason"],
    )


def _require_as_seen(now: Suggestion, seen: str | None) -> None:
    if now.status not in workflow.TRANSITIONS[Action.DRAFT_UNITS].sources:
        raise Conflict(
            _("%(number)s号刚刚变为“%(status)s”，您的选择没有保存。")
            % {"number": now.number, "status": now.get_status_display()}
        )
    if seen is not None and seen != fingerprint(now.draft_units.all()):
        raise Conflict(
            _("%(number)s号的承办单位刚刚被其他人改过，您的选择没有保存，现在显示的是最新情况。")
            % {"number": now.number}
        )


def fingerprint(drafts) -> str:
    """The pencilled units in one line, to see whether they are still those that a page was read with."""
    return ";".join(sorted(f"{d.role}:{d.unit_id}:{d.superior_reason}" for d in drafts))


def check_units(*, leads, assisting, separate: bool) -> None:
    """The shape of a choice of units; raises RuleViolation with the sentence."""
    if len(leads) > 1 and not separate:
        raise RuleViolation(_("一件建议只能有一个主办单位；由几个单位分别办理的，请选择“分办”。"), field="leads")
    chosen = [*leads, *assisting]
    names = [unit.name for unit in chosen]
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise RuleViolation(_("%(units)s被重复选择。") % {"units": "、".join(doubled)}, field="assisting")
    for unit in chosen:
        if unit.is_group or not unit.is_active:
            raise RuleViolation(_("“%(unit)s”是分组或已停用，不能承办建议。") % {"unit": unit.name}, field="leads")


def superiors_in(leads) -> list:
    """The subordinate units among `leads`, which may not lead where their superior is the competent unit (S19)."""
    return [unit for unit in leads if unit.superior is not None]


def problems(drafts: list[DraftUnit]) -> list[str]:
    """What keeps pencilled units from being issued, as sentences; empty when they can be."""
    leads = [d for d in drafts if d.role == UnitRole.LEAD]
    separate = [d for d in drafts if d.role == UnitRole.SEPARATE]
    found = []
    if not drafts:
        return [_("尚未选择承办单位")]
    if separate and leads:
        found.append(_("主办与分办不能并用"))
    elif not leads and not separate:
        found.append(_("尚未选择主办单位"))
    elif len(leads) > 1:
        found.append(_("只能有一个主办单位"))
    elif len(separate) == 1:
        found.append(_("分办须有两个以上单位"))
    for d in (*leads, *separate):
        if d.unit.superior is not None and not d.superior_reason:
            found.append(superior_sentence(d.unit))
    return found


def superior_sentence(unit) -> str:
    return _("应由主管单位%(superior)s承办，不能交下属单位%(unit)s主办；确需由其主办的，请填写理由") % {
        "superior": unit.superior.name,
        "unit": unit.name,
    }


def require_office(by) -> None:
    if not by.is_office:
        raise NotAllowed(_("只有代表工作机构可以交办。"))
