"""How the answered suggestions ended: one number for each result class, with its list."""

from django.db.models import Count, F

from suggestions.selectors.references import NONE
from supervision.selectors.before import Before
from supervision.selectors.figures import Figure
from supervision.selectors.scope import Scope


def classes(user, scope: Scope, compared: Before | None = None) -> tuple[Figure, ...]:
    """One statement; in the office's order of its classes. `compared`: the session before on its same day."""
    found = scope.suggestions(user).with_fact("replied").order_by()
    rows = found.values_list("result_class", "result_class__code", "result_class__label").annotate(n=Count("pk"))
    where, before = {**scope.where, "fact": "replied"}, compared and compared.classes
    return tuple(
        Figure(
            n,
            {**where, "result_class": pk or NONE},
            f"{code}类 {label}" if pk else "—",
            code or "",
            before=None if before is None else before.get(code or "", 0),
        )
        for pk, code, label, n in rows.order_by(F("result_class__order").asc(nulls_last=True), "result_class__code")
    )
