"""The demo office's words, read from units.toml and topics.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_HERE = Path(__file__).resolve().parent

CITY = "澜原市"
TERM = "澜原市第六届人民代表大会"
DISTRICTS = ("清澜区", "望湖区", "松坪县", "石渡县", "梅溪县", "沙坝县")


@dataclass(frozen=True)
class Topic:
    """One theme a deputy writes about: the trouble, three asks, what was done, what comes next."""

    category: str
    lead: str
    assisting: list[str]
    title: str
    problem: str
    asks: list[str]
    done: str
    plan: str
    superior_reason: str = ""


@dataclass(frozen=True)
class UnitEntry:
    code: str
    name: str
    short: str
    field: str  # the liaison committee's code
    sign: str  # inside a document number
    group: str = ""
    under: str = ""  # the competent unit's code


@cache
def topics() -> tuple[Topic, ...]:
    return tuple(Topic(**entry) for entry in _read("topics.toml")["topic"])


@cache
def units() -> tuple[UnitEntry, ...]:
    return tuple(UnitEntry(code=code, **entry) for code, entry in _read("units.toml")["units"].items())


def groups() -> dict[str, str]:
    """Handling system → heading of the tree."""
    return _read("units.toml")["groups"]


def committees() -> dict[str, str]:
    return _read("units.toml")["committees"]


@cache
def _read(name: str) -> dict:
    return tomllib.loads((_HERE / name).read_text(encoding="utf-8"))
