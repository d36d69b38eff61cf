"""For a job that acts a thousand times in one transaction: what hardly ever changes is read once, and rows that nobody
reads meanwhile are written together at its end. Everywhere else both happen at once."""

from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps

from django.db import connection

_kept: ContextVar[dict | None] = ContextVar("kept", default=None)
_waiting: ContextVar[dict[Callable, list] | None] = ContextVar("waiting", default=None)


@contextmanager
def at_length():
    """Inside, rules, calendar and who hears for a unit may not change, and nothing that is refused may be caught."""
    tokens = _kept.set({}), _waiting.set({})
    connection.savepoint = lambda: None  # two statements for each action, needed only where a refusal is caught
    try:
        yield
        write_waiting()
    finally:
        del connection.savepoint
        _kept.reset(tokens[0])
        _waiting.reset(tokens[1])


def read_once(function: Callable) -> Callable:
    """Its answer to the same question is kept, inside `at_length`."""

    @wraps(function)
    def read(*question):
        kept = _kept.get()
        if kept is None:
            return function(*question)
        if (function, question) not in kept:
            kept[function, question] = function(*question)
        return kept[function, question]

    return read


def write_together(write: Callable[[list], object], rows: list) -> None:
    """`write(rows)`; inside `at_length` at its end, with all rows that came to the same `write`."""
    waiting = _waiting.get()
    if waiting is None:
        write(rows)
    else:
        waiting.setdefault(write, []).extend(rows)


def write_waiting() -> None:
    """Before a row that may not wait and has its place behind them."""
    waiting = _waiting.get() or {}
    while waiting:
        write = next(iter(waiting))
        write(waiting.pop(write))
