"""The menu: few entries, those of the role, one of them active; anonymous pages ask the database nothing."""

import pytest

from accounts import navigation
from accounts.roles import PERMISSIONS, Permission, Role
from tests import factories as make
from tests.suggestions.pages import undrawn

pytestmark = pytest.mark.django_db
EVERYBODY = ["待办", "建议"]
WORKING = [*EVERYBODY, "承诺台账"]
WATCHING = [*WORKING, "督办", "重点督办"]
OFFICE = [*EVERYBODY, "登记", "导入", "交办", "承诺台账", "督办", "设置"]
MENUS = {
    Role.CLERK: OFFICE,
    Role.OFFICE_HEAD: OFFICE,
    Role.COORDINATOR: WATCHING,
    Role.UNIT_HANDLER: [*WORKING, "本单位", "警示牌"],
    Role.UNIT_HEAD: [*WORKING, "本单位", "警示牌"],
    Role.LEADER: WATCHING,
    Role.COMMITTEE: WATCHING,
    Role.DEPUTY: EVERYBODY,
    Role.AUDITOR: [*WATCHING, "设置"],
    Role.ADMINISTRATOR: [*EVERYBODY, "督办", "设置"],
}


@pytest.mark.parametrize("role", list(Role))
def test_each_role_sees_its_entries_and_no_more(role):
    assert [link.label for link in navigation.links(role, "/")] == MENUS[role]


def test_no_menu_is_longer_than_is_read_at_a_glance():
    assert max(len(navigation.links(role, "/")) for role in Role) <= 8


@pytest.mark.parametrize("role", list(Role))
def test_who_may_see_the_jobs_finds_them_among_the_settings(client, role):
    doors = {card.url_name for _group, cards in navigation.settings_groups(role) for card in cards}
    may_see = role in PERMISSIONS[Permission.SEE_JOBS]
    assert ({"supervision:jobs", "supervision:rehearsal"} <= doors) is may_see
    client.force_login(make.user(role))
    assert ('href="/supervision/jobs/"' in client.get("/settings/").text) is may_see


@pytest.mark.parametrize(
    ("path", "active"),
    [
        ("/", "待办"),
        ("/suggestions/", "建议"),
        ("/suggestions/7/", "建议"),
        ("/tasks/7/reply/", "建议"),
        ("/suggestions/new/", "登记"),
        ("/imports/3/", "导入"),
        ("/assignment/", "交办"),
        ("/commitments/", "承诺台账"),
        ("/commitments/7/done/", "承诺台账"),
        ("/supervision/", "督办"),
        ("/supervision/key/3/", "督办"),
        ("/supervision/jobs/", "设置"),
        ("/supervision/rehearsal/", "设置"),
        ("/settings/units/4/", "设置"),
        ("/inbox/", None),
    ],
)
def test_one_entry_is_active(path, active):
    found = [link.label for link in navigation.links(Role.CLERK, path) if link.active]
    assert found == ([active] if active else [])


def test_the_frame_costs_an_anonymous_page_no_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/login/")


@pytest.mark.parametrize("role", list(Role))
def test_the_settings_page_shows_only_doors_that_open(client, role):
    client.force_login(make.user(role))
    page = client.get("/settings/")
    if role not in navigation.SETTINGS_READERS:
        assert page.status_code == 403
        return
    doors = [card.url for _group, cards in page.context["groups"] for card in cards]
    assert doors
    with undrawn():
        assert {client.get(door).status_code for door in doors} == {200}
