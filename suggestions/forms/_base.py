"""The shared fields by the name that this app's forms know them by: suggestions/form_fields.py."""

from suggestions.form_fields import (
    DateField,
    DateInput,
    DeputiesField,
    DeputyField,
    FilesField,
    ReasonField,
    ReasonForm,
    TidyField,
    UnitField,
    UnitsField,
    assignable_units,
    layout_helper,
    unit_search,
)

__all__ = [
    "DateField",
    "DateInput",
    "DeputiesField",
    "DeputyField",
    "FilesField",
    "ReasonField",
    "ReasonForm",
    "TidyField",
    "UnitField",
    "UnitsField",
    "assignable_units",
    "layout_helper",
    "unit_search",
]
