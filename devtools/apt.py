"""Debian's packages, for what the tests need and the machine lacks. Only root installs; others are told what to do."""

import os
import shutil

from devtools.processes import call
from devtools.say import say


def install(packages: list[str]) -> None:
    """Try to install; whoever asks looks afterwards whether the thing is there."""
    if not packages or os.geteuid() != 0 or shutil.which("apt-get") is None:
        return
    say(f"Installing {' '.join(packages)} with apt-get …")
    variables = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=120"]
    for command in ([*apt, "update"], [*apt, "install", "-y", "--no-install-recommends", *packages]):
        code, output = call(command, capture=True, env=variables)
        if code:
            say(*output.strip().splitlines()[-8:])
