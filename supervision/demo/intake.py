"""From the sheet to the units: register, review, merge, pencil in, hand over."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import cycle
from random import Random

from suggestions.actions import assign, draft_units, register, review
from suggestions.choices import Kind, Period, ProposerKind, Publicity, RefusalReason, ReviewOutcome
from suggestions.models import Session, Suggestion
from suggestions.numbering import provisional
from supervision.demo import catalogue, texts
from supervision.demo.catalogue import Topic
from supervision.demo.days import Days, moment
from supervision.demo.office import DemoOffice
from supervision.demo.plan import Row, SessionPlan

_NO_UNIT = {"registered", "resubmitted", "returned"}


@dataclass
class Case:
    """One suggestion of the plan on its way in."""

    row: Row
    topic: Topic
    place: str
    assigned_on: date | None = None
    item: Suggestion | None = None
    merged: list[Suggestion] = field(default_factory=list)


class Intake:
    """Brings the suggestions of one session in, up to the hand-over. `topics` remembers what was already written."""

    def __init__(self, office: DemoOffice, days: Days, rng: Random):
        self.office, self.days, self.rng = office, days, rng
        self.places = {topic.title: cycle(rng.sample(catalogue.DISTRICTS, 6)) for topic in catalogue.topics()}
        self.pool = rng.sample(catalogue.topics(), len(catalogue.topics()))

    def bring_in(self, session: Session, plan: SessionPlan) -> list[Case]:
        cases = [self._case(row) for row in plan.rows for _ in range(row.count)]
        self.rng.shuffle(cases)
        self._register(cases, session, plan)
        self._merge(cases, session, plan)
        for case in cases:
            self._review(case)
        self._hand_over(cases, session)
        return cases

    def _case(self, row: Row) -> Case:
        topic = next(topic for topic in self.pool if not row.leads or topic.lead in row.leads)
        self.pool.remove(topic)
        self.pool.append(topic)  # used again only after all the others
        assigned_on = None
        if row.due is not None:
            assigned_on = self.days.assigned_for(row.due)
        elif row.assigned is not None:
            assigned_on = self.days.before(row.assigned)
        return Case(row, topic, next(self.places[topic.title]), assigned_on)

    # Registration

    def _register(self, cases: list[Case], session: Session, plan: SessionPlan) -> None:
        n, twice = 0, plan.doubled
        for case in cases:
            number, fields = "", {}
            if not case.row.is_outside and n == twice != 0:  # the next sheet bears the same number
                number, twice = provisional(str(n), {str(n)}), 0
                fields = {"is_number_provisional": True, "source_number": str(n)}
            elif not case.row.is_outside:
                n += 2 if n + 1 == plan.gap else 1
                number = str(n)
            case.item = self.register(case.topic, case.place, session, self._received(case, session), number, **fields)

    def _received(self, case: Case, session: Session) -> date:
        if not case.row.is_outside:
            return session.opened_on + timedelta(days=self.rng.randint(0, 4))
        if case.assigned_on:
            return case.assigned_on - timedelta(days=self.rng.randint(3, 8))
        return self.days.before(self.rng.randint(-13, -3))

    def register(self, topic: Topic, place: str, session: Session, received: date, number: str, **fields) -> Suggestion:
        deputy = self.rng.choice(self.office.deputies)
        kind = self.rng.choices(list(ProposerKind), weights=(65, 27, 8))[0]
        district = self.office.delegations[catalogue.DISTRICTS.index(place)]
        others = [
            found for found in self.office.deputies if found.delegation_id == deputy.delegation_id and found != deputy
        ]
        in_session = session.opened_on <= received <= session.closed_on
        return register.register(
            fields={
                "session": session,
                "period": Period.IN_SESSION if in_session else Period.OUTSIDE,
                "number": number,
                "kind": self.rng.choices(list(Kind), weights=(90, 3, 3, 4))[0],
                "title": topic.title.format(place=place),
                "body": texts.body(topic, place),
                "category": self.office.categories[topic.category],
                "proposer_kind": kind,
                "lead_deputy": None if kind == ProposerKind.DELEGATION else deputy,
                "delegation": district if kind == ProposerKind.DELEGATION else deputy.delegation,
                "publicity": self.rng.choices(list(Publicity), weights=(80, 12, 8))[0],
                "suggested_unit": self.office.units[topic.lead].name if self.rng.random() < 0.5 else "",
                "submitted_on": received,
                **fields,
            },
            co_signers=self.rng.sample(others, self.rng.randint(2, 5)) if kind == ProposerKind.JOINT else (),
            by=self.rng.choice(self.office.clerks),
            on=received,
            at=moment(received, self.rng.randint(9, 17), self.rng.randint(0, 59)),
        )

    # Review

    def _review(self, case: Case) -> None:
        item, stage = case.item, case.row.stage
        day = self.days.later(item.submitted_on, self.rng.randint(1, 3))
        words = {
            "suggestion": item,
            "by": self.rng.choice(self.office.clerks),
            "at": moment(day, 10, self.rng.randint(0, 59)),
        }
        if stage in {"returned", "resubmitted"}:
            reason = "第二部分没有具体建议，请补充后重新提交。"
            review.review(outcome=ReviewOutcome.RETURN, reason=reason, **words)
            if stage == "resubmitted":
                later = moment(self.days.later(day, 1), 15, 20)
                review.resubmit(suggestion=item, by=words["by"], at=later)
        elif stage == "converted":
            reason = "反映的是单户宅基地权属纠纷，按来信转有关部门处理，并告知代表。"
            review.review(outcome=ReviewOutcome.CONVERT, reason=reason, **words)
        elif stage == "not_accepted":
            review.review(
                outcome=ReviewOutcome.NOT_ACCEPT,
                reason_code=RefusalReason.OUTSIDE_JURISDICTION,
                reason="所提事项属省级权限，建议通过省人大代表提出。",
                **words,
            )
        elif stage not in _NO_UNIT:
            review.review(outcome=ReviewOutcome.ACCEPT, **words)
            if stage in {"drafted", "drafted_without_lead"}:
                self._draft(case, has_lead=stage == "drafted")

    def _merge(self, cases: list[Case], session: Session, plan: SessionPlan) -> None:
        """Each keeps its number, and is answered with its main one."""
        mains = [next(case for case in cases if case.row.stage is stage) for stage in plan.merged]
        for main in mains:
            received = main.item.submitted_on
            place = next(self.places[main.topic.title])
            twin = self.register(main.topic, place, session, received, "")
            review.review(
                suggestion=twin,
                outcome=ReviewOutcome.MERGE,
                into=main.item,
                reason="两件建议内容相近，并案办理，分别答复代表。",
                by=self.office.clerks[0],
                at=moment(self.days.later(received, 1), 9, 30),
            )
            main.merged.append(twin)

    # Units

    def _draft(self, case: Case, *, has_lead: bool = True) -> None:
        units, topic = self.office.units, case.topic
        helpers = topic.assisting[: self.rng.randint(1, len(topic.assisting))]
        leads = [topic.lead] if has_lead else []
        if case.row.is_separate:
            leads, helpers = [topic.lead, topic.assisting[0]], []
        draft_units.draft(
            suggestion=case.item,
            leads=[units[code] for code in leads],
            assisting=[units[code] for code in helpers],
            separate=case.row.is_separate,
            superior_reason=topic.superior_reason,
            by=self.office.clerks[0],
        )

    def _hand_over(self, cases: list[Case], session: Session) -> None:
        """All that are assigned on one day go out together; the first day is that of the conference."""
        batches = defaultdict(list)
        for case in cases:
            if case.assigned_on:
                self._draft(case)
                batches[case.assigned_on].append(case)
        for n, (day, batch) in enumerate(sorted(batches.items())):
            assign.issue(
                suggestions=[case.item for case in batch],
                session=session,
                assigned_on=day,
                note=f"{session}代表建议交办会" if n == 0 else "补充交办",
                by=self.office.clerks[0],
                today=day,
                at=moment(day, 9, 30),
            )
