"""Every address: closed to strangers, open to exactly the roles of the table, blind to who may not see the thing.

A new address fails here until it stands in one of the tables.
"""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib import auth
from django.contrib.auth import SESSION_KEY
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.shortcuts import render
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from accounts import middleware
from accounts.models import Change, Delivery, Notification
from accounts.roles import Role
from accounts.views import errors
from suggestions.models import (
    AdditionRequest,
    Attachment,
    Draft,
    Event,
    Extension,
    ImportFile,
    Opinion,
    ReturnRequest,
    UrgedTask,
    Urging,
)
from tests import factories as make
from tests.addresses import (
    ANSWERS_JSON,
    OF_COMMITMENT,
    OF_FINDING,
    OF_INSTRUCTION,
    OF_POLL,
    OF_SUGGESTION,
    OF_SUPERVISED,
    OF_SUPERVISION,
    OF_TASK,
    OF_TOPIC,
    OFFICE_THINGS,
    OPEN,
    OTHER_POSTS,
    PAGES,
    POSTS,
    READ_ONLY_THINGS,
    THINGS,
)
from tests.servers import real_servers
from tests.suggestions.pages import undrawn

pytestmark = pytest.mark.django_db
# The first pass draws every page for every role that gets it. The second asks the servers the same, but draws it for
# the first of a sort alone: the others' views run, and what they are shown besides was drawn before.
SORTS = (
    (Role.CLERK, Role.OFFICE_HEAD),
    (Role.UNIT_HANDLER, Role.UNIT_HEAD),
    (Role.LEADER, Role.COMMITTEE, Role.AUDITOR, Role.ADMINISTRATOR),
    (Role.COORDINATOR,),
    (Role.DEPUTY,),
)


def addresses(patterns=None, space: str = "") -> list[str]:
    """The full name of every address of the site."""
    found = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            found.append(f"{space}:{pattern.name}")
        else:
            found += addresses(pattern.url_patterns, pattern.namespace or space)
    return found


@pytest.fixture(autouse=True)
def _each_refusal_is_drawn_once(monkeypatch):
    """For each reason; given again after that: each test is one person's, who is refused a hundred times."""
    drawn = {}

    def page(request, template, context=None, *, status):
        about = template, str(context)
        if about not in drawn:
            drawn[about] = render(request, template, context).content
        return HttpResponse(drawn[about], status=status)

    monkeypatch.setattr(errors, "render", page)
    monkeypatch.setattr(middleware, "render", page)


@pytest.fixture(autouse=True)
def _who_asks_is_read_once(monkeypatch):
    """With the first of a session's hundred requests. A stranger, and who logged out, has no session."""
    read, known = auth.get_user, {}

    def get_user(request):
        session = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if session not in known or not session:
            known[session] = read(request)
        return known[session]

    monkeypatch.setattr(auth, "get_user", get_user)


