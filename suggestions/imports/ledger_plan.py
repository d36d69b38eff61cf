"""Lines of a ledger against what is there: what is new, what differs, what stays (domain.md 5)."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from suggestions import numbering
from suggestions.actions._settle import set_copies
from suggestions.choices import AssignmentState, Kind, Period, ProposerKind, Publicity, Status, UnitRole
from suggestions.imports import ledger_notes, values
from suggestions.imports.handling import Handling, state_of
from suggestions.imports.known import Known
from suggestions.imports.ledger_rows import Facts, LedgerReader
from suggestions.imports.ledger_updates import Updater
from suggestions.imports.matching import Matches
from suggestions.imports.plan import Entry, LedgerPlan, Result
from suggestions.imports.references import References
from suggestions.imports.report import Report
from suggestions.imports.resolving import Resolved, Resolver
from suggestions.imports.source import Source
from suggestions.models import DraftUnit, Suggestion
from suggestions.querysets import UNDER_HANDLING


def build(source: Source, known: Known, report: Report, *, by, today: date, at: datetime) -> LedgerPlan:
    """Plan the import of `source` into `known.session`. Errors and warnings go into `report`; writes nothing."""
    reader = LedgerReader(source, report, today=today)
    rows = [facts for facts in map(reader.read, source.lines) if facts is not None]
    matches = Matches(rows, known.suggestions)
    references = References(known, report)
    handling = Handling(by=by, at=at)
    resolver = Resolver(source, references, report)
    creator = _Creator(source, known, handling, report, by=by, today=today, at=at)
    updater = Updater(source, known, handling, report)
    entries = []
    for facts in rows:
        resolved = resolver.resolve(facts)
        suggestion = matches.existing.get(facts.line)
        if suggestion is None:
            entry = creator.create(facts, resolved, matches.numbers[facts.line])
        else:
            entry = updater.compare(suggestion, facts, resolved)
        entries.append(entry)
    references.report_deputies()
    ledger_notes.add(source, rows, matches, entries, known, report)
    report.created = sum(entry.result == Result.CREATED for entry in entries)
    report.updated = sum(entry.result == Result.UPDATED for entry in entries)
    report.unchanged = sum(entry.result == Result.UNCHANGED for entry in entries)
    return LedgerPlan(known.session, report, references, entries)


def _first_status(facts: Facts, resolved: Resolved) -> Status:
    """Where a new suggestion stands by what its line tells: with a unit, with a reply, with a judgement."""
    if not resolved.leads or facts.stage in {values.TO_REVIEW, values.TO_ASSIGN}:
        return Status.ACCEPTED if facts.stage == values.TO_ASSIGN else Status.REGISTERED
    if resolved.result_class is None:
        return Status.IN_HANDLING
    return Status.JUDGED if facts.grade else Status.REPLIED


class _Creator:
    """A suggestion that is not there yet, at whatever stage the ledger has it."""

    def __init__(self, source: Source, known: Known, handling: Handling, report: Report, *, by, today, at):
        self.source, self.known, self.handling, self.report = source, known, handling, report
        self.by, self.today, self.at = by, today, at

    def create(self, facts: Facts, resolved: Resolved, number: str) -> Entry:
        submitted_on = facts.submitted_on or self._fallback_day(facts)
        is_double = bool(facts.number) and number != facts.number
        suggestion = Suggestion(
            session=self.known.session,
            period=facts.period or Period.IN_SESSION,
            number=number,
            number_key=numbering.sort_key(number),
            source_number=facts.number if is_double else "",
            is_number_provisional=is_double or not facts.number,
            kind=facts.kind or Kind.SUGGESTION,
            title=facts.title,
            body=facts.body,
            category=resolved.category,
            proposer_kind=resolved.proposer_kind or ProposerKind.INDIVIDUAL,
            lead_deputy=resolved.lead_deputy,
            delegation=resolved.delegation,
            co_signer_count=resolved.co_signer_count or 0,
            publicity=facts.publicity or Publicity.FULL,
            suggested_unit=facts.suggested_unit,
            submitted_on=submitted_on,
            registered_at=self.at,
            registered_by=self.by,
            status=_first_status(facts, resolved),
        )
        entry = Entry(facts.line, suggestion, Result.CREATED, co_signers=resolved.co_signers or None)
        if suggestion.status in UNDER_HANDLING:
            self._hand_over(entry, facts, resolved)
        else:
            self._leave_open(entry, facts, resolved)
        set_copies(suggestion, entry.tasks, entry.replies, entry.evaluation.result if entry.evaluation else "")
        return entry

    def _hand_over(self, entry: Entry, facts: Facts, resolved: Resolved) -> None:
        suggestion = entry.suggestion
        entry.tasks = self.handling.tasks(
            suggestion,
            resolved.leads,
            resolved.assisting,
            on=facts.assigned_on or suggestion.submitted_on,
            state=state_of(facts.stage),
            instruction=facts.instruction,
        )
        if resolved.result_class is None:
            return
        for task in entry.tasks:
            if task.role != UnitRole.ASSISTING:
                entry.replies.append(self.handling.answer(task, facts, resolved.result_class))
                task.state = AssignmentState.ANSWERED
        suggestion.feedback_due_on = self.handling.feedback_due_on(facts.replied_on)
        if facts.grade:
            entry.evaluation = self.handling.judgement(suggestion, facts)

    def _leave_open(self, entry: Entry, facts: Facts, resolved: Resolved) -> None:
        """Not handed over yet: units named in the ledger are kept as pencilled in."""
        suggestion = entry.suggestion
        if suggestion.period == Period.OUTSIDE:
            suggestion.assign_by_on = self.handling.assign_by_on(suggestion.submitted_on)
        role = UnitRole.LEAD if len(resolved.leads) == 1 else UnitRole.SEPARATE
        drafted = [(unit, role) for unit in resolved.leads]
        drafted += [(unit, UnitRole.ASSISTING) for unit in resolved.assisting]
        entry.drafts = [DraftUnit(suggestion=suggestion, unit=unit, role=part) for unit, part in drafted]

    def _fallback_day(self, facts: Facts) -> date:
        day = facts.assigned_on or self.known.session.opened_on or self.today
        if "submitted_on" in self.source.headers:
            self.report.warn(
                facts.line,
                self.source.column("submitted_on"),
                _("没有收到日期，以%(day)s代替，请核对。") % {"day": f"{day:%Y-%m-%d}"},
            )
        return day
