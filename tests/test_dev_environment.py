"""The virtual environment that `make run` and `make test` make for themselves."""

import sys
from pathlib import Path

import pytest

from devtools import environment
from devtools.say import Stop


@pytest.fixture
def project(tmp_path, monkeypatch):
    """An empty project folder with lists of requirements; records what pip would have been asked."""
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / "requirements.txt").write_text("Django\n", encoding="utf-8")
    (tmp_path / "requirements-dev.txt").write_text("-r requirements.txt\npytest\n", encoding="utf-8")
    (tmp_path / "requirements-assets.txt").write_text("files\n", encoding="utf-8")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(environment, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(environment, "STAMP", tmp_path / ".venv" / "installed.json")
    monkeypatch.setattr(environment, "WHEELHOUSE", tmp_path / "wheelhouse")
    monkeypatch.setattr(environment, "SYSTEM_PYTHON", tmp_path / "python3")
    monkeypatch.setattr(environment, "pip", lambda: ["pip"])
    return tmp_path


@pytest.fixture
def installs(project, monkeypatch):
    done: list[str] = []
    monkeypatch.setattr(environment, "make_venv", lambda **_options: None)
    monkeypatch.setattr(environment, "renew_pip", lambda: None)
    monkeypatch.setattr(environment, "pip_install", lambda arguments, assets: done.append(Path(arguments[-1]).name))
    return done


def test_packages_are_installed_once_and_again_only_when_a_list_changed(project, installs):
    environment.set_up(environment.APPLICATION)
    environment.set_up(environment.APPLICATION)
    assert installs == ["requirements.txt", "requirements-assets.txt"]
    (project / "requirements.txt").write_text("Django==5\n", encoding="utf-8")
    environment.set_up(environment.APPLICATION)
    assert installs[2:] == ["requirements.txt"]


def test_the_test_tools_cover_the_application(project, installs):
    environment.set_up(environment.TESTS)
    environment.set_up(environment.APPLICATION)
    assert installs == ["requirements-dev.txt", "requirements-assets.txt"]
    (project / "requirements.txt").write_text("Django==5\n", encoding="utf-8")
    environment.set_up(environment.TESTS)
    assert installs[2:] == ["requirements-dev.txt"]


def test_a_failed_installation_is_tried_again(project, installs, monkeypatch):
    def fail(arguments, assets):
        raise environment.NO_NETWORK

    with monkeypatch.context() as patch:
        patch.setattr(environment, "pip_install", fail)
        with pytest.raises(Stop):
            environment.set_up(environment.APPLICATION)
    environment.set_up(environment.APPLICATION)
    assert installs == ["requirements.txt", "requirements-assets.txt"]


@pytest.mark.parametrize(
    ("modules", "made_with"),
    [
        ({"ensurepip"}, "-m venv --clear"),
        ({"ensurepip", "pip"}, "-m venv --clear --without-pip"),
        ({"pip"}, "-m venv --clear --without-pip"),
        (set(), None),
    ],
)
def test_the_virtual_environment_with_and_without_python3_venv(project, monkeypatch, modules, made_with):
    asked: list[str] = []
    monkeypatch.setattr(environment, "_has", modules.__contains__)
    monkeypatch.setattr(environment, "_quiet", lambda command: bool(asked.append(" ".join(command[1:-1]))) or True)
    if made_with is None:
        with pytest.raises(Stop, match="apt-get install python3-venv"):
            environment.make_venv()
    else:
        environment.make_venv()
        assert asked == [made_with]


@pytest.mark.parametrize(
    ("code", "named", "taken"),
    [("exit 0", None, True), ("exit 1", None, False), ("exit 0", "python3.11", False), (None, None, False)],
    ids=["the same version", "another version, or no venv", "another one was named", "there is none"],
)
def test_the_systems_own_python_goes_before_one_that_comes_first_on_the_path(project, monkeypatch, code, named, taken):
    monkeypatch.delenv("PYTHON", raising=False)
    if named:
        monkeypatch.setenv("PYTHON", named)
    if code:
        environment.SYSTEM_PYTHON.write_text(f"#!/bin/sh\n{code}\n", encoding="utf-8")
        environment.SYSTEM_PYTHON.chmod(0o755)
    made_by: list[str] = []
    ask = environment._quiet

    def quiet(command: list[str]) -> bool:
        if "venv" not in command:
            return ask(command)
        made_by.append(command[0])
        return True

    monkeypatch.setattr(environment, "_quiet", quiet)
    environment.make_venv()
    assert made_by == [str(environment.SYSTEM_PYTHON) if taken else sys.executable]


def test_only_the_tests_may_add_python3_venv_to_the_system(project, monkeypatch):
    there: set[str] = set()
    monkeypatch.setattr(environment, "_has", lambda module: module in there)
    monkeypatch.setattr(environment, "_quiet", lambda _command: True)
    monkeypatch.setattr(environment.apt, "install", lambda packages: there.update({"ensurepip"}, packages))
    with pytest.raises(Stop):
        environment.make_venv()
    environment.make_venv(system_may_change=True)
    assert "python3-venv" in there


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("Failed to establish a new connection: [Errno -3] Temporary failure in name resolution", "network"),
        ("ERROR: No matching distribution found for Django~=5.2.19", "pip download -d wheelhouse"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "its words are above"),
    ],
)
def test_a_failure_of_pip_says_what_to_do(project, monkeypatch, output, sentence):
    monkeypatch.setattr(environment, "call", lambda *_args, **_options: (1, output))
    with pytest.raises(Stop, match=sentence):
        environment.pip_install(["-r", "requirements.txt"])


@pytest.mark.parametrize("there", [False, True])
def test_a_wheelhouse_is_used_instead_of_the_network(project, monkeypatch, there):
    asked: list[str] = []
    monkeypatch.setattr(environment, "call", lambda command, **_options: asked.extend(command) or (0, ""))
    if there:
        (project / "wheelhouse").mkdir()
    environment.pip_install(["x"], assets=True)
    assert ("--no-index" in asked) is there
    assert {"--no-deps", "--require-hashes"} <= set(asked)


def test_a_newer_pip_comes_before_the_packages_and_where_there_is_none_the_old_one_does(project, monkeypatch):
    asked: list[str] = []
    monkeypatch.setattr(environment, "make_venv", lambda **_options: (project / ".venv").mkdir(exist_ok=True))
    monkeypatch.setattr(environment, "_quiet", lambda command: asked.append(command[-1]))  # falsy: it failed
    monkeypatch.setattr(environment, "call", lambda command, **_: asked.append(Path(command[-1]).name) or (0, ""))
    environment.set_up(environment.APPLICATION)
    assert asked == [environment.PIP, "requirements.txt", "requirements-assets.txt"]
    environment.set_up(environment.APPLICATION)
    assert len(asked) == 3, "with nothing to install, nothing is asked of the network"
