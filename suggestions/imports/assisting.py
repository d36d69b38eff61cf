"""The assisting units' tasks of a session: when each signed, when its opinion came, which were cancelled."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import Unit
from suggestions.choices import AssignmentState, UnitRole
from suggestions.imports import values
from suggestions.imports.handling import Handling
from suggestions.imports.known import Known
from suggestions.imports.plan import Change, Result
from suggestions.imports.report import Report
from suggestions.imports.source import Line, Source
from suggestions.models import Assignment, Opinion, Suggestion
from suggestions.querysets import UNDER_HANDLING
from suggestions.workflow import WORKING

DONE, VOID, OPEN = "done", "void", "open"
STATES = {
    **dict.fromkeys(("完成", "已完成", "已回复", "已提交", "办结", "已办结"), DONE),
    **dict.fromkeys(("作废", "已作废", "撤销", "已撤销", "取消"), VOID),
    **dict.fromkeys(("待办", "办理", "办理中", "在办", "未完成", "待签收", "已签收", "待回复"), OPEN),
}


@dataclass
class AssistingRow:
    line: int
    suggestion: Suggestion
    unit: Unit
    state: str
    signed_at: datetime | None
    filed_at: datetime | None


@dataclass
class AssistingEntry:
    """`task` is new (unsaved), or an existing one with its changed `fields` set; `state` is the new one, if any."""

    line: int
    task: Assignment
    result: Result
    changes: list[Change] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)
    state: str = ""
    opinion: Opinion | None = None

    @property
    def suggestion(self) -> Suggestion:
        return self.task.suggestion

    def change(self, label: object, old: object, new: object) -> None:
        self.changes.append(Change(str(label), _shown(old), _shown(new)))
        self.result = Result.UPDATED


@dataclass
class AssistingPlan:
    entries: list[AssistingEntry]


def build(source: Source, known: Known, report: Report, *, by, today: date, at: datetime) -> AssistingPlan:
    """Plan the import; writes nothing. Lines that name no suggestion or unit of this session are errors."""
    planner = _Planner(source, known, report, by=by, today=today, at=at)
    rows = [row for row in map(planner.read, source.lines) if row is not None]
    plan = AssistingPlan(planner.plan(rows))
    equal = [row for row in rows if row.signed_at and row.signed_at == row.filed_at]
    if equal:
        report.warn(
            equal[0].line,
            source.column("signed_at"),
            _("%(count)d行的签收时间与协办意见时间完全相同，已照原样导入，但不能据此统计签收是否及时。")
            % {"count": len(equal)},
        )
    report.created = sum(entry.result == Result.CREATED for entry in plan.entries)
    report.updated = sum(entry.result == Result.UPDATED for entry in plan.entries)
    report.unchanged = sum(entry.result == Result.UNCHANGED for entry in plan.entries)
    return plan


class _Planner:
    def __init__(self, source: Source, known: Known, report: Report, *, by, today: date, at: datetime):
        self.source, self.known, self.report = source, known, report
        self.by, self.today, self.at = by, today, at
        self.handling = Handling(by=by, at=at)
        self.opinions = _opinions(known)
        self.by_number: dict[str, list[Suggestion]] = defaultdict(list)
        for suggestion in known.suggestions:
            for number in {suggestion.number, suggestion.source_number} - {""}:
                self.by_number[number].append(suggestion)

    # One line as facts

    def read(self, line: Line) -> AssistingRow | None:
        number, name = values.number(line.get("number")), values.text(line.get("unit"))
        if not number or not name:
            self._error(line.number, "number", _("第%(line)d行没有编号或没有协办单位。") % {"line": line.number})
            return None
        unit = self.known.units.find(name)
        if unit is None:
            self._error(line.number, "unit", _("协办单位“%(name)s”不在单位库中，没有导入。") % {"name": name})
            return None
        suggestion = self._suggestion(number, unit)
        if suggestion is None:
            self._error(
                line.number, "number", _("本次会议没有%(number)s号建议，请先导入建议台账。") % {"number": number}
            )
            return None
        if suggestion.status not in UNDER_HANDLING:
            self._error(
                line.number,
                "number",
                _("%(number)s号当前为“%(status)s”，还没有交办，协办任务没有导入。")
                % {"number": suggestion.number, "status": suggestion.get_status_display()},
            )
            return None
        signed_at, filed_at = self._moment(line, "signed_at"), self._moment(line, "filed_at")
        return AssistingRow(line.number, suggestion, unit, self._state(line, filed_at), signed_at, filed_at)

    def _suggestion(self, number: str, unit: Unit) -> Suggestion | None:
        """Of two with one number, the one that has the unit; else the one under handling."""
        found = self.by_number.get(number, [])
        with_unit = [s for s in found if any(t.unit_id == unit.pk for t in self.known.tasks.get(s.pk, []))]
        handled = [s for s in found if s.status in UNDER_HANDLING]
        return next(iter(with_unit or handled or found), None)

    def _state(self, line: Line, filed_at: datetime | None) -> str:
        word = values.word(line.get("state"))
        state = STATES.get(word)
        if state is None:
            state = DONE if filed_at else OPEN
            if word:
                self._warn(
                    line.number, "state", _("不认识协办状态“%(word)s”，按有无协办意见时间判断。") % {"word": word}
                )
        if state == DONE and filed_at is None:
            self._warn(line.number, "filed_at", _("状态为完成，但没有协办意见时间，按办理中导入。"))
            return OPEN
        return state

    def _moment(self, line: Line, key: str) -> datetime | None:
        try:
            found = values.moment(line.get(key))
        except ValueError:
            found = None
            self._warn(
                line.number, key, _("“%(text)s”不是时间，按未填处理。") % {"text": values.text(line.get(key))[:40]}
            )
        if found and found.date() > self.today:
            self._warn(line.number, key, _("时间%(day)s还没有到，按未填处理。") % {"day": f"{found:%Y-%m-%d}"})
            return None
        return found

    # The lines against the tasks

    def plan(self, rows: list[AssistingRow]) -> list[AssistingEntry]:
        pairs: dict[tuple[int, int], list[AssistingRow]] = defaultdict(list)
        for row in rows:
            pairs[row.suggestion.pk, row.unit.pk].append(row)
        entries = [entry for group in pairs.values() for entry in self._pair(group)]
        return sorted(entries, key=lambda entry: entry.line)

    def _pair(self, group: list[AssistingRow]) -> Iterable[AssistingEntry]:
        """The lines of one unit in one suggestion: at most one stands, the cancelled ones are kept beside it."""
        suggestion, unit = group[0].suggestion, group[0].unit
        own = [task for task in self.known.tasks.get(suggestion.pk, []) if task.unit_id == unit.pk]
        active = next((task for task in own if not task.is_ended), None)
        ended = [task for task in own if task.is_ended and task.role == UnitRole.ASSISTING]
        standing = [row for row in group if row.state != VOID]
        for row in group:
            if row.state != VOID and row is not standing[0]:
                self._error(row.line, "unit", _("该单位在第%(line)d行已经有了。") % {"line": standing[0].line})
            elif active is not None and active.role != UnitRole.ASSISTING:
                self._error(row.line, "unit", _("该单位是此件的主办单位，不能又列为协办。"))
            elif row.state == VOID:
                yield self._void(row, ended, None if standing else active)
                active = active if standing else None
            elif active is not None:
                yield self._compare(row, active)
            elif ended and len(standing) == len(group):
                self._warn(row.line, "unit", _("该协办任务在系统中已经撤销或退回，没有改动。"))
                yield AssistingEntry(row.line, ended[-1], Result.UNCHANGED)
            else:
                yield self._new(row)

    def _new(self, row: AssistingRow) -> AssistingEntry:
        state = AssignmentState.HANDLING if row.signed_at else AssignmentState.AWAITING_RECEIPT
        entry = AssistingEntry(row.line, self._new_task(row, state), Result.CREATED)
        if row.state == DONE:
            self._file(entry, row)
            entry.task.state = AssignmentState.OPINION_FILED
        return entry

    def _new_task(self, row: AssistingRow, state: str) -> Assignment:
        leads = [task for task in self.known.tasks[row.suggestion.pk] if task.role != UnitRole.ASSISTING]
        lead = next((task for task in leads if not task.is_ended), leads[0])
        made = self.handling.assisting_task(
            row.suggestion, row.unit, on=lead.assigned_on, reply_due_on=lead.original_due_on, state=state
        )
        made.signed_at = row.signed_at
        return made

    def _void(self, row: AssistingRow, ended: list[Assignment], active: Assignment | None) -> AssistingEntry:
        if ended:
            return AssistingEntry(row.line, ended.pop(0), Result.UNCHANGED)
        if active is not None and active.state not in WORKING:
            self._warn(row.line, "state", _("该单位在系统中已提交协办意见，没有撤销。"))
            return AssistingEntry(row.line, active, Result.UNCHANGED)
        entry = AssistingEntry(row.line, active or self._new_task(row, AssignmentState.CANCELLED), Result.CREATED)
        if active is not None:
            entry.state = AssignmentState.CANCELLED
            entry.change(_("状态"), active.get_state_display(), AssignmentState.CANCELLED.label)
        entry.task.ended_at, entry.task.ended_by = self.at, self.by
        entry.task.end_reason = str(_("原台账中标为作废"))
        return entry

    def _compare(self, row: AssistingRow, task: Assignment) -> AssistingEntry:
        entry = AssistingEntry(row.line, task, Result.UNCHANGED)
        opinion = self.opinions.get(task.pk)
        if row.signed_at and row.signed_at != task.signed_at:
            if task.signed_by_id is None:
                entry.change(_("签收时间"), task.signed_at, row.signed_at)
                task.signed_at = row.signed_at
                entry.fields.add("signed_at")
            else:
                self._warn(row.line, "signed_at", _("该单位已在系统中签收，没有改动签收时间。"))
        if row.state == DONE and task.state in WORKING:
            self._file(entry, row)
            entry.state = AssignmentState.OPINION_FILED
            entry.fields.add("done_on")
            entry.change(_("协办意见"), "", row.filed_at)
        elif row.state == DONE and opinion is not None and opinion.filed_at != row.filed_at:
            self._correct(entry, row, opinion)
        elif row.signed_at and task.state == AssignmentState.AWAITING_RECEIPT:
            entry.state = AssignmentState.HANDLING
            entry.change(_("状态"), task.get_state_display(), AssignmentState.HANDLING.label)
        return entry

    def _correct(self, entry: AssistingEntry, row: AssistingRow, opinion: Opinion) -> None:
        if opinion.text:
            self._warn(row.line, "filed_at", _("该单位已在系统中提交协办意见，没有改动。"))
            return
        entry.change(_("协办意见"), opinion.filed_at, row.filed_at)
        opinion.filed_at, opinion.filed_on = row.filed_at, row.filed_at.date()
        entry.task.done_on = opinion.filed_on
        entry.opinion = opinion
        entry.fields.add("done_on")

    def _file(self, entry: AssistingEntry, row: AssistingRow) -> None:
        """The opinion the ledger records: only its day; its text stayed where it was."""
        entry.task.done_on = row.filed_at.date()
        entry.opinion = Opinion(
            assignment=entry.task,
            version=1,
            filed_on=row.filed_at.date(),
            filed_at=row.filed_at,
            filed_by=self.by,
        )
        if row.filed_at.date() < entry.task.assigned_on:
            self._warn(row.line, "filed_at", _("协办意见时间早于交办日期，请核对。"))

    def _error(self, line: int, key: str, message: str) -> None:
        self.report.error(line, self.source.column(key), message)

    def _warn(self, line: int, key: str, message: str) -> None:
        self.report.warn(line, self.source.column(key), message)


def _opinions(known: Known) -> dict[int, Opinion]:
    """The last version by task; one query."""
    found = Opinion.objects.filter(assignment__suggestion__session=known.session.pk).order_by("version")
    return {opinion.assignment_id: opinion for opinion in found}


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(values.ZONE):%Y-%m-%d %H:%M:%S}"
    return "" if value is None else str(value)
