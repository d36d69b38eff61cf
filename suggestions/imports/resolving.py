"""The names in a line as the office's own units, deputies, categories and classes."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from accounts.models import Delegation, Deputy, Unit
from suggestions.choices import ProposerKind
from suggestions.imports import values
from suggestions.imports.ledger_rows import Facts
from suggestions.imports.references import References
from suggestions.imports.report import Report
from suggestions.imports.source import Source
from suggestions.models import Category, ResultClass


@dataclass
class Resolved:
    """`result_class` is set only where date and class together make a reply."""

    category: Category | None
    delegation: Delegation | None
    lead_deputy: Deputy | None
    co_signers: list[Deputy]
    co_signer_count: int | None
    proposer_kind: str | None
    leads: list[Unit]
    assisting: list[Unit]
    result_class: ResultClass | None


class Resolver:
    def __init__(self, source: Source, references: References, report: Report):
        self.source, self.references, self.report = source, references, report
        self.units = references.known.units

    def resolve(self, facts: Facts) -> Resolved:
        line, column = facts.line, self.source.column
        delegation = self.references.delegation(facts.delegation, line, column("delegation"))
        names, is_joint_body = list(facts.deputies), False
        if names and self.references.is_delegation(names[0]):
            named = self.references.delegation(names.pop(0), line, column("lead_deputy"))
            delegation, is_joint_body = delegation or named, True
        deputies = [
            self.references.deputy(name, delegation, line, column("lead_deputy"))
            for name in dict.fromkeys((*names, *self._co_signers(facts, names)))
        ]
        lead_deputy = deputies.pop(0) if names and deputies else None
        co_signers = [deputy for deputy in deputies if deputy is not None]
        count = self._count(facts, deputies)
        leads = self._units(facts, "lead_units", lazy("未交办"))
        assisting = self._units(facts, "assisting_units", lazy("没有导入该协办单位"))
        return Resolved(
            category=self.references.category(facts.category, line, column("category")),
            delegation=delegation or (lead_deputy.delegation if lead_deputy else None),
            lead_deputy=lead_deputy,
            co_signers=co_signers,
            co_signer_count=count,
            proposer_kind=self._proposer_kind(is_joint_body, count, lead_deputy),
            leads=leads,
            assisting=self._without_leads(facts, leads, assisting),
            result_class=self._answered(facts, leads),
        )

    def warn(self, facts: Facts, key: str, message: str) -> None:
        self.report.warn(facts.line, self.source.column(key), message)

    def _co_signers(self, facts: Facts, names: list[str]) -> list[str]:
        return [name for name in facts.co_signers if name not in names[:1]]

    def _count(self, facts: Facts, deputies: list) -> int | None:
        if facts.co_signer_count is None:
            return len(deputies) or None
        if len(deputies) > facts.co_signer_count > 0:
            self.warn(
                facts,
                "co_signer_count",
                _("附议人数为%(count)d，但列出了%(names)d位代表，按%(names)d人导入。")
                % {"count": facts.co_signer_count, "names": len(deputies)},
            )
        return max(facts.co_signer_count, len(deputies))

    @staticmethod
    def _proposer_kind(is_joint_body: bool, count: int | None, lead_deputy) -> str | None:
        if is_joint_body:
            return ProposerKind.DELEGATION
        if count is None and lead_deputy is None:
            return None
        return ProposerKind.JOINT if count else ProposerKind.INDIVIDUAL

    def _units(self, facts: Facts, key: str, consequence: str) -> list[Unit]:
        units, unknown, doubled = self.units.read(getattr(facts, key))
        what = self.source.column(key)
        for name in unknown:
            self.warn(
                facts,
                key,
                _("%(what)s“%(name)s”不在单位库中，%(then)s。") % {"what": what, "name": name, "then": consequence},
            )
        for name in doubled:
            self.warn(facts, key, _("%(what)s“%(name)s”写了两次，只导入一次。") % {"what": what, "name": name})
        return units

    def _without_leads(self, facts: Facts, leads: list[Unit], assisting: list[Unit]) -> list[Unit]:
        for unit in assisting:
            if unit in leads:
                self.warn(facts, "assisting_units", _("“%(unit)s”已是主办单位，不再列为协办。") % {"unit": unit.name})
        return [unit for unit in assisting if unit not in leads]

    def _answered(self, facts: Facts, leads: list[Unit]) -> ResultClass | None:
        """Whether the line tells of a reply: it needs a lead unit, a date and a class."""
        found = self.references.result_class(facts.result_code, facts.line, self.source.column("result_class"))
        if facts.replied_on is None:
            if facts.stage == values.REPLIED and leads:
                self.warn(facts, "stage", _("环节显示已答复，但没有答复日期，按办理中导入。"))
            elif found or facts.document_number:
                self.warn(facts, "replied_on", _("有办理结果或文号，但没有答复日期，答复没有导入。"))
            return None
        if not leads:
            self.warn(facts, "replied_on", _("有答复日期，但没有主办单位，答复没有导入。"))
            return None
        if found is None:
            self.warn(facts, "result_class", _("有答复日期，但没有办理结果类别，按办理中导入。"))
            return None
        if not facts.document_number:
            self.warn(facts, "document_number", _("答复没有文号，请补充。"))
        assigned_on = facts.assigned_on or facts.submitted_on
        if assigned_on and facts.replied_on < assigned_on:
            self.warn(
                facts,
                "replied_on",
                _("答复日期%(replied)s早于交办日期%(assigned)s，请核对。")
                % {"replied": f"{facts.replied_on:%Y-%m-%d}", "assigned": f"{assigned_on:%Y-%m-%d}"},
            )
        return found
