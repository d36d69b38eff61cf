"""The roles page prints the tables that decide: every permission, every action, every role."""

import pytest

from accounts.roles import Permission, Role
from suggestions.workflow import TRANSITIONS
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", list(Role))
def test_everyone_may_look_and_finds_the_own_role(client, role):
    client.force_login(make.user(role))
    page = client.get("/settings/roles/")
    assert page.status_code == 200
    assert page.context["user"].role == role
    assert page.content.decode().count("role-mine") > len(Permission)


def test_every_permission_and_action_is_on_the_page_as_the_tables_have_it(client):
    client.force_login(make.clerk())
    context = client.get("/settings/roles/").context
    marks = dict(context["permissions"])
    for permission in Permission:
        assert marks[permission.label] == [make.user(role).may(permission) for role in Role], permission
    lines = {line["label"]: line for _kind, table in context["tables"] for line in table}
    for row in TRANSITIONS.values():
        if row.roles:
            assert lines[row.action.label]["marks"] == [role in row.roles for role in Role], row.action
            assert lines[row.action.label]["needs_reason"] == row.needs_reason
