"""Annual reports of the demo: last session's frozen, this session's frozen in between and corrected; files made and one
that failed. Written last, through the actions the pages use."""

from django.conf import settings

from suggestions.actions import register
from suggestions.choices import Status
from suggestions.models import Session, Suggestion
from supervision.actions import annual_report, build_report
from supervision.choices import ReportKind
from supervision.demo.days import Days, moment
from supervision.demo.office import DemoOffice
from supervision.models import AnnualReport, ReportDraft

_FAILED = "存储空间不足，文件没有写入。请与系统管理员联系后重新生成。"


def freeze_all(office: DemoOffice, days: Days) -> None:
    last = _freeze(office, office.last_session, days.before(-40), days.before(-39))
    for kind in ReportKind:
        _build(office, last, kind, days)
    as_of = days.before(-12)
    _freeze(office, office.this_session, as_of, days.before(-11))
    _mend_category(office, days)
    second = _freeze(office, office.this_session, as_of, days.before(-4), "一件建议的类别登记有误，核对后更正。")
    for kind in (ReportKind.WORKBOOK, ReportKind.WORD):
        _build(office, second, kind, days)
    asked = build_report.ask(
        report=second, kind=ReportKind.PACKAGE, by=office.clerks[0], at=moment(days.before(-3), 9, 30)
    )
    build_report.give_up(asked.pk, _FAILED, at=moment(days.before(-3), 9, 31))


def _freeze(office: DemoOffice, session: Session, as_of, day, reason: str = "") -> AnnualReport:
    at = moment(day, 16, 0)
    asked = annual_report.ask(session=session, as_of=as_of, by=office.head, at=at)
    annual_report.count(asked.pk, now=lambda: at, decimals=settings.RATE_DECIMALS)
    return annual_report.freeze(draft=ReportDraft.objects.get(pk=asked.pk), reason=reason, by=office.head, at=at)


def _build(office: DemoOffice, report: AnnualReport, kind: str, days: Days) -> None:
    at = moment(days.before(-3), 9, 0)
    build = build_report.ask(report=report, kind=kind, by=office.clerks[0], at=at)
    build_report.make(build.pk, now=lambda: at, office=settings.OFFICE_ON_PAPER)


def _mend_category(office: DemoOffice, days: Days) -> None:
    found = Suggestion.objects.filter(session=office.this_session, status=Status.IN_HANDLING)
    item = found.select_related("category").first()
    other = next(one for one in office.categories.values() if one != item.category)
    day = days.before(-5)
    register.amend(
        suggestion=item,
        fields={"category": other},
        version=item.version,
        by=office.clerks[0],
        on=day,
        at=moment(day, 10, 0),
    )
