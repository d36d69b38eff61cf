"""Refusals. Each carries the sentence the user will read."""

from accounts.errors import RuleViolation

__all__ = ["Conflict", "NotAllowed", "RuleViolation"]


class Conflict(RuleViolation):
    """Somebody else was faster: nothing was written, the page must be read again."""


class NotAllowed(RuleViolation):
    """This person may not do this here; answered as 403 with the sentence."""
