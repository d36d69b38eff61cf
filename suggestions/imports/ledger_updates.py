"""A line against the suggestion that is already there: every difference is shown as old → new, none is silent.

An empty cell says nothing and erases nothing. What has its own procedure here (another lead unit, a reply that the
office reviewed) is never overwritten by a ledger: the difference is reported.
"""

from django.utils.translation import gettext as _

from suggestions import workflow
from suggestions.choices import AssignmentState, ProposerKind, ReplyState, Status, UnitRole
from suggestions.imports import values
from suggestions.imports.handling import NO_DOCUMENT_NUMBER, Handling, is_imported, state_of
from suggestions.imports.known import Known, in_force
from suggestions.imports.ledger_rows import Facts
from suggestions.imports.plan import Entry, Result
from suggestions.imports.report import Report
from suggestions.imports.resolving import Resolved
from suggestions.imports.source import Source
from suggestions.models import Assignment, Reply, Suggestion

_CHOICES = {"kind", "period", "publicity", "proposer_kind"}


class Updater:
    def __init__(self, source: Source, known: Known, handling: Handling, report: Report):
        self.source, self.known, self.handling, self.report = source, known, handling, report

    def compare(self, suggestion: Suggestion, facts: Facts, resolved: Resolved) -> Entry:
        entry = Entry(facts.line, suggestion, Result.UNCHANGED)
        self._compare_facts(entry, facts, resolved)
        if suggestion.round == 1:
            self._compare_handling(entry, facts, resolved)
        if entry.changes and suggestion.status not in workflow.OPEN and not entry.new_status:
            self._warn(
                entry,
                "number",
                _("此件%(status)s，与文件不同之处没有改动。") % {"status": suggestion.get_status_display()},
            )
            return Entry(facts.line, suggestion, Result.UNCHANGED)
        return entry

    # The registered facts

    def _compare_facts(self, entry: Entry, facts: Facts, resolved: Resolved) -> None:
        suggestion = entry.suggestion
        wanted = {
            "title": facts.title if facts.title != "(无标题)" else "",
            "kind": facts.kind,
            "period": facts.period,
            "category": resolved.category,
            "lead_deputy": resolved.lead_deputy,
            "delegation": resolved.delegation,
            "publicity": facts.publicity,
            "submitted_on": facts.submitted_on,
            "suggested_unit": facts.suggested_unit,
            "body": facts.body,
            **self._proposers(entry, resolved),
        }
        for name, new in wanted.items():
            if new not in (None, "") and getattr(suggestion, name) != new:
                self._set(entry, name, new)

    def _proposers(self, entry: Entry, resolved: Resolved) -> dict:
        suggestion = entry.suggestion
        if resolved.co_signers:
            present = self.known.co_signers.get(suggestion.pk, set())
            if any(deputy.pk not in present for deputy in resolved.co_signers):
                entry.co_signers = resolved.co_signers
                old = "、".join(d.name for named in self.known.deputies.values() for d in named if d.pk in present)
                entry.change(_("附议代表"), old, "、".join(d.name for d in resolved.co_signers))
        if resolved.co_signer_count is None:
            return {}
        kind = resolved.proposer_kind
        if kind == ProposerKind.INDIVIDUAL and suggestion.proposer_kind == ProposerKind.DELEGATION:
            kind = None
        return {"co_signer_count": resolved.co_signer_count, "proposer_kind": kind}

    def _set(self, entry: Entry, name: str, new: object) -> None:
        suggestion = entry.suggestion
        label = Suggestion._meta.get_field(name).verbose_name
        display = f"get_{name}_display"
        old = getattr(suggestion, display)() if name in _CHOICES else getattr(suggestion, name)
        setattr(suggestion, name, new)
        entry.change(label, old, getattr(suggestion, display)() if name in _CHOICES else new)
        entry.fields.add(name)

    # What the units have done

    def _compare_handling(self, entry: Entry, facts: Facts, resolved: Resolved) -> None:
        suggestion = entry.suggestion
        tasks = self.known.tasks.get(suggestion.pk, [])
        standing = [task for task in tasks if not task.is_ended]
        if not standing:
            if resolved.leads and facts.stage not in {values.TO_REVIEW, values.TO_ASSIGN}:
                self._hand_over(entry, facts, resolved)
            return
        if suggestion.status not in workflow.UNDER_WAY:
            return
        leads = [task for task in standing if task.role != UnitRole.ASSISTING]
        if resolved.leads and {task.unit for task in leads} != set(resolved.leads):
            self._warn(
                entry,
                "lead_units",
                _("主办单位与系统中的“%(old)s”不同，没有改动；确需改变请在该件页面改办。")
                % {"old": "、".join(task.unit.name for task in leads)},
            )
            return
        if facts.assigned_on and leads and facts.assigned_on != leads[0].assigned_on:
            self._warn(
                entry,
                "assigned_on",
                _("交办日期与系统中的%(old)s不同，期限已按系统中的日期计算，没有改动。")
                % {"old": f"{leads[0].assigned_on:%Y-%m-%d}"},
            )
        for task in leads:
            self._compare_task(entry, task, facts, resolved)
        self._add_assisting(entry, tasks, leads, facts, resolved)
        self._advance(entry, leads, facts)

    def _hand_over(self, entry: Entry, facts: Facts, resolved: Resolved) -> None:
        suggestion = entry.suggestion
        if suggestion.status not in {Status.REGISTERED, Status.ACCEPTED}:
            return
        entry.tasks = self.handling.tasks(
            suggestion,
            resolved.leads,
            resolved.assisting,
            on=facts.assigned_on or suggestion.submitted_on,
            state=state_of(facts.stage),
            instruction=facts.instruction,
        )
        entry.new_status = Status.IN_HANDLING
        entry.change(_("主办单位"), "", "、".join(unit.name for unit in resolved.leads))
        if resolved.assisting:
            entry.change(_("协办单位"), "", "、".join(unit.name for unit in resolved.assisting))
        if resolved.result_class is None:
            return
        for task in entry.tasks:
            if task.role != UnitRole.ASSISTING:
                entry.replies.append(self.handling.answer(task, facts, resolved.result_class))
                task.state = AssignmentState.ANSWERED
        self._mark_replied(entry, facts)

    def _compare_task(self, entry: Entry, task: Assignment, facts: Facts, resolved: Resolved) -> None:
        if resolved.result_class is None:
            if task.state == AssignmentState.AWAITING_RECEIPT and facts.stage == values.HANDLING:
                entry.changed_tasks.append((task, AssignmentState.HANDLING))
                entry.change(_("办理环节"), task.get_state_display(), AssignmentState.HANDLING.label)
            return
        reply = in_force(self.known.replies.get(task.pk, []))
        if reply is not None:
            self._compare_reply(entry, task, reply, facts, resolved)
        elif task.state in workflow.WORKING:
            made = self.handling.answer(task, facts, resolved.result_class)
            made.version = len(self.known.replies.get(task.pk, [])) + 1
            entry.replies.append(made)
            entry.changed_tasks.append((task, AssignmentState.ANSWERED))
            entry.change(_("答复日期"), "", facts.replied_on)
            entry.change(_("办理结果"), "", resolved.result_class)
            entry.change(_("文号"), "", made.document_number)
        else:
            self._warn(entry, "replied_on", _("该件在系统中正在申请退回，答复没有导入。"))

    def _compare_reply(self, entry: Entry, task: Assignment, reply: Reply, facts: Facts, resolved: Resolved) -> None:
        wanted = {
            "dated_on": facts.replied_on,
            "result_class": resolved.result_class,
            "document_number": facts.document_number or reply.document_number or NO_DOCUMENT_NUMBER,
            "signatory": facts.signatory or reply.signatory,
        }
        differing = {name: new for name, new in wanted.items() if getattr(reply, name) != new}
        if not differing:
            return
        if reply.state != ReplyState.ACCEPTED or not is_imported(reply):
            self._warn(entry, "replied_on", _("系统中已有该单位提交的答复，与文件不同之处没有改动。"))
            return
        for name, new in differing.items():
            entry.change(Reply._meta.get_field(name).verbose_name, getattr(reply, name), new)
            setattr(reply, name, new)
        entry.changed_replies.append(reply)
        if "dated_on" in differing:
            task.done_on = facts.replied_on
            entry.changed_tasks.append((task, task.state))

    def _add_assisting(self, entry: Entry, tasks, leads, facts: Facts, resolved: Resolved) -> None:
        """A unit that once had the task and gave it back, or whose task was cancelled, is not taken in again."""
        known = {task.unit_id for task in tasks}
        missing = [unit for unit in resolved.assisting if unit.pk not in known]
        if not missing or not leads:
            return
        names = "、".join(unit.name for unit in missing)
        if entry.suggestion.status != Status.IN_HANDLING:
            self._warn(entry, "assisting_units", _("此件已答复，没有增加协办单位“%(names)s”。") % {"names": names})
            return
        lead = leads[0]
        entry.tasks += [
            self.handling.assisting_task(
                entry.suggestion,
                unit,
                on=lead.assigned_on,
                reply_due_on=lead.original_due_on,
                state=state_of(facts.stage),
            )
            for unit in missing
        ]
        entry.change(_("协办单位"), "", names)

    def _advance(self, entry: Entry, leads: list[Assignment], facts: Facts) -> None:
        """All lead units answered: the suggestion is replied; a judgement in the ledger is taken over too."""
        suggestion = entry.suggestion
        states = {task.pk: state for task, state in entry.changed_tasks}
        is_answered = all(states.get(task.pk, task.state) == AssignmentState.ANSWERED for task in leads)
        if suggestion.status == Status.IN_HANDLING and is_answered and entry.replies:
            self._mark_replied(entry, facts)
        elif suggestion.status == Status.REPLIED and facts.grade and suggestion.pk not in self.known.evaluations:
            self._judge(entry, facts)
        judged = self.known.evaluations.get(suggestion.pk)
        if judged is not None and facts.grade and facts.grade != judged.result:
            self._warn(
                entry, "grade", _("系统中代表评价为“%(old)s”，没有改动。") % {"old": judged.get_result_display()}
            )

    def _mark_replied(self, entry: Entry, facts: Facts) -> None:
        entry.new_status = Status.REPLIED
        entry.suggestion.feedback_due_on = self.handling.feedback_due_on(facts.replied_on)
        entry.fields.add("feedback_due_on")
        if facts.grade:
            self._judge(entry, facts)

    def _judge(self, entry: Entry, facts: Facts) -> None:
        entry.new_status = Status.JUDGED
        entry.evaluation = self.handling.judgement(entry.suggestion, facts)
        entry.change(_("代表评价"), "", entry.evaluation.get_result_display())

    def _warn(self, entry: Entry, key: str, message: str) -> None:
        self.report.warn(entry.line, self.source.column(key), message)
