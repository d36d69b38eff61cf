"""The virtual environment: made when missing, filled when a list of requirements changed."""

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

from devtools import apt
from devtools.processes import call, check_interrupted
from devtools.say import Stop, say

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
WHEELHOUSE = ROOT / "wheelhouse"
SYSTEM_PYTHON = Path("/usr/bin/python3")  # a distribution's own, built with profiles: decision 0025
PIP = "pip==26.3"  # Debian 12's own, 23.0, takes half a minute over what an index lists, where this takes seconds
APPLICATION = ("requirements.txt", "requirements-assets.txt")
TESTS = ("requirements-dev.txt", "requirements-assets.txt")

NO_VENV = Stop(
    "This Python can make no virtual environment: venv and pip are missing. "
    "Install them (as root: apt-get install python3-venv) and run the command again.",
    "本机的 Python 缺少 venv 和 pip，无法建立运行环境。请先以 root 执行 apt-get install python3-venv，然后重试。",
)
NO_NETWORK = Stop(
    "The packages could not be downloaded: is there a network, and does pip reach a package index? Without one, run\n"
    "    python3 -m pip download -d wheelhouse -r requirements.txt\n"
    "    python3 -m pip download -d wheelhouse --no-deps -r requirements-assets.txt\n"
    "on a machine of the same kind that has one, copy the folder wheelhouse/ here and run the command again.",
    "依赖包下载失败：请检查网络和 pip 软件源。没有外网时，在同类联网机器上用上面两条命令把依赖包下载到 wheelhouse/ "
    "文件夹，拷贝到本目录后重试。",
)
NETWORK_SIGNS = ("No matching distribution", "ConnectionError", "name resolution", "timed out", "refused", "ProxyError")


def load_dotenv() -> None:
    """Read .env as the application does. Loaded by path: importing the package `config` would need Celery."""
    env = env_module()
    try:
        env.load(ROOT / ".env")
    except env.EnvError as error:
        raise Stop(f"{error}", "配置文件 .env 有误，请按上面的提示修改。") from error


def env_module():
    spec = importlib.util.spec_from_file_location("config_env", ROOT / "config" / "env.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def set_up(files: tuple[str, ...]) -> None:
    """Make .venv hold what the given lists name. Does nothing when it does already."""
    make_venv(system_may_change=files is TESTS)
    installed = _stamps()
    wanted = [name for name in files if installed.get(name) != fingerprint(name)]
    if wanted:
        renew_pip()
    for name in wanted:
        say(f"Installing {name} … 正在安装依赖")
        pip_install(["-r", str(ROOT / name)], assets=name == "requirements-assets.txt")
        installed |= {part: fingerprint(part) for part in (name, *_included(name))}
        STAMP.write_text(json.dumps(installed), encoding="utf-8")


def make_venv(system_may_change: bool = False) -> None:
    """Make .venv unless it works already. For the tests, which install servers anyway, root may add python3-venv."""
    if _usable():
        return
    say(f"Making {VENV.name} … 正在建立运行环境")
    # Python's own way of putting a pip in takes six seconds; one that is at hand puts in the newer one (renew_pip).
    how = ["-m", "venv", "--clear", *(["--without-pip"] if _has("pip") else []), str(VENV)]
    if _system_is_the_same() and _quiet([str(SYSTEM_PYTHON), *how]):
        return
    if system_may_change and not (_has("ensurepip") or _has("pip")):
        apt.install(["python3-venv"])
        importlib.invalidate_caches()
    if not ((_has("ensurepip") or _has("pip")) and _quiet([sys.executable, *how])):
        raise NO_VENV


def pip_install(arguments: list[str], assets: bool = False) -> None:
    """pip install into .venv; from wheelhouse/ alone where that folder is there.

    Nothing is compiled ahead: what is imported is, once, and most of what lies there never is.
    """
    command = [*_install(), "--retries", "2", *(["--no-deps", "--require-hashes"] if assets else [])]
    code, output = call([*command, *arguments], cwd=ROOT, capture=True)
    if code:
        say(*output.strip().splitlines()[-12:])
        if any(sign in output for sign in NETWORK_SIGNS):
            raise NO_NETWORK
        raise Stop("pip could not install the packages; its words are above.", "依赖包安装失败，原因见上。")


def renew_pip() -> None:
    """Put `PIP` into .venv; where it cannot be had, the old one does."""
    _quiet([*_install(), "--retries", "0", PIP])


def _install() -> list[str]:
    command = [*pip(), "install", "--disable-pip-version-check", "--no-input", "--quiet", "--no-compile"]
    return [*command, *(["--no-index", "--find-links", str(WHEELHOUSE)] if WHEELHOUSE.is_dir() else [])]


def pip() -> list[str]:
    """The venv's own pip, else the outer one pointed at the venv (Debian without python3-venv)."""
    if _quiet([str(PYTHON), "-c", "import pip"]):
        return [str(PYTHON), "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", str(PYTHON)]


def fingerprint(name: str) -> str:
    """Content of a list of requirements and of the lists it includes."""
    digest = hashlib.sha256()
    for part in (name, *_included(name)):
        digest.update((ROOT / part).read_bytes())
    return digest.hexdigest()


def _included(name: str) -> list[str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [line.split()[1] for line in lines if line.startswith("-r ")]


def _stamps() -> dict[str, str]:
    try:
        return json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _usable() -> bool:
    return PYTHON.exists() and _quiet([str(PYTHON), "-c", "import sys; sys.exit(sys.version_info < (3, 11))"])


def _system_is_the_same() -> bool:
    """Whether the system's Python has the version that runs this, and nobody named another one (PYTHON=…)."""
    code = f"import ensurepip, sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    return "PYTHON" not in os.environ and SYSTEM_PYTHON.exists() and _quiet([str(SYSTEM_PYTHON), "-c", code])


def _has(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def _quiet(command: list[str]) -> bool:
    """Whether a short command succeeds; kept out of the terminal's Ctrl-C, which the launcher answers itself."""
    variables = {**os.environ, "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(command, capture_output=True, env=variables, check=False, start_new_session=True)
    check_interrupted()
    return done.returncode == 0
