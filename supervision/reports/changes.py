"""What one revision of a report says otherwise than the one before: rows, column by column, and figures."""

from collections.abc import Iterable
from datetime import date

from suggestions.choices import Grade, Period, Status
from supervision.models import Snapshot, SnapshotSuggestion
from supervision.reports import figures as counting

COLUMNS = (
    "title",
    "period",
    "proposer",
    "delegation",
    "category",
    "submitted_on",
    "status",
    "round",
    "lead_unit_names",
    "assisting_unit_names",
    "assigned_on",
    "due_on",
    "replied_on",
    "result_class",
    "grade",
    "attitude",
    "is_faced",
    "is_key",
    "is_instructed",
)
_LABELS = {"status": Status, "grade": Grade, "attitude": Grade, "period": Period}


def between(old: Snapshot, old_figures: dict, new: Snapshot, new_figures: dict) -> dict:
    """{"added", "removed": [[number, title]], "changed": [[number, column, old, new]], "figures": [[label, old, new]]};
    suggestions are the same when they are the same row of the house, also under a corrected number."""
    before, after = _rows(old), _rows(new)
    return {
        "added": [[row["number"], row["title"]] for key, row in after.items() if key not in before],
        "removed": [[row["number"], row["title"]] for key, row in before.items() if key not in after],
        "changed": [
            [row["number"], column, before[key][column], row[column]]
            for key, row in after.items()
            if key in before
            for column in ("number", *COLUMNS)
            if before[key][column] != row[column]
        ],
        "figures": list(_figures(old_figures, new_figures)),
    }


def is_empty(changes: dict) -> bool:
    return not any(changes.values())


def label_of(column: str) -> str:
    return str(SnapshotSuggestion._meta.get_field(column).verbose_name)


def _rows(snapshot: Snapshot) -> dict[int, dict[str, str]]:
    rows = snapshot.suggestions.select_related("result_class").order_by("number_key", "pk")
    return {row.source_id: {name: _word(row, name) for name in ("number", *COLUMNS)} for row in rows}


def _word(row: SnapshotSuggestion, name: str) -> str:
    value = getattr(row, name)
    if isinstance(value, bool):
        return "是" if value else "否"
    if name in _LABELS and value:
        return str(_LABELS[name](value).label)
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _figures(old: dict, new: dict) -> Iterable[list]:
    """The whole's line, the numbers of the lines below it, then each unit's cells that are on the sheet of units."""
    for name, label in counting.LINE.items():
        was, now = old["whole"]["counts"][name], new["whole"]["counts"][name]
        if was != now:
            yield [str(label), was, now]
    for key, (was, now) in _promises(old, new):
        yield [key, was, now]
    for group, head in _GROUPS.items():
        lines_then, lines_now = _totals(old[group]), _totals(new[group])
        for label in lines_then | lines_now:
            if lines_then.get(label, 0) != lines_now.get(label, 0):
                yield [f"{head}：{label}", lines_then.get(label, 0), lines_now.get(label, 0)]
    units_then = {unit["name"]: unit["cells"] for unit in old["units"]}
    units_now = {unit["name"]: unit["cells"] for unit in new["units"]}
    for name in sorted(units_then.keys() | units_now.keys()):
        was, now = units_then.get(name, {}), units_now.get(name, {})
        for cell, label in (
            ("lead", "主办"),
            ("assisting", "协办"),
            ("lead_replied", "主办办复"),
            ("opinions", "协办办复"),
        ):
            if was.get(cell, 0) != now.get(cell, 0):
                yield [f"{name}：{label}", was.get(cell, 0), now.get(cell, 0)]


_GROUPS = {"systems": "办理系统", "categories": "类别", "delegations": "代表团", "classes": "办理结果"}


def _totals(lines: list[dict]) -> dict[str, int]:
    return {line["label"]: line["counts"]["total"] for line in lines}


def _promises(old: dict, new: dict) -> Iterable[tuple[str, tuple[int, int]]]:
    for fact, label in (("counted", "承诺事项"), ("kept", "已兑现承诺"), ("overdue", "逾期承诺")):
        was, now = old["promises"][f"promise_{fact}"], new["promises"][f"promise_{fact}"]
        if was != now:
            yield label, (was, now)


def named(changes: dict) -> dict:
    """As a page shows it: columns by their labels."""
    lines = [[number, label_of(column), was, now] for number, column, was, now in changes.get("changed", ())]
    return {**changes, "changed": lines} if changes else {}
