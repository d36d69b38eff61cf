"""One suggestion of the bulk after another: what the actions would have written, written directly."""

from datetime import date, timedelta
from itertools import accumulate
from random import Random

from accounts.models import Unit
from suggestions import clocks, numbering
from suggestions.actions._settle import set_copies
from suggestions.choices import AssignmentState as A
from suggestions.choices import EvaluationSource, Grade, Period, ProposerKind, ReplyState, UnitRole
from suggestions.choices import Status as S
from suggestions.models import Assignment, Evaluation, Event, Opinion, Reply, Session, Suggestion
from suggestions.workflow import Action
from supervision.demo import bulk_promises as promises
from supervision.demo import catalogue, texts
from supervision.demo.bulk_chunk import Chunk
from supervision.demo.bulk_plans import Plans
from supervision.demo.days import Days, moment
from supervision.demo.office import DemoOffice

# How a session of this year stands, and one of the years before: shares of a hundred.
THIS_YEAR = {
    S.REGISTERED: 3,
    S.ACCEPTED: 4,
    S.IN_HANDLING: 47,
    S.REPLIED: 12,
    S.JUDGED: 10,
    S.CLOSED: 22,
    S.CONVERTED: 2,
}
YEARS_BEFORE = {S.IN_HANDLING: 3, S.REPLIED: 1, S.CLOSED: 94, S.CONVERTED: 1, S.NOT_ACCEPTED: 1}
_ASSIGNED = {S.IN_HANDLING, S.REPLIED, S.JUDGED, S.CLOSED}
_GRADES = (Grade.SATISFIED,) * 16 + (Grade.BASICALLY_SATISFIED,) * 3 + (Grade.NO_VIEW,)
_LEAD_STATES = (
    (A.AWAITING_RECEIPT,) * 2 + (A.HANDLING,) * 15 + (A.AWAITING_SIGNATURE, A.AWAITING_REVIEW, A.AWAITING_REVIEW)
)


