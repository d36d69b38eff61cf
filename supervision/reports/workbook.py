"""The year's statistics as one workbook, set for printing: every sheet says session, day, revision and who froze it."""

from collections.abc import Callable, Iterator, Sequence
from io import BytesIO

from suggestions.choices import Grade, Status
from suggestions.deadlines import Light
from suggestions.definitions import NOTHING
from suggestions.querysets import commitment_fact, task_light
from suggestions.sheets import Column, Sheet, write_workbook
from supervision import definitions
from supervision.models import AnnualReport
from supervision.models.snapshot import SnapshotTask
from supervision.rates import MEASURES
from supervision.reports import values
from supervision.reports.figures import LINE, LINE_RATES, UNIT_GRADES

_RATE_LABELS = {key: str(MEASURES[key].definition.label) for key in MEASURES}
_WIDE = 46


def write(report: AnnualReport, office: str, progress: Callable[[int], None]) -> bytes:
    """All thirteen sheets. Only the frozen figures and rows are read."""
    book = _Book(report, office)
    sheets = []
    makers: Sequence[Callable[[], Sheet]] = (
        book.whole,
        book.systems,
        book.units,
        book.categories,
        book.delegations,
        book.classes,
        book.satisfaction,
        book.key,
        book.promises,
        book.dates,
        book.catalogue,
        book.tasks,
        book.meanings,
    )
    for number, make in enumerate(makers, start=1):
        sheets.append(make())
        progress(60 * number // len(makers))
    stream = BytesIO()
    write_workbook(stream, sheets)
    return stream.getvalue()


class _Book:
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
            page_header=f"&L&9{self.office}&R&9{stamp}",
            page_footer="&C&9第 &P 页　共 &N 页",
            **more,
        )

    def rate(self, pair: list[int]):
        return values.cell(pair, self.decimals)

    def whole(self) -> Sheet:
        """One figure a line, with its share where it has one, beside the session before."""
        found, before = self.figures, self.figures["before"]
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
            pair = found["rates"][key]
            was = self.rate(before["rates"][key]) if before and key in before["rates"] else NOTHING
            meaning = f"{MEASURES[key].definition.numerator} ÷ {MEASURES[key].definition.denominator}"
            rows.append(
                ["比率", label, f"{pair[0]} / {pair[1]}", self.rate(pair), was, values.change(found, key), meaning]
            )
        then = f"上次会议（{before['session']}，截至{before['as_of']}）" if before else "上次会议"
        columns = (
            Column("分组", width=12),
            Column("项目", width=26),
            Column("件数", "number", 14),
            Column("比率", self.percent, 12),
            Column(then, self.percent, 20),
            Column("变化（百分点）", width=14),
            Column("说明", width=_WIDE),
        )
        return self.sheet("总表", columns, rows)

    def _lines(self, title: str, head: str, lines: list[dict], notes: Sequence[str] = ()) -> Sheet:
        columns = (
            Column(head, width=24),
            *(Column(str(label), "number", 9.5) for label in LINE.values()),
            *(Column(_RATE_LABELS[key], self.percent, 11) for key in LINE_RATES),
        )

        def row(line: dict) -> list:
            return [line["label"], *line["counts"].values(), *(self.rate(pair) for pair in line["rates"].values())]

        whole = row(self.figures["whole"])
        return self.sheet(title, columns, [row(line) for line in lines], foot=[whole], frozen_columns=1, notes=notes)

    def systems(self) -> Sheet:
        note = "按主办单位所属办理系统；由两个以上系统分别主办的列入“跨系统分办”，每件只计一次，各行相加等于总表。"
        return self._lines("按办理系统", "办理系统", self.figures["systems"], (note,))

    def units(self) -> Sheet:
        """The columns of the one complete layout that was found (domain.md 4.3), and how they come to the whole."""
        grades = [str(Grade(grade).label) for grade in UNIT_GRADES]
        columns = (
            Column("单位", width=26),
            *(Column(label, "number", 8) for label in ("主办", "协办", "总数")),
            *(Column(label, "number", 8) for label in ("主办", "协办", "总数")),
            Column("办复率", self.percent, 11),
            *(Column(label, "number", 9.5) for label in grades * 2),
        )
        groups = (("", 1), ("办理", 3), ("办复", 3), ("", 1), ("办理工作", 4), ("办理结果", 4))
        rows = [_unit_row(unit["name"], unit["cells"], self.rate(unit["reply_rate"])) for unit in self.figures["units"]]
        cells = {name: sum(unit["cells"][name] for unit in self.figures["units"]) for name in _UNIT_CELLS}
        parts = [sum(unit["reply_rate"][n] for unit in self.figures["units"]) for n in (0, 1)]
        return self.sheet(
            "按承办单位",
            columns,
            rows,
            groups=groups,
            foot=[_unit_row("合计（件次）", cells, self.rate(parts))],
            frozen_columns=1,
            notes=(balance_words(self.figures["balance"]), "代表评价只计主办单位，按最后一轮；尚未评价的不列。"),
        )

    def categories(self) -> Sheet:
        return self._lines("按类别", "类别", self.figures["categories"])

    def delegations(self) -> Sheet:
        return self._lines("按代表团", "代表团", self.figures["delegations"])

    def classes(self) -> Sheet:
        note = "按答复中的办理结果类别；分办的以各单位中最差的一类为准。"
        return self._lines("按解决程度", "办理结果", self.figures["classes"], (note,))

    def satisfaction(self) -> Sheet:
        """Both axes and both rounds, each adding up to what was replied or judged."""
        rows, parts = [], self.figures["parts"]
        replied = self.snapshot.suggestions.exclude(replied_on=None)
        whole = self.figures["whole"]["counts"]
        for label, counts in (
            ("办理结果（最后一轮）", {grade: whole[grade] for grade in UNIT_GRADES}),
            ("办理态度（最后一轮）", {grade: self._attitude(grade) for grade in UNIT_GRADES}),
            ("首次办理", {grade: parts.get(f"first_{grade}", self._first(grade)) for grade in UNIT_GRADES}),
            ("重新办理后", {grade: parts.get(f"again_{grade}", self._again(grade)) for grade in UNIT_GRADES}),
        ):
            judged = [counts[grade] for grade in UNIT_GRADES[:3]]
            satisfied, content = [judged[0], sum(judged)], [sum(judged[:2]), sum(judged)]
            rows.append([label, *counts.values(), sum(counts.values()), self.rate(satisfied), self.rate(content)])
        columns = (
            Column("评价", width=26),
            *(Column(str(Grade(grade).label), "number", 12) for grade in UNIT_GRADES),
            Column("已反馈合计", "number", 13),
            Column("满意率", self.percent, 12),
            Column("满意率（含基本满意）", self.percent, 20),
        )
        note = (
            f"已答复{whole['replied']}件，其中尚未评价{whole['unjudged']}件（{replied.filter(round__gt=1).count()}件"
            "已答复的经过重新办理）。未表态和尚未评价的不计入满意率的分母。"
        )
        return self.sheet("满意度", columns, rows, notes=(note,))

    def _attitude(self, grade: str) -> int:
        return self.snapshot.suggestions.filter(attitude=grade).count()

    def _first(self, grade: str) -> int:
        return self.snapshot.suggestions.filter(first_grade=grade).count()

    def _again(self, grade: str) -> int:
        return self.snapshot.suggestions.filter(grade=grade, round__gt=1).count()

    def key(self) -> Sheet:
        columns = (
            Column("序号", "number", 7),
            Column("督办专题", width=32),
            Column("领衔领导", width=11),
            Column("联系委室", width=18),
            Column("编号", width=9),
            Column("建议标题", width=40),
            Column("主办单位", width=20),
            Column("状态", width=14),
            Column("答复日期", width=12),
            Column("办理结果", width=16),
            Column("代表评价", width=11),
            Column("督办次数", "number", 9),
            Column("整改任务", "number", 9),
        )
        rows = [
            [
                topic["order"],
                topic["title"] + ("（已结束督办）" if topic["ended"] else ""),
                topic["leader"],
                topic["committee"],
                item["number"],
                item["title"],
                item["units"],
                item["status"],
                item["replied_on"] or NOTHING,
                item["result_class"] or NOTHING,
                item["grade"] or NOTHING,
                len(topic["supervisions"]),
                len(topic["findings"]),
            ]
            for topic in self.figures["topics"]
            for item in topic["suggestions"]
        ]
        return self.sheet("重点督办", columns, rows)

    def promises(self) -> Sheet:
        columns = (
            Column("编号", width=9),
            Column("建议标题", width=36),
            Column("承办单位", width=20),
            Column("承诺事项", width=36),
            Column("原承诺期限", "date", 12),
            Column("现承诺期限", "date", 12),
            Column("完成日期", "date", 12),
            Column("销号日期", "date", 12),
            Column("状态", width=14),
            Column("是否逾期", width=10),
            Column("责任人", width=10),
        )
        found = self.snapshot.promises.select_related("suggestion", "unit")
        overdue = commitment_fact("overdue", self.report.as_of)
        late = set(found.filter(overdue).values_list("pk", flat=True))
        rows = (
            [
                one.suggestion.number,
                one.suggestion.title,
                one.unit.name,
                one.matter,
                one.original_due_on,
                one.due_on,
                one.done_on,
                one.closed_on,
                str(one.get_state_display()),
                "逾期" if one.pk in late else "",
                one.responsible,
            ]
            for one in found.order_by("due_on", "pk").iterator(chunk_size=2000)
        )
        return self.sheet("承诺台账", columns, rows, notes=(promise_words(self.figures),))

    def dates(self) -> Sheet:
        """Tasks with more time, asked for more time, filed late or owed after their day."""
        columns = (
            Column("编号", width=9),
            Column("建议标题", width=36),
            Column("承办单位", width=22),
            Column("分工", width=8),
            Column("轮次", "number", 7),
            Column("原定期限", "date", 12),
            Column("现期限", "date", 12),
            Column("完成日期", "date", 12),
            Column("情况", width=30),
            Column("逾期天数", "number", 10),
        )
        tasks = self._tasks().active()
        overdue = set(tasks.filter(task_light(Light.OVERDUE, self.report.as_of)).values_list("pk", flat=True))
        rows = [row for task in tasks if (row := _date_row(task, overdue, self.report))]
        return self.sheet("延期与逾期", columns, rows)

    def _tasks(self):
        return self.snapshot.tasks.select_related("suggestion", "unit", "result_class").order_by(
            "suggestion__number_key", "suggestion", "round", "pk"
        )

    def catalogue(self) -> Sheet:
        columns = (
            Column("编号", width=9),
            Column("标题", width=46),
            Column("提出人", width=16),
            Column("代表团", width=16),
            Column("类别", width=14),
            Column("提出时间", width=12),
            Column("主办单位", width=24),
            Column("协办单位", width=24),
            Column("状态", width=14),
            Column("公开意见", width=14),
        )
        return self.sheet("建议目录", columns, self._catalogue_rows(), frozen_columns=1)

    def _catalogue_rows(self) -> Iterator[list]:
        for row in self.snapshot.suggestions.iterator(chunk_size=2000):
            yield [
                row.number,
                row.title,
                row.proposer,
                row.delegation or NOTHING,
                row.category or "未分类",
                str(row.get_period_display()),
                row.lead_unit_names or "未交办",
                row.assisting_unit_names,
                str(row.get_status_display())
                + (f"（并入{row.merged_into_number}号）" if row.merged_into_number else ""),
                str(row.get_publicity_display()),
            ]

    def tasks(self) -> Sheet:
        """Each suggestion with its days and judgement, one line a unit's task; without a task one line all the same."""
        columns = (
            Column("编号", width=9),
            Column("标题", width=36),
            Column("状态", width=13),
            Column("轮次", "number", 7),
            Column("承办单位", width=22),
            Column("分工", width=8),
            Column("任务状态", width=13),
            Column("交办日期", "date", 12),
            Column("期限", "date", 12),
            Column("完成日期", "date", 12),
            Column("面商", width=7),
            Column("单位办理结果", width=16),
            Column("建议答复日期", "date", 12),
            Column("办理态度", width=10),
            Column("办理结果评价", width=12),
            Column("催办次数", "number", 9),
            Column("警示牌", width=8),
        )
        return self.sheet("明细", columns, self._task_rows(), frozen_columns=1)

    def _task_rows(self) -> Iterator[list]:
        rows = self.snapshot.suggestions.prefetch_related("tasks__unit", "tasks__result_class")
        for row in rows.iterator(chunk_size=500):
            head = [row.number, row.title, str(row.get_status_display()), row.round]
            tail = [row.replied_on, str(row.get_attitude_display()), str(row.get_grade_display())]
            tasks = sorted(row.tasks.all(), key=lambda task: (task.round, task.pk))
            for task in tasks:
                yield [
                    *head,
                    task.unit.name,
                    str(task.get_role_display()),
                    str(task.get_state_display()),
                    task.assigned_on,
                    task.due_on,
                    task.done_on,
                    "是" if task.is_faced else "",
                    str(task.result_class or ""),
                    *tail,
                    task.urged_times,
                    str(task.get_card_display()),
                ]
            if not tasks:
                yield [
                    *head,
                    row.lead_unit_names or "未交办",
                    *[""] * 2,
                    None,
                    row.due_on,
                    None,
                    "",
                    "",
                    *tail,
                    None,
                    "",
                ]

    def meanings(self) -> Sheet:
        every = [
            *(measure.definition for measure in MEASURES.values()),
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
            f"百分比四舍五入到小数点后{self.decimals}位；分母为零时为“—”；变化以百分点表示，按显示的比率相减。",
            "数字截至当日24时：有自身日期的按其日期（交办、签发、评价、重新交办），其余按系统记录的日期；期限为当日有效的期限。",
            "单位、类别、代表团的名称为定稿时的名称；以后更名、合并、停用不影响本表。",
        )
        return self.sheet("口径说明", columns, rows, notes=notes, is_filtered=False)


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


def _date_row(task: SnapshotTask, overdue: set[int], report: AnnualReport) -> list | None:
    words, late = [], None
    if task.is_extended:
        words.append("已批准延期")
    if task.is_extension_open:
        words.append("延期申请待决定")
    if task.done_on and task.done_on > task.due_on:
        late = (task.done_on - task.due_on).days
        words.append("逾期提交")
    elif task.pk in overdue:
        late = (report.as_of - task.due_on).days
        words.append("逾期未提交")
    if not words:
        return None
    return [
        task.suggestion.number,
        task.suggestion.title,
        task.unit.name,
        str(task.get_role_display()),
        task.round,
        task.original_due_on,
        task.due_on,
        task.done_on,
        "，".join(words),
        late,
    ]
