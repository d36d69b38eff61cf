"""What the figures themselves say is wrong, and what is left to do: facts for the office to write from."""

from collections.abc import Iterator

from suggestions.choices import Grade
from supervision.models import AnnualReport
from supervision.reports import values

_MOST_NAMES = 8


def problems(report: AnnualReport) -> list[str]:
    """One sentence each; a sentence that says so when there is nothing."""
    return list(_problems(report)) or ["截至统计日，没有逾期未答复的建议、逾期的承诺事项和代表不满意的建议。"]


def _problems(report: AnnualReport) -> Iterator[str]:
    units, found = report.figures["units"], report.figures
    late = _named(units, "lead_overdue")
    if late:
        yield f"逾期未答复{found['whole']['counts']['overdue']}件，涉及{late}。"
    filed_late = _named(units, "lead_late")
    if filed_late:
        yield f"答复超过期限的涉及{filed_late}。"
    opinions = _named(units, "opinions_overdue")
    if opinions:
        yield f"协办意见逾期未交的涉及{opinions}。"
    slipped = _named(units, "promise_overdue", "项")
    if slipped:
        yield f"承诺事项逾期{found['promises']['promise_overdue']}项，涉及{slipped}。"
    dissatisfied = report.snapshot.suggestions.filter(grade=Grade.DISSATISFIED).values_list("number", "lead_unit_names")
    if dissatisfied:
        listed = "、".join(f"{number}号（{names}）" for number, names in dissatisfied[:_MOST_NAMES])
        more = "等" if len(dissatisfied) > _MOST_NAMES else ""
        yield f"代表评价为不满意的{len(dissatisfied)}件：{listed}{more}。"


def next_steps(report: AnnualReport) -> list[str]:
    """What is open on the day of the report."""
    left, promises = report.figures["open"], report.figures["promises"]
    counts = report.figures["whole"]["counts"]
    owed = counts["assigned"] - counts["replied"]
    lines = [
        (
            owed,
            f"继续办理尚未答复的建议{owed}件"
            + (f"，其中逾期{late}件限期答复。" if (late := left["overdue"]) else "。"),
        ),
        (left["in_review"], f"审核已提交的答复{left['in_review']}件。"),
        (left["extensions"], f"决定延期申请{left['extensions']}项。"),
        (left["unjudged"], f"催请代表反馈{left['unjudged']}件。"),
        (counts[str(Grade.DISSATISFIED)], f"代表不满意的{counts[str(Grade.DISSATISFIED)]}件，重新办理或者协商。"),
        (
            promises["promise_under_way"] + promises["promise_reported"],
            f"跟踪落实承诺事项{promises['promise_under_way'] + promises['promise_reported']}项。",
        ),
        (left["to_review"] + left["to_assign"], f"审核、交办尚未交办的建议{left['to_review'] + left['to_assign']}件。"),
    ]
    return [sentence for n, sentence in lines if n] or ["截至统计日，没有待办的建议和承诺事项。"]


def _named(units: list[dict], cell: str, counter: str = "件") -> str:
    """The units with any, most first."""
    found = sorted((unit for unit in units if unit["cells"][cell]), key=lambda unit: -unit["cells"][cell])
    names = "、".join(f"{unit['name']}（{unit['cells'][cell]}{counter}）" for unit in found[:_MOST_NAMES])
    return f"{names}等{len(found)}个单位" if len(found) > _MOST_NAMES else names


def balance_words(balance: dict[str, int]) -> str:
    """How the units' lead items come to the number of suggestions."""
    return (
        f"核对：主办合计{balance['lead']}件次－分办重复计{balance['separate']}＋并案随主件{balance['merged']}＋"
        f"未交办或无主办单位{balance['without']}＝总表建议总数{balance['total']}件。"
    )


def promise_words(figures: dict) -> str:
    found = {name.removeprefix("promise_"): n for name, n in figures["promises"].items()}
    kept = values.percent([found["kept"], found["due"]], figures["decimals"])
    return (
        f"计入台账{found['counted']}项：已兑现{found['kept']}项，落实中{found['under_way']}项（逾期{found['overdue']}项），"
        f"已报完成待确认{found['reported']}项，届末书面说明{found['explained']}项；期限调整过{found['moved']}项；"
        f"落实率{kept}（应兑现{found['due']}项）。由新答复代替的列出而不计。"
    )