@pytest.fixture(scope="module")
def world(rows_stay):
    """One of each thing that an address can name, all about one suggestion: name of the address → its arguments."""
    unit = make.unit()
    item = make.assigned(unit)
    letter = make.filed(item)
    opinion = Opinion.objects.create(assignment=make.task(item), version=1, filed_on=make.DAY, filed_at=make.at())
    task = make.task(item)
    by = make.handler(unit)
    remark = make.remark(letter)
    asked = {"assignment": task, "reason": "理由", "requested_by": by, "requested_at": make.at()}
    later = task.due_on + timedelta(days=10)
    file = {"name": "a.pdf", "size": 1, "content_type": "application/pdf", "uploaded_at": make.at()}
    attachment = Attachment(suggestion=item, **file)
    attachment.file.save("a.pdf", ContentFile(b"x"), save=True)
    attachment.file.close()
    clerk = make.clerk()
    ledger = ImportFile(kind="units", name="a.csv", uploaded_by=clerk, uploaded_at=make.at())
    ledger.file.save("a.csv", ContentFile("单位名称,上级分组\n测试甲局,\n".encode()), save=True)
    ledger.file.close()
    message = Notification.objects.create(recipient=by, key="k", kind="system", subject="s", created_at=make.at())
    delivery = Delivery.objects.create(notification=message, channel="email", address="a@b.example", due_at=make.at())
    arguments = {f"suggestions:{name}": [item.pk] for name in OF_SUGGESTION}
    arguments |= {f"suggestions:{name}": [task.pk] for name in OF_TASK}
    promise = make.commitment()
    arguments |= {f"suggestions:{name}": [promise.pk] for name in OF_COMMITMENT}
    urging = Urging.objects.create(
        suggestion=item, round=1, number=1, channel="phone", urged_on=make.DAY, urged_at=make.at()
    )
    urged = UrgedTask.objects.create(urging=urging, assignment=task, level=1)
    card = make.card(task)
    topic = make.topic(item)
    visit = make.arranged(topic, make.deputy())
    found, note = make.finding(topic, unit), make.instruction(item, unit)
    photo = make.photo(visit)
    poll = make.published(make.closed_poll(topic))
    arguments |= {f"supervision:{name}": [poll.pk] for name in OF_POLL}
    build = make.built_report(item.session)
    arguments |= {f"supervision:{name}": [topic.pk] for name in OF_TOPIC}
    arguments |= {f"supervision:{name}": [item.pk] for name in (*OF_SUPERVISED, "instruct")}
    arguments |= {f"supervision:{name}": [visit.pk] for name in OF_SUPERVISION}
    arguments |= {f"supervision:{name}": [found.pk] for name in OF_FINDING}
    arguments |= {f"supervision:{name}": [note.pk] for name in OF_INSTRUCTION}
    arguments |= {
        f"suggestions:{name}": [letter.pk] for name in ("review_reply", "sign_off", "compare", "coordinate", "comment")
    }
    arguments |= {f"accounts:{name}": [clerk.pk] for name in ("user_password", "user_unlock", "away_of", "hand_over")}
    arguments |= {f"suggestions:{name}": [attachment.pk] for name in ("attachment", "attachment_view")}
    arguments |= {f"suggestions:{name}": [ledger.pk] for name in ("import_preview", "import_commit")}
    return arguments | {
        "supervision:invitation": [visit.invitations.get().pk],
        "supervision:file": [photo.pk],
        "supervision:unit": [unit.pk],
        "supervision:card_withdraw": [card.pk],
        "supervision:report": [build.report_id],
        "supervision:report_build": [build.report_id],
        "supervision:report_file": [build.pk],
        "suggestions:answer_urging": [urged.pk],
        "suggestions:paper": [item.pk, "assignment-notice"],
        "suggestions:save_draft": ["reply", task.pk],
        "suggestions:decide_return": [ReturnRequest.objects.create(**asked).pk],
        "suggestions:decide_addition": [AdditionRequest.objects.create(**asked, unit=make.unit()).pk],
        "suggestions:decide_extension": [
            Extension.objects.create(**asked, previous_due_on=task.due_on, requested_until=later).pk
        ],
        "suggestions:compare_opinions": [opinion.pk],
        "suggestions:settle_comment": [remark.pk],
        "suggestions:assignment_list": [unit.pk],
        "suggestions:calendar_year": [2027],
        "suggestions:calendar_day": ["2027-01-01"],
        **{f"accounts:{name}": ["units"] for name in ("reference_list", "reference_new")},
        "accounts:reference_edit": ["units", unit.pk],
        "accounts:inbox_open": [message.pk],
        "supervision:retry": [delivery.pk],
    }


def address(world: dict, name: str) -> str:
    return reverse(name, args=world.get(name, []))


def status(client, method: str, *where) -> int:
    """Ask, and read to the end: files come as streams, and the client closes what it has read."""
    answer = getattr(client, method)(*where)
    if answer.streaming:
        b"".join(answer)
    return answer.status_code


def traces() -> tuple[int, int]:
    return Event.objects.count(), Change.objects.count()


