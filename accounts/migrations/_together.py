"""The tables of an app's first migration, made at once."""

from itertools import takewhile

from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation


def together(operations: list[Operation]) -> list[Operation]:
    """The same operations, the first `CreateModel`s of them as one."""
    first = list(takewhile(lambda operation: isinstance(operation, CreateModel), operations))
    return [CreateTogether(first), *operations[len(first) :]]


class CreateTogether(Operation):
    """Some `CreateModel`s. After each single one Django draws the picture of all models anew, which took more than half
    of the time in which a new database is made."""

    reduces_to_sql = True

    def __init__(self, operations: list[Operation]):
        self.operations = operations

    def state_forwards(self, app_label, state):
        state.__dict__.pop("apps", None)  # drawn again when it is next looked at
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return f"Create {len(self.operations)} models"
