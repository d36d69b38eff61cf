"""A column that holds one code of an enumeration."""

from functools import partialmethod

from django.db import models
from django.utils.functional import cached_property


class CodeField(models.CharField):
    """Its label is looked up. Django's own `get_…_display` makes a table of all labels, each translated and hashed,
    for every one that is asked for: 60 of them for each line of a history.

    A plain CharField to the migrations.
    """

    @cached_property
    def labels(self) -> dict[str, str]:
        return dict(self.flatchoices)

    def contribute_to_class(self, cls, name, **kwargs):
        super().contribute_to_class(cls, name, **kwargs)
        setattr(cls, f"get_{name}_display", partialmethod(_label, self))

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


def _label(row: models.Model, field: CodeField) -> str:
    code = getattr(row, field.attname)
    return str(field.labels.get(code, code))
