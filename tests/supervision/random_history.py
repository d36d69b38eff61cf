"""An office at work by chance: each step is one action that its suggestion allows; the same seed gives the same way."""

from datetime import date, timedelta
from random import Random

from suggestions.actions import (
    add_unit,
    assign,
    change_class,
    close,
    draft_units,
    extend,
    give_back,
    opine,
    reply,
    review,
    urge,
)
from suggestions.choices import AssignmentState, Grade, ReplyState, ReviewOutcome, Status, UrgeChannel
from suggestions.errors import RuleViolation
from suggestions.models import Reply, Suggestion
from suggestions.workflow import ANSWERING
from tests import factories as make

GRADES = (Grade.SATISFIED, Grade.BASICALLY_SATISFIED, Grade.DISSATISFIED, Grade.DISSATISFIED, Grade.NO_VIEW)


class Walk:
    """`live()` would be asked between two days; `step()` does one act on `day`."""

    def __init__(self, seed: int, day: date = make.DAY):
        self.rng, self.day, self.done = Random(seed), day, []
        self.session = make.session()
        self.clerk, self.head = make.clerk(), make.office_head()
        systems = ("government", "government", "party", "justice")
        self.units = [make.unit(f"第{n}局", handling_system=system) for n, system in enumerate(systems)]
        self.people = {unit.pk: (make.handler(unit), make.head(unit)) for unit in self.units}
        self.deputies = [make.deputy() for _ in range(3)]

    def pass_days(self) -> None:
        self.day += timedelta(days=self.rng.choice((1, 1, 2, 3, 9, 20)))

    def step(self) -> None:
        """Something that is possible; what the rules refuse is not done."""
        items = list(Suggestion.objects.filter(session=self.session).order_by("pk"))
        if len(items) < 3 or (len(items) < 6 and self.rng.random() < 0.2):
            return self.register()
        item = self.rng.choice(items)
        act = self.rng.choice(self.acts(item))
        try:
            act(item)
            self.done.append(f"{self.day:%m-%d} {item.number} {act.__name__}")
        except RuleViolation as refused:
            self.done.append(f"{self.day:%m-%d} {item.number} {act.__name__}: {refused.message}")

    def acts(self, item) -> list:
        return {
            Status.REGISTERED: [self.decide],
            Status.RETURNED: [self.resubmit],
            Status.ACCEPTED: [self.hand_over, self.hand_over, self.merge],
            Status.IN_HANDLING: [self.handle] * 20
            + [self.press, self.press, self.more_time, self.pass_along, self.help, self.withdraw],
            Status.REPLIED: [self.judge] * 3 + [self.correct, self.close],
            Status.JUDGED: [self.again] * 3 + [self.close, self.correct],
            Status.CLOSED: [self.reopen, self.look, self.look, self.look],
            Status.MERGED: [self.judge if item.replied_on else self.look],
        }.get(item.status, [self.revise])

    @property
    def hand(self) -> dict:
        return {"by": self.clerk, "at": make.at(self.day)}

    def register(self) -> None:
        deputy = self.rng.choice(self.deputies)
        fields = {"lead_deputy": deputy, "delegation": deputy.delegation, "submitted_on": self.day}
        make.suggestion(session=self.session, by=self.clerk, on=self.day, **fields)

    def decide(self, item) -> None:
        outcome = self.rng.choice((ReviewOutcome.ACCEPT,) * 6 + (ReviewOutcome.RETURN, ReviewOutcome.CONVERT))
        review.review(suggestion=item, outcome=outcome, reason="按规定", **self.hand)

    def resubmit(self, item) -> None:
        review.resubmit(suggestion=item, **self.hand)

    def revise(self, item) -> None:
        review.revise(suggestion=item, reason="有误", by=self.head, at=make.at(self.day))

    def merge(self, item) -> None:
        others = Suggestion.objects.filter(session=self.session).exclude(pk=item.pk)
        into = self.rng.choice(list(others.order_by("pk")))
        review.review(suggestion=item, outcome=ReviewOutcome.MERGE, reason="同一事项", into=into, **self.hand)

    def withdraw(self, item) -> None:
        review.review(suggestion=item, outcome=ReviewOutcome.WITHDRAW, reason="代表撤回", **self.hand)

    def hand_over(self, item) -> None:
        chosen = self.rng.sample(self.units, 3)
        n = self.rng.choice((1, 1, 2))
        leads, assisting = chosen[:n], chosen[n : n + self.rng.randint(0, 1)]
        draft_units.draft(suggestion=item, leads=leads, assisting=assisting, separate=n > 1, by=self.clerk)
        day = {"assigned_on": self.day, "today": self.day}
        assign.issue(suggestions=[item], session=self.session, **day, **self.hand)

    def handle(self, item) -> None:
        """One unit goes on by one step."""
        tasks = list(item.assignments.active().filter(round=item.round).order_by("pk").select_related("unit"))
        task = self.rng.choice(tasks)
        head = self.people[task.unit_id][1]
        if task.state == AssignmentState.AWAITING_RECEIPT:
            return make.signed(item, task.unit, self.day, is_planned=self.rng.random() < 0.5)
        if task.role not in ANSWERING:
            opinion = {"assignment": task, "text": "拟同意。", "by": self.people[task.unit_id][0]}
            return opine.file(**opinion, on=self.day, at=make.at(self.day))
        version = Reply.objects.filter(assignment=task).order_by("-version").first()
        on = {"on": self.day, "at": make.at(self.day)}
        if task.state == AssignmentState.HANDLING:
            code = self.rng.choice("ABC")
            more = {"unsolved_reason": "条件所限"} if code == "C" else {}
            more["without_opinions_reason"] = "期限将至"
            make.submitted(item, task.unit, self.day, result_class=make.result_class(code), **more)
        elif version is not None and version.state == ReplyState.AWAITING_SIGNATURE:
            reply.sign_off(reply=version, by=head, **on)
        elif version is not None and version.state == ReplyState.AWAITING_REVIEW:
            if self.rng.random() < 0.25:
                reply.reject(reply=version, reason="过于简单", **self.hand)
            else:
                reply.accept(reply=version, by=self.clerk, **on)

    def press(self, item) -> None:
        promise = {"promise": "抓紧办", "promised_on": self.day + timedelta(days=5)} if self.rng.random() < 0.5 else {}
        urge.urge(suggestion=item, words="", channel=UrgeChannel.PHONE, today=self.day, **promise, **self.hand)

    def more_time(self, item) -> None:
        task = self.rng.choice(list(item.assignments.active().filter(role__in=ANSWERING).order_by("pk")))
        today = {"today": self.day, "at": make.at(self.day)}
        until = task.start_on + timedelta(days=150)
        asked = extend.request(assignment=task, until=until, reason="难", by=self.people[task.unit_id][0], **today)
        if self.rng.random() < 0.6:
            extend.decide(extension=asked, agreed=self.rng.random() < 0.7, note="见函", by=self.head, **today)

    def pass_along(self, item) -> None:
        task = self.rng.choice(list(item.assignments.active().order_by("pk")))
        unit, day = self.rng.choice(self.units), {"assigned_on": self.day, "today": self.day}
        give_back.reassign(assignment=task, unit=unit, reason="职责调整", **day, **self.hand)

    def help(self, item) -> None:
        add_unit.add(
            suggestion=item, unit=self.rng.choice(self.units), assigned_on=self.day, today=self.day, **self.hand
        )

    def look(self, item) -> None:
        """Nothing is done."""

    def judge(self, item) -> None:
        make.judged(item, self.rng.choice(GRADES), self.day, attitude=self.rng.choice(GRADES[:2]))

    def correct(self, item) -> None:
        accepted = Reply.objects.filter(assignment__suggestion=item, state=ReplyState.ACCEPTED).order_by("pk")
        to_class = make.result_class(self.rng.choice("AC"))
        change_class.correct(reply=accepted.last(), to_class=to_class, reason="核实", on=self.day, **self.hand)

    def again(self, item) -> None:
        if item.grade == Grade.DISSATISFIED:
            make.rehandled(item, self.day)

    def close(self, item) -> None:
        close.close(suggestion=item, reason="代表未反馈", today=self.day, **self.hand)

    def reopen(self, item) -> None:
        close.reopen(suggestion=item, reason="有新情况", by=self.head, at=make.at(self.day))
