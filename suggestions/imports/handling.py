"""The tasks, replies and judgements a ledger tells of, as unsaved objects with real dates. Copies what happened
elsewhere: nobody is notified, and a task whose receipt is not recorded has none."""

from datetime import date, datetime
from functools import cached_property

from accounts.models import Unit
from suggestions.choices import AssignmentState, EvaluationSource, Grade, ReplyState, UnitRole
from suggestions.clocks import assisting_clock, read_clockwork, reply_clock, unit_windows, window_due_on
from suggestions.imports.ledger_rows import Facts
from suggestions.imports.values import RECEIPT
from suggestions.models import Assignment, Evaluation, Reply, ResultClass, Suggestion

NO_DOCUMENT_NUMBER = "(无文号)"


class Handling:
    """Dates are computed once per assignment day: a session is handed over on few days."""

    def __init__(self, *, by, at: datetime):
        self.by, self.at = by, at
        self._leads: dict[tuple, dict] = {}
        self._assisting: dict[tuple, dict] = {}
        self._windows: dict[date, dict] = {}
        self._spans: dict[tuple, date] = {}

    @cached_property
    def clock(self):
        return read_clockwork()

    def tasks(
        self,
        suggestion: Suggestion,
        leads: list[Unit],
        assisting: list[Unit],
        *,
        on: date,
        state: str,
        instruction: str,
    ) -> list[Assignment]:
        role = UnitRole.LEAD if len(leads) == 1 else UnitRole.SEPARATE
        clock = self._lead_clock(suggestion, on)
        made = [
            self._task(suggestion, unit, role, clock, on=on, state=state, instruction=instruction) for unit in leads
        ]
        return made + [
            self.assisting_task(suggestion, unit, on=on, reply_due_on=clock["due_on"], state=state)
            for unit in assisting
        ]

    def assisting_task(
        self, suggestion: Suggestion, unit: Unit, *, on: date, reply_due_on: date, state: str
    ) -> Assignment:
        found = self._assisting.get((on, reply_due_on))
        if found is None:
            found = assisting_clock(self.clock, assigned_on=on, reply_due_on=reply_due_on)
            self._assisting[on, reply_due_on] = found
        return self._task(suggestion, unit, UnitRole.ASSISTING, found, on=on, state=state)

    def answer(self, task: Assignment, facts: Facts, result_class: ResultClass) -> Reply:
        """The reply the ledger records: date, class, number; its text stayed on paper."""
        task.done_on = facts.replied_on
        return Reply(
            assignment=task,
            version=1,
            state=ReplyState.ACCEPTED,
            document_number=facts.document_number or NO_DOCUMENT_NUMBER,
            result_class=result_class,
            signatory=facts.signatory,
            dated_on=facts.replied_on,
            submitted_by=self.by,
            submitted_at=self.at,
            reviewed_by=self.by,
            reviewed_at=self.at,
        )

    def judgement(self, suggestion: Suggestion, facts: Facts) -> Evaluation:
        return Evaluation(
            suggestion=suggestion,
            round=1,
            deputy=suggestion.lead_deputy,
            attitude=facts.attitude or Grade.NO_VIEW,
            result=facts.grade,
            comment=facts.comment,
            source=EvaluationSource.PAPER,
            given_on=facts.judged_on or facts.replied_on,
            entered_by=self.by,
            entered_at=self.at,
        )

    def feedback_due_on(self, replied_on: date) -> date:
        return self._span("feedback", replied_on)

    def assign_by_on(self, submitted_on: date) -> date:
        return self._span("assignment", submitted_on)

    def _span(self, window: str, start: date) -> date:
        if (window, start) not in self._spans:
            self._spans[window, start] = window_due_on(self.clock, start, getattr(self.clock.rule, window))
        return self._spans[window, start]

    def _lead_clock(self, suggestion: Suggestion, on: date) -> dict:
        if (suggestion.period, on) not in self._leads:
            self._leads[suggestion.period, on] = reply_clock(self.clock, suggestion, assigned_on=on)
        return self._leads[suggestion.period, on]

    def _task(self, suggestion, unit: Unit, role: str, clock: dict, *, on: date, state: str, instruction: str = ""):
        if on not in self._windows:
            self._windows[on] = unit_windows(self.clock, assigned_on=on)
        return Assignment(
            suggestion=suggestion,
            unit=unit,
            role=role,
            state=state,
            assigned_on=on,
            assigned_by=self.by,
            instruction=instruction,
            **self._windows[on],
            **clock,
        )


def is_imported(reply: Reply) -> bool:
    """A reply that came with a ledger: no head signed it here, its text is on paper."""
    return reply.signed_by_id is None and not reply.text


def state_of(stage: str | None) -> str:
    """Where an unanswered task stands."""
    return AssignmentState.AWAITING_RECEIPT if stage == RECEIPT else AssignmentState.HANDLING
