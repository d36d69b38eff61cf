"""What the pages of the annual report show: the figures as lines, what is open, and the state of each file."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from supervision.actions import annual_report, build_report
from supervision.choices import BuildState, ReportKind
from supervision.definitions import Definition
from supervision.models import AnnualReport, ReportBuild, ReportDraft
from supervision.rates import MEASURES
from supervision.reports import changes, values
from supervision.reports.figures import LINE
from supervision.reports.remarks import balance_words, promise_words


@dataclass(frozen=True)
class RateRow:
    definition: Definition
    numerator: int
    denominator: int
    shown: str
    before: str
    change: str


@dataclass(frozen=True)
class File:
    """One kind of file, built or not; `may_ask`: it can be asked for (again) now."""

    kind: str
    label: str
    build: ReportBuild | None
    may_ask: bool
    is_stuck: bool


def draft(found: ReportDraft, at: datetime) -> dict:
    """How far the counting is, or what it gave."""
    stuck = annual_report.is_stuck(found, at)
    state = {"is_counting": found.is_under_way and not stuck, "is_stuck": stuck}
    if found.state != BuildState.DONE:
        return state
    before = annual_report.standing(found.session_id, found.as_of)
    return state | {
        "before": before,
        "is_old": not annual_report.is_of_today(found, at),
        "is_the_same": before is not None and changes.is_empty(found.changes),
        "shown": shown(found.figures),
        "changes": changes.named(found.changes) if before else None,
    }


def shown(figures: dict) -> dict:
    """The figures for the template, frozen or only looked at."""
    before, decimals = figures["before"], figures["decimals"]
    rates = [
        RateRow(
            measure.definition,
            *figures["rates"][key],
            values.percent(figures["rates"][key], decimals),
            values.percent(before["rates"][key], decimals) if before and key in before["rates"] else values.NOTHING,
            values.change(figures, key),
        )
        for key, measure in MEASURES.items()
        if key in figures["rates"]  # else frozen before there was this rate
    ]
    units = [
        {**unit, "done": unit["cells"]["lead_replied"] + unit["cells"]["opinions"],
         "rate": values.percent(unit["reply_rate"], decimals)}
        for unit in figures["units"]
    ]  # fmt: skip
    return {
        "total": figures["total"],
        "counts": [(label, figures["whole"]["counts"][name]) for name, label in LINE.items()],
        "rates": rates,
        "units": units,
        "before": before,
        "balance": balance_words(figures["balance"]),
        "promises": promise_words(figures),
        "topics": len(figures["topics"]),
        "warnings": list(warnings(figures["open"])),
    }


def warnings(left: dict[str, int]):
    """What will still change after the day: said before freezing, and kept with the report."""
    sentences = {
        "overdue": _("%(n)d件逾期未答复，计入按期答复率的分母。"),
        "extensions": _("%(n)d项延期申请尚待决定，期限按申请前的计算。"),
        "in_review": _("%(n)d件答复已提交、尚未审核通过，不计为已答复。"),
        "unjudged": _("%(n)d件已答复的建议代表尚未评价；截止日之后的评价不计入。"),
        "to_review": _("%(n)d件尚未审核。"),
        "to_assign": _("%(n)d件已受理、尚未交办。"),
        "uncategorised": _("%(n)d件没有类别，列入“未分类”。"),
    }
    for name, sentence in sentences.items():
        if left[name]:
            yield sentence % {"n": left[name]}


def files(report: AnnualReport, user, at: datetime) -> list[File]:
    builds = {build.kind: build for build in report.builds.select_related("asked_by")}

    def file(kind: ReportKind) -> File:
        build = builds.get(kind)
        stuck = build is not None and build_report.is_stuck(build, at)
        free = build is None or not build.is_under_way or stuck
        return File(kind.value, str(kind.label), build, user.is_office and free, stuck)

    return [file(kind) for kind in ReportKind]
