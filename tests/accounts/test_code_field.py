"""A code's label is the one Django would have found, and every column of codes finds it the short way."""

import pytest
from django.apps import apps
from django.db import models

from accounts.models.code_field import CodeField

OWN = ("accounts", "suggestions", "supervision")
FIELDS = [
    field
    for app in OWN
    for model in apps.get_app_config(app).get_models()
    for field in model._meta.local_fields
    if field.choices
]


@pytest.mark.parametrize("field", FIELDS, ids=str)
def test_the_label_is_djangos(field):
    assert isinstance(field, CodeField)
    for code in [*dict(field.flatchoices), "", "unknown"]:
        row = field.model(**{field.attname: code})
        assert getattr(row, f"get_{field.name}_display")() == models.Model._get_FIELD_display(row, field)


def test_migrations_know_a_plain_column():
    assert FIELDS[0].deconstruct()[1] == "django.db.models.CharField"
