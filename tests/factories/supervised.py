"""Key topics, supervisions, invitations and findings. Chosen and held on DAY unless told otherwise."""

from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from accounts.roles import Role
from suggestions.actions import attach
from suggestions.models import Assignment
from supervision.actions import annual_report, build_report, key, supervise
from supervision.actions import finding as findings
from supervision.actions import instruction as instructions
from supervision.choices import Criterion, ReportKind, SupervisionKind
from supervision.models import AnnualReport, Card, KeyTopic, ReportBuild, ReportDraft, SupervisionFile
from tests.factories.life import assigned
from tests.factories.people import DAY, _serial, at, clerk, handler, office_head, user
from tests.uploads import PDF, png


def choice(**fields) -> key.Choice:
    """What the council of chairs decided, that keeps the rules."""
    if "leader" not in fields:
        fields["leader"] = user(Role.LEADER)
    if "committee" not in fields:
        fields["committee"] = user(Role.COMMITTEE).committee
    days = {"decided_on": DAY, "plan_from_on": DAY, "plan_until_on": DAY + timedelta(days=200)}
    words = {"title": "推进学校周边交通治理", "criterion": Criterion.COMPLEX, "plan": "听取汇报，视察现场。"}
    return key.Choice(**{"year": DAY.year, "order": next(_serial), **days, **words, **fields})


def topic(*suggestions, by: User | None = None, on: date = DAY, **fields) -> KeyTopic:
    return key.choose(
        choice=choice(**fields), suggestions=suggestions or [assigned()], by=by or clerk(), today=on, at=at(on)
    )


def arranged(of, *invited, by: User | None = None, on: date = DAY, held_on: date | None = None, **fields):
    """A supervision to come, with deputies invited."""
    return supervise.arrange(
        of=of,
        held_on=held_on or on + timedelta(days=7),
        invited=invited,
        by=by or clerk(),
        today=on,
        at=at(on),
        **{"kind": SupervisionKind.ON_SITE, "place": "学校门前", "arrangement": "上午九时集合。", **fields},
    )


def held(of, by: User | None = None, on: date = DAY, **fields):
    """A supervision that took place on `on`."""
    words = {"kind": SupervisionKind.ON_SITE, "place": "学校门前", "people": "领导、委室", "text": "标识缺两处。"}
    return supervise.record(of=of, held_on=on, by=by or clerk(), today=on, at=at(on), **{**words, **fields})


def finding(of=None, unit=None, by: User | None = None, on: date = DAY, due_on: date | None = None, **fields):
    """A task of the lead unit of the first suggestion of `of` (a topic or a suggestion; made when none is given)."""
    of = of or topic()
    made = held(of, on=on)
    suggestion = of.suggestions.first() if isinstance(of, KeyTopic) else of
    unit = unit or suggestion.assignments.active().exclude(role="assisting").first().unit
    fields = {"matter": "补齐现场标识", "due_on": due_on or on + timedelta(days=30)} | fields
    return findings.open_finding(
        supervision=made, suggestion=suggestion, unit=unit, by=by or clerk(), today=on, at=at(on), **fields
    )


def mended(made, on: date = DAY, by: User | None = None, **fields):
    """The unit reports it as put right, with proof."""
    fields = {"text": "标识已补齐。", "done_on": on, "files": [SimpleUploadedFile("验收单.pdf", PDF)]} | fields
    findings.report(finding=made, by=by or handler(made.unit), today=on, at=at(on), **fields)
    return made


def photo(of) -> SupervisionFile:
    """Of a supervision."""
    upload = SimpleUploadedFile("现场.png", png())
    return attach.keep(SupervisionFile, [upload], supervision=of, by=clerk(), at=at())[0]


def card(of: Assignment) -> Card:
    """A yellow one, as if the task were three days late."""
    facts = {"due_on": of.due_on, "days_overdue": 3, "urgings": 0, "given_on": DAY, "given_at": at()}
    return Card.objects.create(suggestion=of.suggestion, assignment=of, colour="yellow", cause="overdue", **facts)


def counted(session, as_of: date = DAY, by: User | None = None, now=None, decimals: int = 2) -> ReportDraft:
    """What a report would say, as the worker leaves it."""
    now = now or at(as_of)
    asked = annual_report.ask(session=session, as_of=as_of, by=by or clerk(), at=now)
    annual_report.count(asked.pk, now=lambda: now, decimals=decimals)
    return ReportDraft.objects.select_related("session__term", "snapshot").get(pk=asked.pk)


def frozen(session, as_of: date = DAY, by: User | None = None, now=None, **more) -> AnnualReport:
    now, by = now or at(as_of), by or office_head()
    return annual_report.freeze(draft=counted(session, as_of, by, now), by=by, at=now, **more)


def built_report(session) -> ReportBuild:
    """Frozen as of today, and one of its files."""
    report = frozen(session)
    build = build_report.ask(report=report, kind=ReportKind.ASSESSMENT, by=clerk(), at=at())
    build_report.make(build.pk, now=at, office="")
    return build


def instruction(suggestion=None, unit=None, by: User | None = None, on: date = DAY, due_on=None, **fields):
    """A leader's, for the lead unit of the suggestion unless told otherwise; `unit=False`: for the office."""
    suggestion = suggestion or assigned()
    if unit is None:
        unit = suggestion.assignments.active().exclude(role="assisting").first().unit
    words = {"text": "请抓紧办理，有困难及时报告。", **fields}
    leader = by or user(Role.LEADER)
    return instructions.give(
        suggestion=suggestion, unit=unit or None, due_on=due_on, by=leader, today=on, at=at(on), **words
    )
