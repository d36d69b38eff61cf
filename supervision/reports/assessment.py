"""Raw counts per unit for the assessment office (目标考核): which of them weigh what is not ours to say."""

from collections.abc import Callable
from io import BytesIO

from suggestions.choices import Grade
from suggestions.sheets import Column, Sheet, write_workbook
from supervision.models import AnnualReport
from supervision.reports import values
from supervision.reports.book import PAGE_FOOTER, page_header
from supervision.reports.figures import UNIT_GRADES

GROUPS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("主办", (
        ("lead", "件数"), ("lead_replied", "已答复"), ("lead_on_time", "按期"), ("lead_late", "逾期答复"),
        ("lead_overdue", "逾期未答复"), ("extended", "批准延期"), ("lead_faced", "已面商"), ("resolved", "已解决"),
    )),
    ("协办", (("assisting", "件数"), ("opinions", "已交意见"), ("opinions_overdue", "逾期未交"))),
    ("六定方案", (("plan_due", "应报"), ("plan_filed", "已报"))),
    ("办理态度", tuple((f"attitude_{grade}", str(Grade(grade).label)) for grade in UNIT_GRADES)),
    ("办理结果", tuple((f"grade_{grade}", str(Grade(grade).label)) for grade in UNIT_GRADES)),
    ("承诺事项", (
        ("promise_counted", "计入"), ("promise_kept", "已兑现"), ("promise_due", "应兑现"),
        ("promise_overdue", "逾期"), ("promise_moved", "调整期限"),
    )),
    ("催办和警示", (("urged", "被催办件数"), ("promise_broken", "失约"), ("carded", "警示牌"))),
)  # fmt: skip


def write(report: AnnualReport, office: str, progress: Callable[[int], None]) -> bytes:
    cells = [cell for _group, cells in GROUPS for cell in cells]
    columns = (
        Column("单位", width=24),
        Column("办理系统", width=11),
        *(Column(label, "number", 8) for _name, label in cells),
    )
    units = report.figures["units"]
    rows = [[unit["name"], unit["system"], *(unit["cells"][name] for name, _label in cells)] for unit in units]
    sums = [sum(unit["cells"][name] for unit in units) for name, _label in cells]
    stamp = values.stamp(report)
    sheet = Sheet(
        title="目标考核件数",
        columns=columns,
        rows=rows,
        heading=f"{report.session.name}代表建议办理目标考核件数表",
        lines=(stamp,),
        groups=(("", 2), *((group, len(cells)) for group, cells in GROUPS)),
        foot=[["合计（件次）", "", *sums]],
        notes=("本表只列件数，不含权重和得分；同一建议多轮办理只计一件，退回改办和撤销的不计。",),
        frozen_columns=1,
        page_header=page_header(office, stamp),
        page_footer=PAGE_FOOTER,
    )
    progress(50)
    stream = BytesIO()
    write_workbook(stream, [sheet])
    return stream.getvalue()
