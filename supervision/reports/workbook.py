"""The year's statistics as one workbook, set for printing: every sheet says session, day, revision and who froze it."""

from collections.abc import Callable, Sequence
from io import BytesIO

from suggestions.choices import Grade, Status
from suggestions.definitions import NOTHING
from suggestions.sheets import Column, Sheet, write_workbook
from supervision import definitions
from supervision.models import AnnualReport
from supervision.rates import MEASURES
from supervision.reports import details, values
from supervision.reports.book import Book
from supervision.reports.figures import LINE, LINE_RATES, UNIT_GRADES
from supervision.reports.remarks import balance_words

_RATE_LABELS = {key: str(MEASURES[key].definition.label) for key in MEASURES}
_WIDE = 46


def write(report: AnnualReport, office: str, progress: Callable[[int], None]) -> bytes:
    """All thirteen sheets. Only the frozen figures and rows are read."""
    book = Book(report, office)
    sheets = []
    makers: Sequence[Callable[[Book], Sheet]] = (
        whole,
        systems,
        units,
        categories,
        delegations,
        classes,
        satisfaction,
        details.key,
        details.promises,
        details.dates,
        details.catalogue,
        details.tasks,
        meanings,
    )
    for number, make in enumerate(makers, start=1):
        sheets.append(make(book))
        progress(60 * number // len(makers))
    stream = BytesIO()
    write_workbook(stream, sheets)
    return stream.getvalue()


def whole(book: Book) -> Sheet:
    """One figure a line, with its share where it has one, beside the session before."""
    found, before = book.figures, book.figures["before"]
    counts = found["whole"]["counts"]
    earlier = f"上次会议{before['total']}件" if before else ""
    rows = [["总体", "建议总数", counts["total"], None, None, None, earlier]]
    for line in found["periods"]:
        rows.append(["总体", line["label"], line["counts"]["total"], None, None, None, ""])
    rows.append(["总体", "承办单位数", found["units_at_work"], None, None, None, "有承办任务的单位，含协办"])
    for status in Status:
        rows.append(["所处状态", str(status.label), found["statuses"][status], None, None, None, ""])
    for name in list(LINE)[1:]:
        rows.append(["办理情况", str(LINE[name]), counts[name], None, None, None, ""])
    rows.append(["办理情况", "批准延期", found["extended"], None, None, None, "至少一个主办单位的期限经批准延长"])
    for key, label in _RATE_LABELS.items():
        if key not in found["rates"]:
            continue  # frozen before there was this rate
        pair = found["rates"][key]
        was = book.rate(before["rates"][key]) if before and key in before["rates"] else NOTHING
        meaning = f"{MEASURES[key].definition.numerator} ÷ {MEASURES[key].definition.denominator}"
        rows.append(["比率", label, f"{pair[0]} / {pair[1]}", book.rate(pair), was, values.change(found, key), meaning])
    then = f"上次会议（{before['session']}，截至{before['as_of']}）" if before else "上次会议"
    columns = (
        Column("分组", width=12),
        Column("项目", width=26),
        Column("件数", "number", 14),
        Column("比率", book.percent, 12),
        Column(then, book.percent, 20),
        Column("变化（百分点）", "number", 14),
        Column("说明", width=_WIDE),
    )
    return book.sheet("总表", columns, rows)


def _lines(book: Book, title: str, head: str, lines: list[dict], notes: Sequence[str] = ()) -> Sheet:
    columns = (
        Column(head, width=24),
        *(Column(str(label), "number", 9.5) for label in LINE.values()),
        *(Column(_RATE_LABELS[key], book.percent, 11) for key in LINE_RATES),
    )

    def row(line: dict) -> list:
        counts, rates = line["counts"], line["rates"]
        return [line["label"], *(counts[name] for name in LINE), *(book.rate(rates[key]) for key in LINE_RATES)]

    whole = row(book.figures["whole"])
    return book.sheet(title, columns, [row(line) for line in lines], foot=[whole], frozen_columns=1, notes=notes)


def systems(book: Book) -> Sheet:
    note = "按主办单位所属办理系统；由两个以上系统分别主办的列入“跨系统分办”，每件只计一次，各行相加等于总表。"
    return _lines(book, "按办理系统", "办理系统", book.figures["systems"], (note,))


def units(book: Book) -> Sheet:
    """The columns of the one complete layout that was found (domain.md 4.3), and how they come to the whole."""
    grades = [str(Grade(grade).label) for grade in UNIT_GRADES]
    columns = (
        Column("单位", width=26),
        *(Column(label, "number", 8) for label in ("主办", "协办", "总数")),
        *(Column(label, "number", 8) for label in ("主办", "协办", "总数")),
        Column("办复率", book.percent, 11),
        *(Column(label, "number", 9.5) for label in grades * 2),
    )
    groups = (("", 1), ("办理", 3), ("办复", 3), ("", 1), ("办理工作", 4), ("办理结果", 4))
    rows = [_unit_row(unit["name"], unit["cells"], book.rate(unit["reply_rate"])) for unit in book.figures["units"]]
    cells = {name: sum(unit["cells"][name] for unit in book.figures["units"]) for name in _UNIT_CELLS}
    parts = [sum(unit["reply_rate"][n] for unit in book.figures["units"]) for n in (0, 1)]
    return book.sheet(
        "按承办单位",
        columns,
        rows,
        groups=groups,
        foot=[_unit_row("合计（件次）", cells, book.rate(parts))],
        frozen_columns=1,
        notes=(balance_words(book.figures["balance"]), "代表评价只计主办单位，按最后一轮；尚未评价的不列。"),
    )


def categories(book: Book) -> Sheet:
    return _lines(book, "按类别", "类别", book.figures["categories"])


def delegations(book: Book) -> Sheet:
    return _lines(book, "按代表团", "代表团", book.figures["delegations"])


def classes(book: Book) -> Sheet:
    note = "按答复中的办理结果类别；分办的以各单位中最差的一类为准。"
    return _lines(book, "按解决程度", "办理结果", book.figures["classes"], (note,))


def satisfaction(book: Book) -> Sheet:
    """Both axes and both rounds, each adding up to what was replied or judged."""
    rows, parts = [], book.figures["parts"]
    replied = book.snapshot.suggestions.exclude(replied_on=None)
    whole = book.figures["whole"]["counts"]
    for label, counts in (
        ("办理结果（最后一轮）", {grade: whole[grade] for grade in UNIT_GRADES}),
        ("办理态度（最后一轮）", {grade: _attitude(book, grade) for grade in UNIT_GRADES}),
        ("首次办理", {grade: parts.get(f"first_{grade}", _first(book, grade)) for grade in UNIT_GRADES}),
        ("重新办理后", {grade: parts.get(f"again_{grade}", _again(book, grade)) for grade in UNIT_GRADES}),
    ):
        judged = [counts[grade] for grade in UNIT_GRADES[:3]]
        satisfied, content = [judged[0], sum(judged)], [sum(judged[:2]), sum(judged)]
        rows.append([label, *counts.values(), sum(counts.values()), book.rate(satisfied), book.rate(content)])
    columns = (
        Column("评价", width=26),
        *(Column(str(Grade(grade).label), "number", 12) for grade in UNIT_GRADES),
        Column("已反馈合计", "number", 13),
        Column("满意率", book.percent, 12),
        Column("满意率（含基本满意）", book.percent, 20),
    )
    note = (
        f"已答复{whole['replied']}件，其中尚未评价{whole['unjudged']}件（{replied.filter(round__gt=1).count()}件"
        "已答复的经过重新办理）。未表态和尚未评价的不计入满意率的分母。"
    )
    return book.sheet("满意度", columns, rows, notes=(note,))


def _attitude(book: Book, grade: str) -> int:
    return book.snapshot.suggestions.filter(attitude=grade).count()


def _first(book: Book, grade: str) -> int:
    return book.snapshot.suggestions.filter(first_grade=grade).count()


def _again(book: Book, grade: str) -> int:
    return book.snapshot.suggestions.filter(grade=grade, round__gt=1).count()


def meanings(book: Book) -> Sheet:
    every = [
        *(measure.definition for key, measure in MEASURES.items() if key in book.figures["rates"]),
        definitions.UNIT_REPLY_RATE,
        definitions.KEPT_RATE,
    ]
    rows = [[str(one.label), str(one.numerator), str(one.denominator), str(one.sentence)] for one in every]
    columns = (
        Column("指标", width=20),
        Column("分子", width=36),
        Column("分母", width=40),
        Column("说明", width=60),
    )
    notes = (
        f"百分比四舍五入到小数点后{book.decimals}位；分母为零时为“—”；变化以百分点表示，按显示的比率相减。",
        "数字截至当日24时：有自身日期的按其日期（交办、签发、评价、重新交办），其余按系统记录的日期；期限为当日有效的期限。",
        "单位、类别、代表团的名称为定稿时的名称；以后更名、合并、停用不影响本表。",
    )
    return book.sheet("口径说明", columns, rows, notes=notes, is_filtered=False)


_UNIT_CELLS = (
    "lead",
    "assisting",
    "total",
    "lead_replied",
    "opinions",
    *(f"attitude_{grade}" for grade in UNIT_GRADES),
    *(f"grade_{grade}" for grade in UNIT_GRADES),
)


def _unit_row(name: str, cells: dict[str, int], rate) -> list:
    return [
        name,
        cells["lead"],
        cells["assisting"],
        cells["total"],
        cells["lead_replied"],
        cells["opinions"],
        cells["lead_replied"] + cells["opinions"],
        rate,
        *(cells[f"{axis}_{grade}"] for axis in ("attitude", "grade") for grade in UNIT_GRADES),
    ]
