"""Read the environment strictly: nonsense is refused at start-up, with the variable's name."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit


class EnvError(Exception):
    """A variable holds something that cannot be meant."""


def load(path: Path) -> None:
    """Read NAME=value lines; what the environment holds already wins. ENV_FILE names another file, or none at all."""
    path = Path(os.environ.get("ENV_FILE") or path)
    if not path.is_file():
        return
    for number_of_line, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        name, equals, value = line.removeprefix("export ").partition("=")
        name, value = name.strip(), value.strip()
        if not equals or not name.isidentifier():
            raise EnvError(f"{path.name}, line {number_of_line}: expected NAME=value, got {line!r}")
        if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        os.environ.setdefault(name, value)


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    raw = text(name).lower()
    if not raw:
        return default
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"0", "false", "no", "off"}:
        return False
    raise EnvError(f"{name}={raw!r}: expected 1 or 0")


def number(name: str, default: int) -> int:
    raw = text(name)
    if not raw:
        return default
    try:
        return int(raw)
    except ValueError as error:
        raise EnvError(f"{name}={raw!r}: expected a whole number") from error


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    return [word.strip() for word in text(name).split(",") if word.strip()] or list(default)


def postgres(url: str) -> dict:
    """`postgres://user:password@host:port/name` as a Django database; `?host=/path` names a socket folder."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError as error:
        raise EnvError(f"DATABASE_URL: {error} (write / in a password as %2F, @ as %40)") from error
    if parts.scheme not in {"postgres", "postgresql"}:
        raise EnvError(f"DATABASE_URL: expected postgres://…, got {parts.scheme!r}")
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise EnvError("DATABASE_URL: the database's name is missing")
    socket = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair).get("host", "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(socket) or parts.hostname or "",
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
