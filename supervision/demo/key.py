"""Key suggestions of the demo: topics of this year at every point of their way, supervisions of each kind, findings in
every state, invitations answered and open. Written last, through the actions the pages use.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from accounts.models import Deputy, User
from accounts.roles import Role
from suggestions.choices import Status
from suggestions.models import Suggestion
from supervision.actions import finding as findings
from supervision.actions import key, supervise
from supervision.choices import Criterion, InvitationAnswer
from supervision.choices import SupervisionKind as Kind
from supervision.demo import paper
from supervision.demo.days import Days, moment
from supervision.demo.office import DemoOffice
from supervision.models import Finding, KeyTopic, Supervision

_LEADERS = {"leader2": "陆若云", "leader3": "方向晴"}
_PLAN = (
    "一、四月前听取承办单位汇报，明确目标和时间表；\n"
    "二、年中由领衔领导带队视察现场，邀请提出建议的代表参加；\n"
    "三、十月由联系委室逐项核对整改情况；\n四、年底向主任会议报告督办结果。"
)
_SEEN = (
    "先后察看三个点位，听取承办单位汇报，与代表和群众座谈。工作总体按计划推进，"
    "但进度不平衡，部分点位的标识、照明和后续管护没有跟上，应尽快补齐。"
)
_MATTERS = ("补齐现场标识和夜间照明", "公布分段施工时间表并告知代表", "落实管护单位和经费", "对未开工点位逐一说明原因")
_MENDED = "已按督办要求完成，现场已验收，材料附后。"


@dataclass
class Leading:
    """One topic and the day of the next act, as Pen is for a suggestion."""

    office: DemoOffice
    days: Days
    topic: KeyTopic
    rng: Random

    def held(self, kind: str, ago: int, *, by: User | None = None) -> Supervision:
        day = self.days.before(-ago)
        return supervise.record(
            of=self.topic,
            kind=kind,
            held_on=day,
            place=self._place(),
            people=f"{self.topic.leader}、{self.topic.committee}，承办单位负责人、提出建议的代表",
            text=_SEEN,
            files=[paper.picture("现场照片.png", 60 + ago), paper.pdf("督办通知.pdf", ["督办通知", "（演示文件）"])],
            **self._hand(by or self.committee, day),
        )

    def arranged(self, kind: str, ago: int, on: date, invited: list[Deputy], by: User | None = None) -> Supervision:
        return supervise.arrange(
            of=self.topic,
            kind=kind,
            held_on=on,
            place=self._place(),
            arrangement="上午九时在市人大常委会院内集合，察看两个点位后座谈。",
            invited=invited,
            **self._hand(by or self.committee, self.days.before(-ago)),
        )

    def answers(self, made: Supervision, *words: tuple[str, str], ago: int) -> None:
        """The first of those invited answer; the others have not yet."""
        for invitation, (answer, text) in zip(
            made.invitations.select_related("deputy", "supervision"), words, strict=False
        ):
            by = User.objects.get(deputy=invitation.deputy)
            at = moment(self.days.before(-ago), 15, 20)
            supervise.answer(invitation=invitation, answer=answer, words=text, by=by, at=at)

    def found(self, made: Supervision, ago: int, due: int, n: int = 0) -> Finding:
        """Handed out `ago` days before today, due `due` days from today."""
        suggestion = self.topic.suggestions.order_by("pk").first()
        task = suggestion.assignments.active().select_related("unit").order_by("pk").first()
        made = findings.open_finding(
            supervision=made,
            suggestion=suggestion,
            unit=task.unit,
            matter=_MATTERS[n],
            due_on=self.days.today + timedelta(days=due),
            **self._hand(self.committee, self.days.before(-ago)),
        )
        return made

    def mended(self, finding: Finding, ago: int) -> None:
        day = self.days.before(-ago)
        proof = [paper.pdf("整改验收单.pdf", [str(finding.unit), "整改验收单", "（演示文件）"])]
        by = self.office.handlers[finding.unit_id]
        findings.report(finding=finding, text=_MENDED, done_on=day, files=proof, **self._hand(by, day))

    def confirmed(self, finding: Finding, ago: int) -> None:
        hand = self._hand(self.committee, self.days.before(-ago))
        findings.confirm(finding=finding, text="已现场核实。", **hand)

    def returned(self, finding: Finding, ago: int, due: int) -> None:
        hand = self._hand(self.committee, self.days.before(-ago))
        due_on = self.days.today + timedelta(days=due)
        findings.hand_back(finding=finding, text="照明已装好，标识仍缺两处，请补齐后再报。", due_on=due_on, **hand)

    def withdrawn(self, finding: Finding, ago: int) -> None:
        hand = self._hand(self.committee, self.days.before(-ago))
        findings.withdraw(finding=finding, text="所涉点位已移交区级管理，不再由该单位整改。", **hand)

    @property
    def committee(self) -> User:
        return User.objects.get(role=Role.COMMITTEE, committee=self.topic.committee)

    @property
    def guests(self) -> list[Deputy]:
        """Three deputies with accounts, the first of the accounts' table among them."""
        return list(Deputy.objects.filter(user__isnull=False).order_by("pk")[:3])

    def _place(self) -> str:
        return self.rng.choice(("东城街道、西城街道", "城北新区项目现场", "承办单位会议室", "青石镇、柳河镇"))

    def _hand(self, by: User, day: date) -> dict:
        return {"by": by, "today": day, "at": moment(day, self.rng.randint(9, 16), self.rng.randint(0, 59))}


