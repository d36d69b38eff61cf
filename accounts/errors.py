"""Refusals. Each carries the sentence the user will read."""


class RuleViolation(Exception):
    """A rule of the work forbids this. `field` names the form field to show it at, when there is one."""

    def __init__(self, message: str, *, field: str | None = None):
        super().__init__(message)
        self.message = message
        self.field = field
