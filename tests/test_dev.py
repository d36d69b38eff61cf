"""The launcher behind `make run` and `make test`: each refusal is a sentence, each process ends."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from devtools import commands, environment, processes, run
from devtools.processes import Child, stop_all
from devtools.say import Interrupted, Stop

ROOT = Path(__file__).resolve().parent.parent


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def wait_for(true, seconds: float = 60):  # generous: the machine may be busy
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


# --- Setting up ------------------------------------------------------------------------------------------------------


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
    [({"ensurepip", "pip"}, "-m venv --clear"), ({"pip"}, "-m venv --clear --without-pip"), (set(), None)],
)
def test_the_virtual_environment_without_python3_venv(project, monkeypatch, modules, made_with):
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


# --- Running ---------------------------------------------------------------------------------------------------------


def test_a_taken_port_is_named_together_with_the_way_out(monkeypatch, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        monkeypatch.setenv("ENV_FILE", os.devnull)
        assert commands.main(["run"]) == 1
    said = capsys.readouterr().err
    assert f"Port {port} on 127.0.0.1 is taken" in said
    assert f"PORT={port + 1} make run" in said
    assert f"端口 {port} 已被占用" in said


@pytest.mark.parametrize("port", ["80x", "70000", "-1"])
def test_a_port_that_is_none_is_refused(monkeypatch, port):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(Stop, match="PORT"):
        run.address()


@pytest.mark.parametrize(
    ("given", "demo"),
    [({}, "1"), ({"DEMO": "0"}, "0"), ({"PRODUCTION": "0"}, "1"), ({"PRODUCTION": "1"}, None)],
)
def test_a_demo_office_unless_production(monkeypatch, given, demo):
    for name in ("DEMO", "PRODUCTION"):
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert run.settings_for_run().get("DEMO") == demo


def test_beat_is_a_process_of_its_own_only_on_redis():
    on_disk, on_redis = run.commands({}), run.commands({"REDIS_URL": "redis://localhost/0"})
    assert list(on_disk) == ["web", "worker"]
    assert list(on_redis) == ["web", "worker", "beat"]
    assert "--beat" in on_disk["worker"]
    assert "--beat" not in on_redis["worker"]


def test_a_process_that_ends_by_itself_is_named_with_its_last_words(tmp_path):
    log = tmp_path / "log" / "worker.log"
    log.parent.mkdir()
    log.write_text("from an earlier run\n", encoding="utf-8")
    child = Child("worker", python("print('cannot go on'); raise SystemExit(3)"), log)
    wait_for(lambda: child.exit_code is not None)
    with pytest.raises(Stop, match=r"“worker” ended by itself \(exit code 3\)") as raised:
        run.check_alive([child])
    assert "cannot go on" in raised.value.english
    assert "earlier run" not in raised.value.english


def test_stopping_lets_a_process_finish_and_kills_one_that_will_not(tmp_path):
    waits = "import signal, sys, time; signal.signal(signal.SIGTERM, {}); print('up', flush=True); time.sleep(60)"
    orderly = Child("a", python(waits.format("lambda *_: (print('finished'), sys.exit(0))")), tmp_path / "a.log")
    stubborn = Child("b", python(waits.format("signal.SIG_IGN")), tmp_path / "b.log")
    wait_for(lambda: orderly.last_lines() and stubborn.last_lines())
    stop_all([stubborn], grace=0.5)
    stop_all([orderly], grace=60)
    assert (orderly.exit_code, stubborn.exit_code) == (0, -signal.SIGKILL)
    assert orderly.last_lines() == ["up", "finished"]


def test_what_a_dead_process_left_behind_is_stopped_too(tmp_path):
    inner = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
    child = Child(
        "a", python(f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {inner!r}])"), tmp_path / "a"
    )
    wait_for(lambda: child.exit_code == 0 and child.last_lines())
    stop_all([child], grace=5)
    orphan = int(child.last_lines()[0])
    wait_for(lambda: not Path(f"/proc/{orphan}").exists() or is_zombie(orphan))


def is_zombie(pid: int) -> bool:
    return "State:\tZ" in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")


LAUNCHER = """
import sys
from pathlib import Path
from devtools import processes
from devtools.say import Interrupted
work = "import signal, sys, time; signal.signal(signal.SIGTERM, lambda *_: (time.sleep(.3), print('saved'), sys.exit())"
work += "); print('up', flush=True); time.sleep(60)"
with processes.signals():
    try:
        {}
    except Interrupted:
        print("interrupted", flush=True)
"""
CALL = "processes.call([sys.executable, '-c', work])"
CHILD = "c = processes.Child('c', [sys.executable, '-c', work], Path(sys.argv[1])); print('up', flush=True)\n"
CHILD += "        while True: processes.pause()"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_step_in_progress_is_ended_in_order(number):
    launcher = subprocess.Popen(python(LAUNCHER.format(CALL)), stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert launcher.stdout.readline() == "up\n"
    launcher.send_signal(number)
    assert launcher.communicate(timeout=60)[0] == "saved\ninterrupted\n"
    assert launcher.returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal is Linux's")
def test_no_process_outlives_a_killed_launcher(tmp_path):
    log = tmp_path / "c.log"
    launcher = subprocess.Popen(
        [*python(LAUNCHER.format(CHILD)), str(log)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert launcher.stdout.readline() == "up\n"
    wait_for(lambda: "up" in log.read_text(encoding="utf-8"))
    launcher.kill()
    launcher.communicate()
    wait_for(lambda: "saved" in log.read_text(encoding="utf-8"))


def test_an_interrupt_before_a_step_starts_nothing(monkeypatch):
    monkeypatch.setattr(processes, "_asked_to_stop", True)
    with pytest.raises(Interrupted):
        processes.call(["no-such-program"])


def test_unknown_words_get_the_usage(capsys):
    assert commands.main([]) == commands.main(["walk"]) == commands.main(["run", "fast"]) == 2
    assert "dev.py run | test" in capsys.readouterr().out