def seen_on_site(one: Leading) -> None:
    """Findings put right: one confirmed, one waiting for it."""
    made = one.held(Kind.ON_SITE, 60)
    done, reported = one.found(made, 58, -10), one.found(made, 58, 12, 1)
    one.mended(done, 20)
    one.confirmed(done, 15)
    one.mended(reported, 3)


def followed_up(one: Leading) -> None:
    """Handed back once; the leader's own visit is arranged, with deputies who have answered, refused and not yet."""
    made = one.held(Kind.COMMITTEE, 45)
    finding = one.found(made, 44, 5)
    one.mended(finding, 12)
    one.returned(finding, 8, 20)
    visit = one.days.clock.calendar.next_workday(one.days.today + timedelta(days=9))
    planned = one.arranged(Kind.LEADER, 6, visit, one.guests[::-1], by=one.topic.leader)
    coming = (InvitationAnswer.COMING, "准时参加，想看看充电桩的使用情况。")
    one.answers(planned, coming, (InvitationAnswer.NOT_COMING, "当天有培训，不能参加。"), ago=4)


def late(one: Leading) -> None:
    made = one.held(Kind.LEADER, 50, by=one.topic.leader)
    one.found(made, 48, -6)
    one.found(made, 48, 25, 2)


def with_deputies(one: Leading) -> None:
    """Arranged, answered, held; a finding to come and one taken back."""
    day = one.days.before(-25)
    made = one.arranged(Kind.DEPUTIES, 35, day, one.guests[1:])
    one.answers(made, (InvitationAnswer.COMING, ""), (InvitationAnswer.COMING, ""), ago=32)
    supervise.record_arranged(
        supervision=made,
        held_on=day,
        place=made.place,
        people="受邀代表、联系委室、承办单位负责人",
        text=_SEEN,
        files=[paper.picture("座谈照片.png", 140)],
        **one._hand(one.committee, day),
    )
    one.found(made, 24, 16, 2)
    one.withdrawn(one.found(made, 24, 10, 3), 10)


def long_ago(one: Leading) -> None:
    one.held(Kind.DIVIDED, 100, by=one.office.head)


def checked(one: Leading) -> None:
    one.held(Kind.CHECK, 12, by=one.office.clerks[0])
    planned = one.arranged(Kind.ON_SITE, 9, one.days.before(-2), [])
    hand = one._hand(one.committee, one.days.before(-4))
    supervise.call_off(supervision=planned, reason="当日有暴雨预警，另行安排。", **hand)


def to_be_recorded(one: Leading) -> None:
    """Its day is over and nothing is written."""
    one.arranged(Kind.COMMITTEE, 15, one.days.before(-4), [])


def ended(one: Leading) -> None:
    one.held(Kind.COMMITTEE, 70)
    reason = "建议所提问题已经解决，代表表示满意，经主任会议同意结束督办。"
    key.end(topic=one.topic, reason=reason, **one._hand(one.office.head, one.days.before(-20)))


STORIES: tuple[tuple[Callable, str], ...] = (
    (seen_on_site, Status.REPLIED),
    (followed_up, Status.IN_HANDLING),
    (late, Status.IN_HANDLING),
    (with_deputies, Status.JUDGED),
    (long_ago, Status.IN_HANDLING),
    (checked, Status.IN_HANDLING),
    (to_be_recorded, Status.REPLIED),
    (ended, Status.CLOSED),
)


def supervise_all(office: DemoOffice, days: Days, rng: Random) -> None:
    leaders = [User.objects.get(username="leader"), *(_leader(*one) for one in _LEADERS.items())]
    taken: set[int] = set()
    for n, (story, status) in enumerate(STORIES):
        bundle = _bundle(office, status, taken, 1 + n % 3)
        topic = _choose(office, days, n, leaders[n % len(leaders)], bundle)
        story(Leading(office, days, topic, rng))


def _leader(username: str, name: str) -> User:
    first = User.objects.get(username="leader")
    return User.objects.create(username=username, name=name, role=Role.LEADER, password=first.password)


def _bundle(office: DemoOffice, status: str, taken: set[int], n: int) -> list[Suggestion]:
    """`n` of this session in `status`, of one category as far as there are; none twice."""
    found = Suggestion.objects.filter(session=office.this_session, status=status).exclude(pk__in=taken)
    handled = list(found.exclude(lead_unit_names="").order_by("pk"))
    bundle = sorted(handled, key=lambda one: one.category_id != handled[0].category_id)[:n]
    taken |= {one.pk for one in bundle}
    return bundle


def _choose(office: DemoOffice, days: Days, n: int, leader: User, bundle: list[Suggestion]) -> KeyTopic:
    day = days.before(-120)
    unit = bundle[0].assignments.active().select_related("unit__committee").order_by("pk").first().unit
    choice = key.Choice(
        year=days.today.year,
        order=n + 1,
        title=bundle[0].title.removeprefix("关于").removesuffix("的建议"),
        criterion=list(Criterion)[n % len(Criterion)],
        decided_on=days.before(-125),
        leader=leader,
        committee=unit.committee,
        plan=_PLAN,
        plan_from_on=day,
        plan_until_on=days.today + timedelta(days=35),
    )
    at = moment(day, 10, 5 + n)
    return key.choose(choice=choice, suggestions=bundle, by=office.head, today=day, at=at)
