"""Rows of the bulk that are written together."""

from dataclasses import dataclass, field

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Field, Model

from suggestions.models import (
    Assignment,
    ClassChange,
    Commitment,
    Evaluation,
    Event,
    HandlingPlan,
    Opinion,
    Reply,
    Suggestion,
)

CHUNK = 2000
_AS_IT_IS = frozenset({str, int, bool, type(None)})
KEYED = (Suggestion, Assignment, Reply)  # other rows refer to them: their keys are given here


@dataclass
class Chunk:
    """Rows that belong together, in the order in which they can be written."""

    suggestions: list[Suggestion] = field(default_factory=list)
    tasks: list[Assignment] = field(default_factory=list)
    plans: list[HandlingPlan] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    commitments: list[Commitment] = field(default_factory=list)
    class_changes: list[ClassChange] = field(default_factory=list)
    opinions: list[Opinion] = field(default_factory=list)
    judgements: list[Evaluation] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def write(self) -> None:
        for rows in (
            self.suggestions,
            self.tasks,
            self.plans,
            self.replies,
            self.commitments,
            self.class_changes,
            self.opinions,
            self.judgements,
            self.events,
        ):
            if rows:
                _insert(rows)


def _insert(rows: list[Model]) -> None:
    """One statement with a list of values: bulk_create, made for any expression in any field, takes thrice as long."""
    model, quote = type(rows[0]), connection.ops.quote_name
    fields = [f for f in model._meta.concrete_fields if not f.generated and not (f.primary_key and rows[0].pk is None)]
    columns, places = ", ".join(quote(f.column) for f in fields), ", ".join(["%s"] * len(fields))
    values = ([_prepared(getattr(row, f.attname), f) for f in fields] for row in rows)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})", values)


def _prepared(value, field: Field):
    return value if type(value) in _AS_IT_IS else field.get_db_prep_save(value, connection)


def count_on() -> None:
    """After rows that came with keys of their own: the database's next key is behind them."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), KEYED):
            cursor.execute(statement)
