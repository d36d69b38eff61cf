"""Which writer makes which file of a report, and what the file is called."""

from collections.abc import Callable
from dataclasses import dataclass

from supervision.choices import ReportKind
from supervision.models import AnnualReport
from supervision.reports import assessment, chairs, paper, workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_WRITERS = {
    ReportKind.WORKBOOK: (workbook.write, "代表建议年度统计表", "xlsx", XLSX),
    ReportKind.WORD: (paper.write, "代表建议办理情况年度报告", "docx", DOCX),
    ReportKind.PACKAGE: (chairs.write, "主任会议重点督办材料", "docx", DOCX),
    ReportKind.ASSESSMENT: (assessment.write, "目标考核件数表", "xlsx", XLSX),
}


@dataclass(frozen=True)
class Made:
    name: str
    content_type: str
    content: bytes


def make(kind: str, report: AnnualReport, *, office: str, progress: Callable[[int], None] = lambda done: None) -> Made:
    """The file as bytes: the same report gives the same figures whenever it is made. `progress`: of a hundred."""
    write, title, ending, content_type = _WRITERS[ReportKind(kind)]
    name = f"{title}_{report.session.name}_截至{report.as_of:%Y%m%d}_第{report.revision}版.{ending}"
    return Made(name, content_type, write(report, office, progress))
