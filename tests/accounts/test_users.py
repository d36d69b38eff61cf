"""Accounts: made, changed, closed, never deleted; ties follow the role; a password is shown once."""

import pytest
from django.urls import reverse

from accounts.actions.users import one_time_password
from accounts.models import Change, Committee, User
from accounts.roles import Role
from tests import factories as make
from tests.suggestions.pages import undrawn

pytestmark = pytest.mark.django_db
NEW = "/settings/users/new/"


@pytest.fixture
def administrator(client):
    user = make.user(Role.ADMINISTRATOR, name="管理员")
    client.force_login(user)
    return user


def page_of(user: User) -> str:
    return reverse("accounts:reference_edit", args=["users", user.pk])


def fields(user: User, **changed) -> dict:
    """What the page of `user` would post."""
    names = ("name", "username", "role", "unit_id", "handling_system", "committee_id", "deputy_id", "email", "phone")
    found = {name.removesuffix("_id"): getattr(user, name) or "" for name in names}
    return {**found, "is_active": "on" if user.is_active else "", **changed}


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        (Role.UNIT_HANDLER, "承办单位的账号须选择所在单位"),
        (Role.UNIT_HEAD, "承办单位的账号须选择所在单位"),
        (Role.COORDINATOR, "系统协调人须选择所协调的系统"),
        (Role.DEPUTY, "代表账号须对应一名代表"),
        (Role.COMMITTEE, "联系委室的账号须选择所属委室"),
    ],
)
def test_a_role_needs_what_it_belongs_to(client, administrator, role, sentence):
    answer = client.post(NEW, {"name": "李测试", "username": "li", "role": role, "is_active": "on"})
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not User.objects.filter(username="li").exists()


def test_a_new_account_leads_on_to_its_first_password(client, administrator):
    unit = make.unit()
    answer = client.post(
        NEW, {"name": "李测试", "username": "li", "role": Role.UNIT_HANDLER, "unit": unit.pk, "is_active": "on"}
    )
    user = User.objects.get(username="li")
    assert answer.url == page_of(user)
    assert not user.has_usable_password()
    shown = client.post(reverse("accounts:user_password", args=[user.pk]))
    password = shown.context["password"]
    assert password in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    user.refresh_from_db()
    assert user.check_password(password)
    assert user.must_change_password
    assert password not in "".join(Change.objects.values_list("detail", flat=True))
    client.post("/logout/")
    assert client.post("/login/", {"username": "li", "password": password}).status_code == 302
    assert client.get("/inbox/").url.startswith("/password/")


def test_a_reset_ends_the_old_password_and_the_open_logins(client, administrator):
    user = make.clerk(password=make.PASSWORD)
    other = type(client)()
    other.force_login(user)
    assert other.get("/inbox/").status_code == 200
    client.post(reverse("accounts:user_password", args=[user.pk]))
    assert other.get("/inbox/").status_code == 302
    user.refresh_from_db()
    assert not user.check_password(make.PASSWORD)
    assert Change.objects.get(what=Change.What.PASSWORD_RESET).key == str(user.pk)


def test_a_changed_role_cuts_the_ties_of_the_old_one(client, administrator):
    user = make.user(Role.UNIT_HANDLER)
    client.post(page_of(user), fields(user, role=Role.CLERK))
    user.refresh_from_db()
    assert (user.role, user.unit) == (Role.CLERK, None)


def test_an_account_of_a_deputy_never_keeps_a_unit(client, administrator):
    user = make.user(Role.DEPUTY)
    client.post(page_of(user), fields(user, unit=make.unit().pk))
    user.refresh_from_db()
    assert user.unit is None


def test_one_deputy_has_one_account(client, administrator):
    first = make.user(Role.DEPUTY)
    answer = client.post(
        NEW, {"name": "又一人", "username": "again", "role": Role.DEPUTY, "deputy": first.deputy_id, "is_active": "on"}
    )
    assert "这名代表已经有账号" in answer.content.decode()


def test_a_closed_account_is_out_at_once_and_kept(client, administrator):
    user = make.clerk()
    other = type(client)()
    other.force_login(user)
    client.post(page_of(user), fields(user, is_active=""))
    user.refresh_from_db()
    assert not user.is_active
    assert other.get("/inbox/").status_code == 302
    assert "是 → 否" in Change.objects.get(kind="users", key=str(user.pk)).detail
    refused = client.post(reverse("accounts:user_password", args=[user.pk]), follow=True)
    assert "账号已停用" in refused.content.decode()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [({"is_active": ""}, "不能停用自己的账号"), ({"role": Role.CLERK}, "不能改变自己的角色")],
)
def test_an_administrator_cannot_lock_the_own_door(client, administrator, changed, sentence):
    answer = client.post(page_of(administrator), fields(administrator, **changed))
    assert sentence in answer.content.decode()
    administrator.refresh_from_db()
    assert (administrator.is_active, administrator.role) == (True, Role.ADMINISTRATOR)


def test_the_own_password_is_not_reset_here(client, administrator):
    before = administrator.password
    answer = client.post(reverse("accounts:user_password", args=[administrator.pk]), follow=True)
    assert "修改密码" in answer.content.decode()
    administrator.refresh_from_db()
    assert administrator.password == before


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
def test_only_the_administrator_touches_accounts(client, role):
    victim = make.clerk()
    client.force_login(make.user(role))
    with undrawn():
        assert client.get("/settings/users/").status_code == (200 if role == Role.AUDITOR else 403)
        assert client.post(page_of(victim), fields(victim, name="改名")).status_code == 403
        assert client.post(reverse("accounts:user_password", args=[victim.pk])).status_code == 403
        assert client.post(reverse("accounts:user_unlock", args=[victim.pk])).status_code == 403
    victim.refresh_from_db()
    assert victim.name != "改名"


def test_users_are_found_by_role_and_by_the_initials_of_their_unit(client, administrator):
    found = make.handler(make.unit("市水务局"), name="赵测试")
    make.clerk(name="钱测试")
    for query in ("q=swj", "role=unit_handler", "q=赵"):
        rows = client.get(f"/settings/users/?{query}").context["rows"]
        assert [row["object"] for row in rows] == [found], query


def test_a_committee_account_shows_where_it_belongs(client, administrator):
    user = make.user(Role.COMMITTEE, committee=Committee.objects.create(name="农业农村委员会"))
    assert "农业农村委员会" in client.get(f"/settings/users/?q={user.username}").content.decode()


def test_one_time_passwords_differ_and_carry_no_ambiguous_sign():
    made = {one_time_password() for _n in range(200)}
    assert len(made) == 200
    assert not set("".join(made)) & set("01ijlo")
