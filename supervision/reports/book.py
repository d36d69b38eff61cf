"""What the sheets of one report have in common: its frozen figures, its stamp, and how they are printed."""

from collections.abc import Sequence

from suggestions.sheets import Column, Sheet
from supervision.models import AnnualReport
from supervision.reports import values

PAGE_FOOTER = "&C&9 第 &P 页　共 &N 页"


def page_header(left: str, right: str) -> str:
    """In 9 points. The space keeps a figure that the words begin with from being read as part of the size."""
    return "&L&9 {}&R&9 {}".format(*(words.replace("&", "&&") for words in (left, right)))


class Book:
    """A report to be written as sheets. Nothing but what was frozen is read through it."""

    def __init__(self, report: AnnualReport, office: str):
        self.report, self.figures, self.office = report, report.figures, office
        self.decimals, self.snapshot = self.figures["decimals"], report.snapshot
        self.percent = values.kind(self.decimals)

    def sheet(self, title: str, columns: Sequence[Column], rows, **more) -> Sheet:
        stamp = values.stamp(self.report)
        more.setdefault("lines", (stamp,))
        return Sheet(
            title=title,
            columns=columns,
            rows=rows,
            heading=f"{self.report.session.name}代表建议办理情况统计　{title}",
            page_header=page_header(self.office, stamp),
            page_footer=PAGE_FOOTER,
            fits_rows=True,
            **more,
        )

    def rate(self, pair: list[int]):
        return values.cell(pair, self.decimals)
