"""In and out: one sentence for every failure, a lockout per person and address, and the page one wanted afterwards."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Change
from accounts.roles import Role
from tests import factories as make

pytestmark = pytest.mark.django_db
WRONG = "not the password at all"
FAILURE = "用户名或密码不正确，或账号已停用"


def log_in(client, username, password=make.PASSWORD, address="10.0.0.1", **more):
    return client.post("/login/", {"username": username, "password": password, **more}, REMOTE_ADDR=address)


@pytest.fixture
def person():
    return make.clerk(username="wang", password=make.PASSWORD)


def test_the_page_asked_for_comes_back_after_the_login(client, person):
    asked = client.get("/inbox/?kind=urge")
    assert asked.url == "/login/?next=/inbox/%3Fkind%3Durge"
    assert 'name="next" value="/inbox/?kind=urge"' in client.get(asked.url).content.decode()
    assert log_in(client, "wang", next="/inbox/?kind=urge").url == "/inbox/?kind=urge"


def test_a_next_on_another_host_is_not_followed(client, person):
    assert log_in(client, "wang", next="https://elsewhere.example/").url == "/"


def test_after_a_post_without_a_login_one_comes_back_to_the_page_of_the_form(client, person):
    answer = client.post("/inbox/read-all/", headers={"referer": "http://testserver/inbox/?page=2"})
    assert answer.url == "/login/?next=%2Finbox%2F%3Fpage%3D2"
    from_outside = client.post("/inbox/read-all/", headers={"referer": "https://elsewhere.example/x"})
    assert from_outside.url == "/login/?next=%2F"


def test_no_failure_tells_what_was_wrong(client, person):
    make.clerk(username="gone", password=make.PASSWORD, is_active=False)
    tries = [("nobody", make.PASSWORD), ("wang", WRONG), ("gone", make.PASSWORD)]
    pages = [log_in(client, name, password).content.decode() for name, password in tries]
    assert all(FAILURE in page for page in pages)
    errors = [re.findall(r'class="form-errors".*?</div>', page, re.S) for page in pages]
    assert errors[0] == errors[1] == errors[2] != []


def test_logout_takes_a_post(client, person):
    client.force_login(person)
    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/").url == "/login/"
    assert client.get("/inbox/").status_code == 302


def test_five_wrong_passwords_lock_this_person_at_this_address_and_nobody_else(client, person):
    make.clerk(username="zhang", password=make.PASSWORD)
    for _attempt in range(4):
        assert log_in(client, "wang", WRONG).status_code == 200
    locked = log_in(client, "wang", WRONG)
    assert locked.status_code == 429
    again = (timezone.localtime() + timedelta(minutes=15)).strftime("%H:")
    assert again in locked.content.decode()
    assert log_in(client, "wang").status_code == 429
    assert log_in(client, "zhang").status_code == 302
    client.post("/logout/")
    assert log_in(client, "wang", address="10.0.0.2").status_code == 302


def test_trying_during_the_pause_does_not_lengthen_it(client, person):
    for _attempt in range(5):
        locked = log_in(client, "wang", WRONG)
    first = locked.context["until"]
    assert log_in(client, "wang", WRONG).context["until"] == first


def test_behind_a_proxy_the_last_address_counts(client, person, settings):
    """What stands before it in the header is the visitor's own claim."""
    settings.BEHIND_PROXY = True

    def log_in_from(claims, password):
        return client.post("/login/", {"username": "wang", "password": password}, headers={"x-forwarded-for": claims})

    for _attempt in range(5):
        locked = log_in_from("1.1.1.1, 10.0.0.7", WRONG)
    assert locked.status_code == 429
    assert log_in_from("9.9.9.9, 10.0.0.7", make.PASSWORD).status_code == 429
    assert log_in_from("10.0.0.8", make.PASSWORD).status_code == 302


def test_the_administrator_ends_the_pause(client, person):
    for _attempt in range(5):
        log_in(client, "wang", WRONG)
    administrator = make.user(Role.ADMINISTRATOR)
    client.force_login(administrator)
    assert client.post(f"/settings/users/{person.pk}/unlock/").status_code == 302
    client.post("/logout/")
    assert log_in(client, "wang").status_code == 302
    assert Change.objects.get(what=Change.What.UNLOCKED).by == administrator


def test_the_password_page_takes_the_old_one_and_refuses_the_same_again(client, person):
    log_in(client, "wang")
    new = "another long passphrase"
    wrong = client.post("/password/", {"old_password": WRONG, "new_password1": new, "new_password2": new})
    assert "当前密码不正确" in wrong.content.decode()
    same = client.post("/password/", dict.fromkeys(("old_password", "new_password1", "new_password2"), make.PASSWORD))
    assert "不能与当前密码相同" in same.content.decode()
    short = client.post("/password/", {"old_password": make.PASSWORD, "new_password1": "ab1", "new_password2": "ab1"})
    assert "密码" in short.content.decode()
    done = client.post("/password/", {"old_password": make.PASSWORD, "new_password1": new, "new_password2": new})
    assert done.status_code == 302
    assert client.get("/inbox/").status_code == 200  # this login goes on
    person.refresh_from_db()
    assert person.check_password(new)


def test_a_one_time_password_must_be_changed_before_anything_else(client, person):
    person.must_change_password = True
    person.save()
    log_in(client, "wang")
    assert client.get("/inbox/?page=1").url == "/password/?next=%2Finbox%2F%3Fpage%3D1"
    assert client.post("/inbox/read-all/").url.startswith("/password/")
    assert client.get("/healthz").content == b"ok"
    new = "another long passphrase"
    form = {"old_password": make.PASSWORD, "new_password1": new, "new_password2": new, "next": "/inbox/?page=1"}
    assert client.post("/password/", form).url == "/inbox/?page=1"
    assert client.get("/inbox/").status_code == 200


def test_the_health_page_is_open(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")
