"""The launcher behind `make run` and `make test`: each refusal is a sentence, each process ends."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from devtools import commands, processes, run
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
