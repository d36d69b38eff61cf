"""The sheets of the workbook that list rows: key topics, promises, dates, the catalogue and every task."""

from collections.abc import Iterator

from suggestions.commitment_querysets import commitment_fact
from suggestions.deadlines import Light
from suggestions.definitions import NOTHING
from suggestions.querysets import task_light
from suggestions.sheets import Column, Sheet
from supervision.models import AnnualReport
from supervision.models.snapshot import SnapshotTask
from supervision.reports.book import Book
from supervision.reports.remarks import promise_words


def key(book: Book) -> Sheet:
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
        for topic in book.figures["topics"]
        for item in topic["suggestions"]
    ]
    return book.sheet("重点督办", columns, rows)


def promises(book: Book) -> Sheet:
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
    found = book.snapshot.promises.select_related("suggestion", "unit")
    overdue = commitment_fact("overdue", book.report.as_of)
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
    return book.sheet("承诺台账", columns, rows, notes=(promise_words(book.figures),))


def dates(book: Book) -> Sheet:
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
    tasks = _tasks(book).active()
    overdue = set(tasks.filter(task_light(Light.OVERDUE, book.report.as_of)).values_list("pk", flat=True))
    rows = [row for task in tasks if (row := _date_row(task, overdue, book.report))]
    return book.sheet("延期与逾期", columns, rows)


def _tasks(book: Book):
    return book.snapshot.tasks.select_related("suggestion", "unit", "result_class").order_by(
        "suggestion__number_key", "suggestion", "round", "pk"
    )


def catalogue(book: Book) -> Sheet:
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
    return book.sheet("建议目录", columns, _catalogue_rows(book), frozen_columns=1)


def _catalogue_rows(book: Book) -> Iterator[list]:
    for row in book.snapshot.suggestions.iterator(chunk_size=2000):
        yield [
            row.number,
            row.title,
            row.proposer,
            row.delegation or NOTHING,
            row.category or "未分类",
            str(row.get_period_display()),
            row.lead_unit_names or "未交办",
            row.assisting_unit_names,
            str(row.get_status_display()) + (f"（并入{row.merged_into_number}号）" if row.merged_into_number else ""),
            str(row.get_publicity_display()),
        ]


def tasks(book: Book) -> Sheet:
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
    return book.sheet("明细", columns, _task_rows(book), frozen_columns=1)


def _task_rows(book: Book) -> Iterator[list]:
    rows = book.snapshot.suggestions.prefetch_related("tasks__unit", "tasks__result_class")
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