class Writer:
    def __init__(self, office: DemoOffice, days: Days, rng: Random, units: list[Unit]):
        self.office, self.days, self.rng, self.units = office, days, rng, units
        self.weights = list(accumulate(100 / (n + 3) for n in range(len(units))))  # a few units carry most of it
        self.sheets = [
            (topic, topic.title.format(place=place), texts.body(topic, place))
            for topic in catalogue.topics()
            for place in catalogue.DISTRICTS
        ]
        self.clerk = office.clerks[0]
        self.plans = Plans(office, days)
        self.clock_cache: dict[tuple[int, date], tuple[dict, dict, dict]] = {}

    def chunk(self, session: Session, first: int, size: int, years_ago: int) -> Chunk:
        chunk, shares = Chunk(), YEARS_BEFORE if years_ago else THIS_YEAR
        for n in range(first + 1, first + size + 1):
            status = self.rng.choices(list(shares), weights=list(shares.values()))[0]
            self._one(chunk, session, n, status)
        return chunk

    def _one(self, chunk: Chunk, session: Session, n: int, status: S) -> None:
        item = self._suggestion(session, n, status)
        tasks, replies, grade = [], [], ""
        if status in _ASSIGNED:
            lead, *helpers = self._tasks(item, session)
            tasks = [lead, *helpers]
            if status == S.IN_HANDLING:
                self._leave_open(chunk, lead, helpers)
            else:
                replies = [self._answer(chunk, item, lead, helpers)]
                grade = self._judge(chunk, item, lead) if status in {S.JUDGED, S.CLOSED} else ""
            chunk.events.append(self._event(item, Action.ASSIGN, lead.assigned_on, S.IN_HANDLING))
        for reply in replies:
            changes, commitments = promises.of(reply, solved=self.office.classes["A"], today=self.days.today)
            chunk.class_changes += changes
            chunk.commitments += commitments
        set_copies(item, tasks, [reply for reply in replies if reply.state == ReplyState.ACCEPTED], grade)
        chunk.suggestions.append(item)
        chunk.tasks += tasks
        chunk.replies += replies
        chunk.events.append(self._event(item, Action.REGISTER, item.submitted_on, S.REGISTERED))

    def _suggestion(self, session: Session, n: int, status: S) -> Suggestion:
        topic, title, body = self.rng.choice(self.sheets)
        deputy = self.rng.choice(self.office.deputies)
        is_joint = self.rng.random() < 0.3
        received = session.opened_on + timedelta(days=n % 5)
        return Suggestion(
            session=session,
            period=Period.IN_SESSION,
            number=str(n),
            number_key=numbering.sort_key(str(n)),
            title=title,
            body=body,
            category=self.office.categories[topic.category],
            proposer_kind=ProposerKind.JOINT if is_joint else ProposerKind.INDIVIDUAL,
            co_signer_count=self.rng.randint(1, 9) if is_joint else 0,
            lead_deputy=deputy,
            delegation_id=deputy.delegation_id,
            submitted_on=received,
            registered_at=moment(received, 10, n % 60),
            registered_by=self.clerk,
            status=status,
        )

    def _tasks(self, item: Suggestion, session: Session) -> list[Assignment]:
        assigned_on = session.closed_on + timedelta(days=self.rng.randint(10, 130 if session.is_current else 20))
        assigned_on = min(assigned_on, self.days.today)
        reply_clock, opinion_clock, windows = self._clocks(item, assigned_on)
        units = dict.fromkeys(
            self.rng.choices(self.units, cum_weights=self.weights, k=self.rng.choice((1, 2, 3, 3, 4)))
        )
        return [
            Assignment(
                suggestion=item,
                unit=unit,
                role=UnitRole.ASSISTING if place else UnitRole.LEAD,
                assigned_on=assigned_on,
                assigned_by=self.clerk,
                **windows,
                **(opinion_clock if place else reply_clock),
            )
            for place, unit in enumerate(units)
        ]

    def _clocks(self, item: Suggestion, day: date) -> tuple[dict, dict, dict]:
        """Counted once for each day: the same for all that are handed over together."""
        key = item.session_id, day
        if key not in self.clock_cache:
            clock = self.days.clock
            reply_clock = clocks.reply_clock(clock, item, assigned_on=day)
            opinion_clock = clocks.assisting_clock(clock, assigned_on=day, reply_due_on=reply_clock["due_on"])
            self.clock_cache[key] = reply_clock, opinion_clock, clocks.unit_windows(clock, assigned_on=day)
        return self.clock_cache[key]

    def _leave_open(self, chunk: Chunk, lead: Assignment, helpers: list[Assignment]) -> None:
        lead.state = self.rng.choice(_LEAD_STATES)
        if lead.state == A.AWAITING_REVIEW:
            lead.done_on = self._between(lead.assigned_on, lead.due_on)
            chunk.replies.append(self._reply(lead, ReplyState.AWAITING_REVIEW))
        elif lead.state == A.AWAITING_SIGNATURE:
            chunk.replies.append(self._reply(lead, ReplyState.AWAITING_SIGNATURE))
        for task in helpers:
            task.state = self.rng.choice((A.AWAITING_RECEIPT, A.HANDLING, A.OPINION_FILED, A.OPINION_FILED))
            if task.state == A.OPINION_FILED:
                self._opine(chunk, task)
        self._sign(chunk, lead, helpers)

    def _answer(self, chunk: Chunk, item: Suggestion, lead: Assignment, helpers: list[Assignment]) -> Reply:
        lead.state, lead.done_on = A.ANSWERED, self._between(lead.assigned_on, lead.due_on + timedelta(days=8))
        for task in helpers:
            task.state = A.OPINION_FILED
            self._opine(chunk, task)
        self._sign(chunk, lead, helpers)
        item.feedback_due_on = lead.done_on + timedelta(days=21)
        chunk.events.append(self._event(item, Action.ALL_ANSWERED, lead.done_on, S.REPLIED))
        return self._reply(lead, ReplyState.ACCEPTED)

    def _judge(self, chunk: Chunk, item: Suggestion, lead: Assignment) -> str:
        grade, day = self.rng.choice(_GRADES), min(lead.done_on + timedelta(days=9), self.days.today)
        chunk.judgements.append(
            Evaluation(
                suggestion=item,
                round=1,
                deputy=item.lead_deputy,
                attitude=Grade.SATISFIED,
                result=grade,
                source=EvaluationSource.ONLINE,
                given_on=day,
                entered_by=self.clerk,
                entered_at=moment(day, 15, 0),
            )
        )
        if item.status == S.CLOSED:
            item.closed_at, item.closed_by = moment(day, 16, 0), self.clerk
            chunk.events.append(self._event(item, Action.CLOSE, day, S.CLOSED))
        return grade

    def _reply(self, lead: Assignment, state: str) -> Reply:
        day = lead.done_on or self.days.last
        head = self.office.heads.get(lead.unit_id)
        result = self.office.classes[self.rng.choice("AAABBBBC")]
        return Reply(
            assignment=lead,
            version=1,
            state=state,
            text=lead.suggestion.body,
            document_number=f"澜函〔{day.year}〕{lead.suggestion.number}号",
            result_class=result,
            unsolved_reason="条件尚不具备。" if result.needs_reason else "",
            signatory=head.name if head else "",
            dated_on=day,
            submitted_by=self.clerk,
            submitted_at=moment(day, 9, 0),
            signed_at=moment(day, 11, 0) if state != ReplyState.AWAITING_SIGNATURE else None,
        )

    def _opine(self, chunk: Chunk, task: Assignment) -> None:
        task.done_on = self._between(task.assigned_on, task.due_on)
        filed_at = moment(task.done_on, 14, 0)
        chunk.opinions.append(
            Opinion(
                assignment=task, version=1, text="赞成代表意见，请统筹考虑。", filed_on=task.done_on, filed_at=filed_at
            )
        )

    def _sign(self, chunk: Chunk, lead: Assignment, helpers: list[Assignment]) -> None:
        for task in (lead, *helpers):
            if task.state != A.AWAITING_RECEIPT:
                signed_on = min(task.assigned_on + timedelta(days=1), self.days.today)
                task.signed_at = moment(signed_on, 9, 0)
                if task is lead:
                    chunk.plans.append(self.plans.of(task, signed_on=signed_on))

    def _between(self, first: date, last: date) -> date:
        last = max(first, min(last, self.days.today))
        return first + timedelta(days=self.rng.randint(0, (last - first).days))

    def _event(self, item: Suggestion, action: Action, day: date, state: str) -> Event:
        clerk = self.clerk
        return Event(
            suggestion=item,
            action=action,
            at=moment(day, 10, 0),
            by=clerk,
            by_name=clerk.name,
            by_role=clerk.role,
            to_state=state,
        )
