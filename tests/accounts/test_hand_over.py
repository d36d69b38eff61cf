"""Away for some days, and gone for good: who may enter it, what passes on, and that the mail follows."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts import notifications
from accounts.actions import absence, hand_over
from accounts.errors import RuleViolation
from accounts.models import Change, Committee, Delivery, Notification, Unit, User
from accounts.recipients import unit_contacts
from accounts.roles import Role
from tests import factories as make
from tests.suggestions.pages import stop_clock, told, words

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 10)
NOW = make.at(TODAY)


def house() -> tuple[Unit, User, User]:
    unit = make.unit()
    first, second = make.handler(unit, name="第一人"), make.handler(unit, name="第二人")
    unit.first_contact, unit.second_contact = first, second
    unit.save()
    return unit, first, second


def message(to: User, key: str = "k") -> Notification:
    return Notification.objects.create(recipient=to, key=key, kind="casework", subject="有新任务", created_at=NOW)


class TestAway:
    @pytest.fixture(autouse=True)
    def _clock(self, monkeypatch):
        stop_clock(monkeypatch, TODAY)

    @pytest.mark.parametrize(
        ("first", "last", "sentence"),
        [(0, 0, ""), (3, 9, ""), (-3, 1, ""), (2, 1, "不能早于开始日期"), (-5, -1, "已经过去")],
    )
    def test_the_days(self, first, last, sentence):
        person = make.clerk()
        days = {"from_on": TODAY + timedelta(days=first), "until_on": TODAY + timedelta(days=last)}
        if sentence:
            with pytest.raises(RuleViolation, match=sentence):
                absence.set_absence(person, **days, by=person, today=TODAY, at=NOW)
        else:
            absence.set_absence(person, **days, by=person, today=TODAY, at=NOW)
        person.refresh_from_db()
        assert (person.away_from_on is None) == bool(sentence)
        assert Change.objects.filter(kind="users", key=str(person.pk)).exists() != bool(sentence)

    def test_the_own_page_says_who_stands_in_and_the_bar_shows_it(self, client):
        unit, first, _second = house()
        client.force_login(first)
        page = words(client.get("/away/"))
        assert f"{unit.name}的交办、催办和提醒： 第二人" in page
        assert "外出中" not in page
        client.post("/away/", {"from_on": "2026-06-10", "until_on": "2026-06-12"})
        page = words(client.get("/inbox/"))
        assert "外出中" in page
        assert "至2026年6月12日为止" in page
        client.post("/away/", {"end": "1"})
        assert "外出中" not in words(client.get("/inbox/"))
        assert Change.objects.filter(key=str(first.pk)).count() == 2

    def test_nonsense_stays_in_the_form(self, client):
        client.force_login(make.clerk())
        answer = client.post("/away/", {"from_on": "2026-06-12", "until_on": "2026-06-11"})
        assert "不能早于开始日期" in words(answer)
        assert "2026-06-12" in answer.content.decode()

    @pytest.mark.parametrize(
        ("who", "sets", "hands_over"),
        [
            ("administrator", True, True),
            ("own head", True, True),
            ("other head", False, False),
            ("colleague", False, False),
            ("office head", False, False),
        ],
    )
    def test_who_may_do_it_for_another(self, client, who, sets, hands_over):
        unit, first, _second = house()
        client.force_login(
            {
                "administrator": lambda: make.user(Role.ADMINISTRATOR),
                "own head": lambda: make.head(unit),
                "other head": lambda: make.head(make.unit()),
                "colleague": lambda: make.handler(unit),
                "office head": make.office_head,
            }[who]()
        )
        for name, may in (("away_of", sets), ("hand_over", hands_over)):
            assert client.get(reverse(f"accounts:{name}", args=[first.pk])).status_code == (200 if may else 403)
        days = {"from_on": "2026-06-10", "until_on": "2026-06-12"}
        client.post(reverse("accounts:away_of", args=[first.pk]), days)
        first.refresh_from_db()
        assert first.is_away(TODAY) is sets

    def test_a_head_finds_the_own_people(self, client):
        unit, first, _second = house()
        client.force_login(make.head(unit))
        page = client.get("/away/").content.decode()
        assert reverse("accounts:away_of", args=[first.pk]) in page
        assert reverse("accounts:hand_over", args=[first.pk]) in page


def person_of(role: str, **fields) -> User:
    return make.user(role, **fields)


class TestHandOver:
    def leave(self, person: User, successor: User) -> hand_over.Estate:
        return hand_over.hand_over(person=person, successor=successor, by=make.user(Role.ADMINISTRATOR), at=NOW)

    @pytest.mark.parametrize(
        ("post", "taker", "first", "second"),
        [
            ("first", "third", "third", "second"),
            ("first", "second", "second", None),
            ("second", "third", "first", "third"),
            ("second", "first", "first", None),
        ],
    )
    def test_the_posts(self, post, taker, first, second):
        unit, one, two = house()
        people = {"first": one, "second": two, "third": make.handler(unit), None: None}
        self.leave(people[post], people[taker])
        unit.refresh_from_db()
        assert (unit.first_contact, unit.second_contact) == (people[first], people[second])

    def test_unread_messages_and_what_is_on_its_way_follow(self, settings):
        settings.EMAIL_ENABLED = True
        _unit, first, second = house()
        second.email = "second@office.test"
        second.save()
        new, both, read = message(first, "new"), message(first, "both"), message(first, "read")
        message(second, "both")
        read.read_at = NOW
        read.save()
        way = Delivery.objects.create(notification=new, channel="email", address="first@office.test", due_at=NOW)
        text = Delivery.objects.create(notification=new, channel="webhook", address="100", due_at=NOW)
        assert self.leave(first, second).unread == 2
        assert set(second.notifications.values_list("key", flat=True)) == {"new", "both"}
        assert set(first.notifications.filter(read_at=None)) == set()
        way.refresh_from_db()
        text.refresh_from_db()
        assert (way.address, text.state) == ("second@office.test", Delivery.State.GIVEN_UP)
        both.refresh_from_db()
        assert both.recipient == first

    def test_the_account_is_closed_and_recorded_and_later_mail_goes_on(self, client):
        unit, first, second = house()
        client.force_login(first)
        assert client.get("/inbox/").status_code == 200
        self.leave(first, second)
        assert client.get("/inbox/").status_code == 302
        first.refresh_from_db()
        assert (first.is_active, first.successor, first.has_usable_password()) == (False, second, False)
        line = Change.objects.get(what=Change.What.HANDED_OVER)
        assert f"接手人：第二人（{second.username}）" in line.detail
        assert f"第一联系人：{unit.name}" in line.detail
        notifications.post([first], key="later", kind="casework", subject="s", at=NOW)
        assert second.notifications.filter(key="later").exists()
        assert unit_contacts([unit.pk], on=TODAY)[unit.pk] == [second]

    @pytest.mark.parametrize(
        ("role", "taker", "fits"),
        [
            (Role.CLERK, Role.CLERK, True),
            (Role.CLERK, Role.UNIT_HANDLER, False),
            (Role.OFFICE_HEAD, Role.OFFICE_HEAD, True),
            (Role.LEADER, Role.CLERK, False),
            (Role.COORDINATOR, Role.COORDINATOR, True),
            (Role.UNIT_HANDLER, Role.UNIT_HANDLER, False),  # of another unit
            (Role.DEPUTY, Role.DEPUTY, False),
        ],
    )
    def test_who_may_take_over(self, role, taker, fits):
        person, other = make.user(role), make.user(taker)
        assert hand_over.successors(person).filter(pk=other.pk).exists() is fits

    def test_only_the_same_committee_or_system(self):
        city, farm = (Committee.objects.create(name=name) for name in ("城建委", "农业委"))
        person, same = (make.user(Role.COMMITTEE, committee=city) for _n in range(2))
        make.user(Role.COMMITTEE, committee=farm)
        assert list(hand_over.successors(person)) == [same]
        coordinator = make.user(Role.COORDINATOR)
        make.user(Role.COORDINATOR, handling_system="party")
        assert list(hand_over.successors(coordinator)) == []

    @pytest.mark.parametrize("what", ["own", "closed", "stranger"])
    def test_what_is_refused_leaves_everything(self, what):
        _unit, first, second = house()
        message(first)
        by = first if what == "own" else make.user(Role.ADMINISTRATOR)
        if what == "closed":
            User.objects.filter(pk=first.pk).update(is_active=False)
        taker = make.handler(make.unit()) if what == "stranger" else second
        with pytest.raises(RuleViolation):
            hand_over.hand_over(person=first, successor=taker, by=by, at=NOW)
        assert first.notifications.filter(read_at=None).count() == 1
        assert not Change.objects.exists()

    def test_the_page_shows_what_passes_on_and_does_it(self, client):
        unit, first, second = house()
        message(first)
        client.force_login(make.user(Role.ADMINISTRATOR))
        address = reverse("accounts:hand_over", args=[first.pk])
        page = client.get(address)
        assert unit.name in words(page)
        assert "1 条" in words(page)
        assert "data-confirm" in page.content.decode()
        assert client.post(address, {"successor": ""}).status_code == 200
        answer = client.post(address, {"successor": second.pk})
        assert answer.status_code == 302
        assert "已交接给第二人，账号已停用" in told(answer)
        assert "已经停用，不需要再交接" in words(client.get(address))
        assert "工作已交接给第二人" in words(client.get(reverse("accounts:reference_edit", args=["users", first.pk])))
