"""One description per list the office keeps; one page shows and edits them all.

A floor above adds its own lists (sessions, categories, classes) by `add`, called when its app is ready.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django import forms
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.actions.keep import keep
from accounts.roles import PERMISSIONS, Permission, Role

Save = Callable[..., models.Model]


@dataclass(frozen=True)
class Column:
    """A column: `value` is a field's name or a function of the row; `is_title` for the one that opens the row."""

    label: str
    value: str | Callable[[models.Model], object]
    is_number: bool = False
    is_short: bool = False
    is_title: bool = False

    def text(self, row: models.Model) -> str:
        found = self.value(row) if callable(self.value) else getattr(row, f"get_{self.value}_display", None)
        if not callable(self.value):
            found = found() if found else getattr(row, self.value)
        if found is None or found == "":
            return ""
        if isinstance(found, bool):
            return str(_("是")) if found else ""
        if isinstance(found, datetime | date):
            return f"{found:%Y-%m-%d}"
        return str(found)


@dataclass(frozen=True)
class Choice:
    """A filter of the list: the name in the address, its options, and the field it narrows."""

    name: str
    label: str
    field: str
    options: Callable[[], Iterable[tuple[object, str]]]


@dataclass(frozen=True)
class Reference:
    """A list: what it holds, how it is shown, searched, edited and saved, and who may read and change it."""

    kind: str
    model: type[models.Model]
    form: type[forms.ModelForm]
    title: str
    noun: str
    lead: str
    columns: tuple[Column, ...]
    rows: Callable[[], models.QuerySet]
    search: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    arrange: Callable[[list], list] | None = None  # for a tree: sets `depth` and puts rows in their order, unpaged
    save: Save | None = None
    form_template: str = "accounts/reference_form.html"
    opens_after_creation: bool = False  # there is a next step on the row's own page
    write: Permission = Permission.EDIT_REFERENCE
    icon: str = "ledger"
    group: str = ""

    @property
    def readers(self) -> frozenset[Role]:
        """The auditor reads everything and changes nothing."""
        return PERMISSIONS[self.write] | {Role.AUDITOR}

    @property
    def address(self) -> str:
        return reverse("accounts:reference_list", args=[self.kind])

    @property
    def has_states(self) -> bool:
        return any(field.name == "is_active" for field in self.model._meta.fields)

    @property
    def saving(self) -> Save:
        return self.save or partial(keep, kind=self.kind)


_REFERENCES: dict[str, Reference] = {}


def add(*references: Reference) -> None:
    for reference in references:
        _REFERENCES[reference.kind] = reference


def find(kind: str) -> Reference | None:
    return _REFERENCES.get(kind)


def readable_by(role: str) -> list[Reference]:
    return [reference for reference in _REFERENCES.values() if role in reference.readers]