def test_every_address_stands_in_one_table():
    known = [*OPEN, *PAGES, *POSTS, *THINGS, *OFFICE_THINGS, *OTHER_POSTS]
    assert sorted(known) == sorted(addresses())


def test_strangers_are_led_to_the_login(client, world):
    for name in addresses():
        if name in OPEN:
            continue
        for method in ("get", "post"):
            answer = getattr(client, method)(address(world, name))
            if name in ANSWERS_JSON:
                assert answer.status_code == (405 if method == "get" else 401), name
            else:
                assert (answer.status_code, answer.url.split("?")[0]) == (302, "/login/"), (name, method)


def is_drawn_for(role: Role, roles: frozenset) -> bool:
    if not real_servers():
        return True
    [sort] = [sort for sort in SORTS if role in sort]
    return role == next((one for one in sort if one in roles), None)


@pytest.mark.parametrize("role", list(Role))
def test_each_role_opens_exactly_its_pages_and_looking_never_writes(client, world, role):
    client.force_login(make.user(role))
    before = traces()
    for name, roles in {**PAGES, **OFFICE_THINGS}.items():
        is_left = role in roles and not is_drawn_for(role, roles)
        with undrawn() if is_left else nullcontext():
            found = status(client, "get", address(world, name))
        assert (found in {200, 302}) if role in roles else (found == 403), (name, found)
    assert traces() == before


def test_looking_at_a_thing_never_writes(world):
    """Forms included: each is opened by those who act from the office, in the second pass by the first who gets it."""
    people = [Client() for _ in range(3)]
    for person, role in zip(people, (Role.CLERK, Role.OFFICE_HEAD, Role.ADMINISTRATOR), strict=True):
        person.force_login(make.user(role))
    before, opened = traces(), 0
    for name in set(addresses()) - {*PAGES, *OFFICE_THINGS, *POSTS, *OTHER_POSTS}:  # those take no GET: see below
        answers = (status(person, "get", address(world, name)) for person in people)
        opened += 200 in (answers if real_servers() else list(answers))
    assert traces() == before
    assert opened > 30


@pytest.mark.parametrize("role", list(Role))
def test_each_role_sends_exactly_what_it_may(client, world, role):
    client.force_login(person := make.user(role))
    before = traces()
    for name in (*POSTS, *OTHER_POSTS):
        assert status(client, "get", address(world, name)) in {403, 405}, name
    assert traces() == before
    for name, roles in POSTS.items():
        found = status(client, "post", address(world, name))
        assert (found in {200, 302, 404}) if role in roles else (found == 403), (name, found)
        if SESSION_KEY not in client.session:  # logging out is among them
            client.force_login(person)


@pytest.mark.parametrize("role", [Role.UNIT_HANDLER, Role.UNIT_HEAD, Role.DEPUTY, Role.COORDINATOR])
def test_what_one_does_not_see_is_not_there(client, world, role):
    """Another unit, another deputy, the coordinator of another system: every address of the thing answers 404."""
    stranger = make.user(role, **({"handling_system": "justice"} if role == Role.COORDINATOR else {}))
    client.force_login(stranger)
    before = traces()
    for name in THINGS:
        for method in ("get", "post"):
            found = status(client, method, address(world, name))
            one_way = name in (ANSWERS_JSON if method == "get" else READ_ONLY_THINGS)
            assert found == (405 if one_way else 404), (name, method, found)
    assert traces() == before


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.LEADER])
def test_who_only_reads_sees_everything_and_changes_nothing(client, world, role):
    client.force_login(make.user(role))
    before = traces()
    for name in THINGS - READ_ONLY_THINGS - ANSWERS_JSON:
        assert status(client, "post", address(world, name)) == 403, name
    for name in READ_ONLY_THINGS:
        assert status(client, "get", address(world, name)) == 200, name
    for name in ANSWERS_JSON:
        assert status(client, "post", address(world, name)) in {400, 403}, name
    assert not Draft.objects.exists()
    assert traces() == before
