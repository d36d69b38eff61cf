"""The inbox: own messages only, unread first; opening marks read and leads on."""

import pytest
from django.urls import reverse

from accounts import notifications
from accounts.models import Notification
from tests import factories as make

pytestmark = pytest.mark.django_db
Kind = Notification.Kind


@pytest.fixture
def person(client):
    user = make.clerk()
    client.force_login(user)
    return user


def send(user, key, kind=Kind.CASEWORK, path="", hour=9, **more):
    notifications.post([user], key=key, kind=kind, subject=f"消息{key}", path=path, at=make.at(hour=hour), **more)
    return Notification.objects.get(recipient=user, key=key)


def open_(client, message):
    return client.post(reverse("accounts:inbox_open", args=[message.pk]))


def test_an_empty_inbox_says_what_will_come(client, person):
    assert "没有消息" in client.get("/inbox/").content.decode()


def test_unread_stand_first_then_the_newest(client, person):
    old, middle, new = (send(person, key, hour=hour) for key, hour in (("a", 8), ("b", 9), ("c", 10)))
    open_(client, new)
    page = client.get("/inbox/")
    assert list(page.context["page_obj"]) == [middle, old, new]
    assert page.context["unread_count"] == 2


def test_opening_marks_read_and_goes_to_its_place(client, person):
    message = send(person, "a", path="/password/")
    answer = open_(client, message)
    assert answer.url == "/password/"
    message.refresh_from_db()
    first = message.read_at
    assert first is not None
    open_(client, message)
    message.refresh_from_db()
    assert message.read_at == first


@pytest.mark.parametrize("path", ["", "https://elsewhere.example/", "//elsewhere.example/x", "javascript:alert(1)"])
def test_a_message_without_a_place_of_ours_leads_back_to_the_inbox(client, person, path):
    assert open_(client, send(person, "a", path=path)).url == "/inbox/"


def test_nobody_opens_the_message_of_another(client, person):
    message = send(make.clerk(), "a")
    assert open_(client, message).status_code == 404
    message.refresh_from_db()
    assert message.read_at is None
    assert f"消息{message.key}" not in client.get("/inbox/").content.decode()


def test_looking_never_marks_read(client, person):
    message = send(person, "a")
    assert client.get(reverse("accounts:inbox_open", args=[message.pk])).status_code == 405
    assert client.get("/inbox/read-all/").status_code == 405
    client.get("/inbox/")
    assert Notification.objects.filter(read_at=None).count() == 1


def test_all_at_once_but_only_the_own(client, person):
    send(person, "a"), send(person, "b")
    strange = send(make.clerk(), "a")
    answer = client.post("/inbox/read-all/", follow=True)
    assert "已将2条消息标为已读" in answer.content.decode()
    assert list(Notification.objects.filter(read_at=None)) == [strange]


def test_kinds_narrow_and_pages_turn(client, person):
    for n in range(35):
        send(person, f"n{n}")
    urge = send(person, "u", kind=Kind.URGE)
    assert list(client.get("/inbox/?kind=urge").context["page_obj"]) == [urge]
    assert len(client.get("/inbox/?kind=nonsense").context["page_obj"]) == 30
    assert len(client.get("/inbox/?page=2").context["page_obj"]) == 6
