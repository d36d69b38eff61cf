"""Who may import whom (docs/contributing.md). Imports go down: supervision → suggestions → accounts, pages → rules."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = {"accounts": 1, "suggestions": 2, "supervision": 3}
STEPS = (
    {"choices", "errors", "roles", "deadlines", "deadline_steps", "workflow", "calendar", "calendar_lines",
     "calendar_months", "numbering", "documents", "similarity", "reply_checks", "asks", "text_diff", "sameness",
     "typed_text", "reminder_rules", "urging_rules", "card_rules", "definitions", "commitment_rules",
     "plan_rules", "topic_rules", "poll_rules", "poll_workflow", "as_of", "same_day", "paragraphs", "sheets",
     "letters", "files",
     "file_content", "archives", "pinyin"},
    {"at_length", "querysets", "commitment_querysets", "urging_querysets", "grade_querysets", "grounds"},
    {"models"},
    {"permissions", "selectors", "papers", "statistics", "rates", "rate_lines", "snapshots", "notifications",
     "recipients", "clocks", "recount", "channels", "delivery", "password_rules", "candidates", "topics", "polls",
     "poll_box", "work", "instruction_work"},
    {"actions", "imports", "reminders", "cards", "digest", "exports", "reports", "heartbeat", "assignment_lists",
     "demo", "ledger_exports", "cross_exports", "poll_exports"},
    {"forms", "form_fields", "filters", "filter_address", "filter_set", "filter_standing", "ledger_filter",
     "finding_filter", "instruction_filter", "report_pages", "templatetags", "navigation", "reference",
     "reference_pages"},
    {"views", "tasks", "management", "middleware", "context_processors", "apps", "signals", "links",
     "file_gate"},
    {"urls"},
)  # fmt: skip
STEP = {name: n for n, names in enumerate(STEPS) for name in names}
PRIVATE = {"views", "forms", "urls", "tasks", "filters"}  # of another app: never imported
PURE = STEPS[0]
CLOCK = {"today", "now", "localdate", "localtime", "utcnow"}


@cache
def modules() -> list[tuple[str, str, Path]]:
    """Each source file as (app, first name inside the app, path)."""
    found = []
    for app in FLOORS:
        for path in sorted((ROOT / app).rglob("*.py")):
            inside = path.relative_to(ROOT / app).parts
            if inside[0] != "migrations" and inside != ("__init__.py",):
                found.append((app, inside[0].removesuffix(".py"), path))
    return found


@cache
def nodes(path: Path) -> list[ast.AST]:
    """Of a file, parsed once for all tests."""
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def imports(path: Path) -> list[str]:
    names = []
    for node in nodes(path):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def fault(app: str, part: str, name: str) -> str:
    """Why the module `part` of `app` may not import `name`; empty when it may."""
    root, *below = name.split(".")
    if root == "config":
        return "no app imports config"
    if root not in FLOORS or not below:
        return ""
    target = below[0]
    if FLOORS[root] > FLOORS[app]:
        return "imports go down the floors"
    if root != app:
        return "another app's pages are its own" if target in PRIVATE else ""
    if STEP[target] > STEP[part]:
        return f"{part} (step {STEP[part]}) is below {target} (step {STEP[target]})"
    return ""


def test_every_module_has_its_step():
    assert sorted({part for _, part, _ in modules() if part not in STEP}) == []


def test_imports_go_down():
    wrong = [
        f"{path.relative_to(ROOT)}: {name}: {why}"
        for app, part, path in modules()
        for name in imports(path)
        if (why := fault(app, part, name))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("app", "part", "name"),
    [
        ("suggestions", "actions", "supervision.models.Reminder"),
        ("accounts", "models", "config.settings"),
        ("supervision", "views", "suggestions.views.detail"),
        ("suggestions", "models", "suggestions.actions.sign"),
    ],
)
def test_the_check_can_fail(app, part, name):
    assert fault(app, part, name)


def test_rules_know_no_database_no_settings_and_no_sheets():
    wrong = []
    for app, part, path in modules():
        for name in imports(path):
            if (
                part in PURE
                and name.startswith("django.")
                and not name.startswith(("django.utils.translation", "django.db.models.TextChoices"))
            ):
                wrong.append(f"{path.relative_to(ROOT)}: {name}")
            if name.split(".")[0] == "openpyxl" and (app, part) != ("suggestions", "sheets"):
                wrong.append(f"{path.relative_to(ROOT)}: {name}")
            if name.split(".")[0] == "docx" and (app, part) != ("suggestions", "letters"):
                wrong.append(f"{path.relative_to(ROOT)}: {name}")
    assert wrong == []


def test_the_clock_is_read_at_the_doors_only():
    """Views, tasks and commands read it; everything below is told."""
    doors = STEPS[6]
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.func.attr}()"
        for _, part, path in modules()
        if part not in doors
        for node in nodes(path)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCK
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"timezone", "date", "datetime", "time"}
    ]
    assert wrong == []


def test_only_the_one_door_writes_a_state():
    """`status=` or `state=` in an update outside actions/_transition.py would be a second door."""
    wrong = []
    for app, part, path in modules():
        # An import's rows are born with a status; those already here move through _transition.adopt.
        if app != "suggestions" or part in {"models", "management", "imports"} or path.name == "_transition.py":
            continue
        for node in nodes(path):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    for each in target.elts if isinstance(target, ast.Tuple) else [target]:
                        if (
                            isinstance(each, ast.Attribute)
                            and each.attr == "status"
                            and ast.unparse(each.value) != "self"
                        ):
                            wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}")
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "update"
                and any(keyword.arg == "status" for keyword in node.keywords)
            ):
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert wrong == []
