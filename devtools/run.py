"""`make run`: set up, serve, watch, stop."""

import http.client
import os
import time
from pathlib import Path

from devtools import environment, processes
from devtools.environment import PYTHON, ROOT
from devtools.processes import Child, call, pause, stop_all
from devtools.say import Interrupted, Stop, say

START_LIMIT = 60  # seconds until the first page answers


def main() -> int:
    environment.load_dotenv()
    host, port = address()
    environment.set_up(environment.APPLICATION)
    variables = settings_for_run()
    code, _ = call([str(PYTHON), "-m", "devtools.prepare"], cwd=ROOT, env=variables)
    if code:
        return 1
    logs = Path(variables.get("VAR_DIR") or ROOT / "var") / "log"
    children: list[Child] = []
    try:
        for name, command in commands(variables).items():
            children.append(Child(name, command, logs / f"{name}.log", cwd=ROOT, env=variables))
        wait_until_ready(children, host, port)
        say(*announcement(port, variables, logs))
        while True:
            pause(0.3)
            check_alive(children)
    except Interrupted:
        say("Stopping … 正在停止")
    finally:
        stop_all(children)
    say("Stopped; nothing is lost. 已停止，数据完好。")
    return 0


def address() -> tuple[str, int]:
    """HOST and PORT, refused with a sentence when nonsense or taken."""
    env = environment.env_module()
    host = env.text("HOST") or "127.0.0.1"
    try:
        port = env.number("PORT", 8000)
        if not 0 < port < 65536:
            raise env.EnvError(f"PORT={port}: expected a number from 1 to 65535")
    except env.EnvError as error:
        raise Stop(str(error), "环境变量 PORT 应为端口号，例如 PORT=8001 make run。") from error
    if not processes.port_is_free(host, port):
        other = port + 1
        raise Stop(
            f"Port {port} on {host} is taken (is the application running already?). "
            f"Stop the other program or choose another port: PORT={other} make run",
            f"端口 {port} 已被占用（系统可能已在运行）。请先停止占用的程序，或换一个端口：PORT={other} make run",
        )
    return host, port


def settings_for_run() -> dict[str, str]:
    """The children's environment: a demo office, unless this is a production configuration or DEMO says otherwise."""
    env = environment.env_module()
    variables = {**os.environ, "PYTHONUNBUFFERED": "1"}
    try:
        if not env.flag("PRODUCTION"):
            variables.setdefault("DEMO", "1")
            variables.setdefault("SITE_URL", f"http://127.0.0.1:{env.number('PORT', 8000)}")
    except env.EnvError as error:
        raise Stop(str(error), "配置有误，请按上面的提示修改环境变量或 .env 文件。") from error
    return variables


def commands(variables: dict[str, str]) -> dict[str, list[str]]:
    """What runs. On the disk broker one process works and keeps time; on Redis beat is a process of its own."""
    python = [str(PYTHON), "-m"]
    celery = [*python, "celery", "-A", "config"]
    running = {"web": [*python, "gunicorn", "-c", "config/gunicorn.py", "config.wsgi:application"]}
    if variables.get("REDIS_URL", "").strip():
        running["worker"] = [*celery, "worker", "--pool", "prefork", "--concurrency", "2", "--loglevel", "INFO"]
        running["beat"] = [*celery, "beat", "--loglevel", "INFO"]
    else:
        running["worker"] = [*celery, "worker", "--beat", "--pool", "solo", "--loglevel", "INFO"]
    return running


def wait_until_ready(children: list[Child], host: str, port: int) -> None:
    deadline = time.monotonic() + START_LIMIT
    while not answers("127.0.0.1" if host in {"0.0.0.0", "::"} else host, port):
        check_alive(children)
        if time.monotonic() > deadline:
            lines = "\n".join(children[0].last_lines())
            raise Stop(
                f"No page answered within {START_LIMIT} seconds. Last lines of {children[0].log}:\n{lines}",
                "系统未能在规定时间内启动，日志见上。",
            )
        pause(0.1)


def answers(host: str, port: int) -> bool:
    """Whether the application itself answers; a redirect to https or a refused host name is an answer too."""
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def check_alive(children: list[Child]) -> None:
    for child in children:
        if child.exit_code is not None:
            lines = "\n".join(child.last_lines())
            raise Stop(
                f"The process “{child.name}” ended by itself (exit code {child.exit_code}); the others are being "
                f"stopped. Last lines of {child.log}:\n{lines}",
                f"进程“{child.name}”意外退出，其余进程已停止，日志见上。",
            )


def announcement(port: int, variables: dict[str, str], logs: Path) -> list[str]:
    lines = ["", f"Ready 已就绪: {variables.get('SITE_URL') or f'http://127.0.0.1:{port}'}", ""]
    if variables.get("DEMO") == "1":
        code, output = call(
            [str(PYTHON), "manage.py", "load_demo", "--accounts"], capture=True, cwd=ROOT, env=variables
        )
        lines += ["Demo accounts 演示账号", output.strip(), ""] if code == 0 else []
    return [*lines, f"Logs 日志: {logs}", "Ctrl-C stops everything. 按 Ctrl-C 停止。"]
