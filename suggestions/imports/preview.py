"""What the preview page shows: counts, and one table at a time of what was found."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO

from django.utils.translation import gettext as _

from suggestions.imports import run, source, uploads
from suggestions.imports.plan import Result
from suggestions.models import ImportFile
from suggestions.sheets import Column, Sheet, write_workbook


@dataclass(frozen=True)
class Tab:
    key: str
    label: str
    rows: Sequence[dict]
    is_issues: bool = False

    @property
    def count(self) -> int:
        return len(self.rows)


@dataclass
class Facts:
    """`seen` is sent back with the commit: what is written must be what was shown."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    tabs: list[Tab] = field(default_factory=list)
    seen: str = ""

    def tab(self, key: str) -> Tab | None:
        """The table asked for, else the first one with something in it: errors before warnings before lines."""
        filled = [tab for tab in self.tabs if tab.count]
        return next((tab for tab in filled if tab.key == key), filled[0] if filled else None)

    def count(self, key: str) -> int:
        return next((tab.count for tab in self.tabs if tab.key == key), 0)

    @property
    def errors(self) -> int:
        return self.count("errors")

    @property
    def warnings(self) -> int:
        return self.count("warnings")

    @property
    def is_change(self) -> bool:
        return bool(self.created or self.updated)


def nothing() -> Facts:
    return Facts()


def of_summary(summary: dict) -> Facts:
    """From the record of a committed import."""
    tabs = _issue_tabs(summary.get("errors", []), summary.get("warnings", []))
    counts = {name: summary.get(name, 0) for name in ("rows", "created", "updated", "unchanged")}
    return Facts(**counts, tabs=tabs)


def of_outcome(outcome: run.Outcome, seen: str) -> Facts:
    answer = outcome.report.as_dict()
    tabs = _issue_tabs(answer["errors"], answer["warnings"])
    for result in Result:
        lines = [_line(entry) for entry in outcome.plan.entries if entry.result == result]
        tabs.append(Tab(result.value, str(result.label), lines))
    counts = {name: answer[name] for name in ("rows", "created", "updated", "unchanged")}
    return Facts(**counts, tabs=tabs, seen=seen)


def columns(item: ImportFile, form) -> list[dict]:
    """Each column of the file with samples and its select."""
    table, header = uploads.table_of(item), uploads.header_of(item)
    return [
        {"field": form[name], "header": text, "samples": source.samples(table, header, column)}
        for name, column, text in form.columns
    ]


def issues_workbook(item: ImportFile, facts: Facts) -> BytesIO:
    """Errors and warnings as a workbook, to work through beside the ledger."""
    labels = {"errors": _("错误"), "warnings": _("提示")}
    rows = (
        [labels[tab.key], row["line"], row["column"], row["message"]]
        for tab in facts.tabs
        if tab.is_issues
        for row in tab.rows
    )
    named = [Column(_("性质")), Column(_("行号"), "number"), Column(_("列")), Column(_("说明"), width=70)]
    stream = BytesIO()
    write_workbook(stream, [Sheet(_("错误和提示"), named, rows, heading=item.name)])
    stream.seek(0)
    return stream


def _issue_tabs(errors: list[dict], warnings: list[dict]) -> list[Tab]:
    return [
        Tab("errors", _("错误"), errors, is_issues=True),
        Tab("warnings", _("提示"), warnings, is_issues=True),
    ]


def _line(entry) -> dict:
    """One shape for the three kinds of import: what it is about, in what state it will be, what changes."""
    subject = getattr(entry, "unit", None)
    if subject is not None:
        parent = subject.parent.name if subject.parent else ""
        state = subject.get_handling_system_display() + (_("（分组）") if subject.is_group else "")
        return _row(entry, "", subject.name, parent, state)
    task = getattr(entry, "task", None)
    if task is not None:
        state = entry.state or task.state
        label = type(task)(state=state).get_state_display()
        return _row(entry, task.suggestion.number, task.suggestion.title, task.unit.name, label)
    suggestion = entry.suggestion
    label = type(suggestion)(status=entry.new_status or suggestion.status).get_status_display()
    leads = "、".join(task.unit.name for task in entry.tasks if task.role != "assisting")
    return _row(entry, suggestion.number, suggestion.title, leads or suggestion.lead_unit_names, label)


def _row(entry, number: str, title: str, unit: str, state: str) -> dict:
    changes = [str(change) for change in entry.changes]
    return {"line": entry.line, "number": number, "title": title, "unit": unit, "state": state, "changes": changes}
