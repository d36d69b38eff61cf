"""待办: each role's groups, each thing once and in the most urgent, and a cost that does not grow."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Committee
from accounts.roles import HandlingSystem, Role
from suggestions.actions import extend, give_back, reply
from suggestions.choices import Grade
from suggestions.filters import SuggestionFilter
from suggestions.selectors.references import read_references
from suggestions.selectors.work_groups import CAP, GROUPS
from suggestions.selectors.work_list import read_work_list
from tests import factories as make
from tests.factories import DAY
from tests.suggestions.pages import stop_clock, words

pytestmark = pytest.mark.django_db
DUE = DAY + timedelta(days=92)  # 2026-06-02
# one of them each reads the promises; two of a unit what other units ask of it
CEILING = {Role.CLERK: 9, Role.UNIT_HANDLER: 5, Role.DEPUTY: 2, Role.LEADER: 3, Role.COORDINATOR: 5}


def groups(user, today=DAY) -> dict[str, list[str]]:
    work = read_work_list(user, today=today)
    return {block.group.key: [item.number for item in block.items] for block in (*work.blocks, *work.waiting)}


def test_every_role_has_its_groups():
    assert set(GROUPS) == set(Role)


class TestUnit:
    def test_the_most_urgent_group_wins(self):
        unit = make.unit()
        make.assigned(unit, number="1")
        handler = make.handler(unit)
        for today, group in (
            (DAY, "receipt"),
            (DUE - timedelta(days=8), "receipt"),
            (DUE - timedelta(days=7), "due_soon"),
            (DUE - timedelta(days=1), "due_soon"),
            (DUE, "due_today"),
            (DUE + timedelta(days=1), "overdue"),
        ):
            assert groups(handler, today) == {group: ["1"]}, today

    def test_what_is_done_and_what_others_have(self):
        unit = make.unit()
        one = make.assigned(unit, number="1")
        make.signed(one)
        make.submitted(make.assigned(unit, number="2"))
        make.filed(make.assigned(unit, number="3"))
        make.replied(make.assigned(unit, number="4"))
        assert groups(make.handler(unit)) == {"handling": ["1"], "others": ["2", "3"]}
        assert groups(make.head(unit)) == {"sign_off": ["2"], "handling": ["1"], "others": ["3"]}

    def test_the_head_signs_off_first(self):
        unit = make.unit()
        make.assigned(unit, number="1")
        made = make.submitted(make.assigned(unit, number="2"))
        work = read_work_list(make.head(unit), today=DUE + timedelta(days=9))
        assert [block.group.key for block in work.blocks] == ["sign_off", "overdue"]
        assert work.blocks[0].items[0].url == reverse("suggestions:sign_off", args=[made.pk])

    def test_sent_back_is_to_be_mended(self):
        unit = make.unit()
        made = make.filed(make.assigned(unit, number="1"))
        reply.reject(reply=made, reason="没有逐条答复", by=make.clerk(), at=make.at())
        work = read_work_list(make.handler(unit), today=DAY)
        assert groups(make.handler(unit)) == {"sent_back": ["1"]}
        assert work.blocks[0].items[0].what == "修改答复"

    @pytest.mark.parametrize(("part", "what"), [("lead", "起草答复"), ("assisting", "提交协办意见")])
    def test_the_row_says_what_to_do(self, part, what):
        lead, helper = make.unit(), make.unit()
        item = make.assigned(lead, assisting=[helper])
        unit = lead if part == "lead" else helper
        make.signed(item, unit)
        row = read_work_list(make.handler(unit), today=DAY).blocks[0].items[0]
        assert row.what == what
        assert str(make.task(item, unit).pk) in row.url

    def test_the_lead_sees_whose_opinion_is_late(self):
        lead, helper = make.unit(), make.unit("测试迟到局")
        item = make.assigned(lead, assisting=[helper])
        make.signed(item, lead)
        row = read_work_list(make.handler(lead), today=DAY + timedelta(days=40)).blocks[0].items[0]
        assert row.late_opinions == ["测试迟到局"]
        assert read_work_list(make.handler(lead), today=DAY).blocks[0].items[0].late_opinions == []

    def test_other_units_have_their_own(self):
        make.assigned()
        assert groups(make.handler(make.unit())) == {}


class TestOffice:
    def test_each_stage_has_its_group(self):
        unit = make.unit()
        make.suggestion(number="1")
        make.accepted(number="2")
        make.filed(make.assigned(unit, number="3"))
        make.replied(make.assigned(unit, number="4"))
        for number, grade in (("5", Grade.DISSATISFIED), ("6", Grade.SATISFIED)):
            item = make.assigned(unit, number=number)
            make.replied(item)
            make.judged(item, grade=grade)
        make.signed(make.assigned(unit, number="7"))
        found = groups(make.clerk())
        assert found == {
            "review": ["1"],
            "assign": ["2"],
            "review_reply": ["3"],
            "feedback": ["4"],
            "redo": ["5"],
            "close": ["6"],
            "waiting": ["7", "3"],
        }

    def test_requests_are_decided_by_those_who_may(self):
        unit = make.unit(handling_system=HandlingSystem.PARTY)
        task = make.signed(make.assigned(unit, number="1"))
        give_back.request(
            assignment=task, reason="不属职责", proposed_unit=None, by=make.handler(unit), on=DAY, at=make.at()
        )
        other = make.signed(make.assigned(unit, number="2"))
        extend.request(
            assignment=other,
            until=DUE + timedelta(days=30),
            reason="复杂",
            by=make.handler(unit),
            today=DAY,
            at=make.at(),
        )
        found = groups(make.clerk())
        assert "decide" not in found  # a clerk decides further units only
        assert found["await_head"] == ["1", "2"]
        assert groups(make.office_head())["decide"] == ["1", "2"]
        assert groups(make.user(Role.COORDINATOR, handling_system=HandlingSystem.PARTY))["decide"] == ["1"]
        assert "decide" not in groups(make.user(Role.COORDINATOR, handling_system=HandlingSystem.JUSTICE))

    def test_not_signed_for_in_time(self):
        make.assigned(number="1")
        assert "unsigned" not in groups(make.clerk(), DAY + timedelta(days=3))
        assert groups(make.clerk(), DAY + timedelta(days=4))["unsigned"] == ["1"]

    def test_the_count_is_that_of_the_list_behind_it(self):
        unit = make.unit(committee=Committee.objects.create(name="某委"))
        people = (
            make.clerk(),
            make.handler(unit),
            make.user(Role.COORDINATOR),
            make.user(Role.COMMITTEE, committee=unit.committee),
        )
        for n in range(4):
            make.assigned(unit, on=DAY - timedelta(days=n * 30))
        make.assigned(make.unit(handling_system=HandlingSystem.JUSTICE), on=DAY - timedelta(days=90))
        today, references = DUE - timedelta(days=30), read_references()
        for person in people:
            work, checked = read_work_list(person, today=today), 0
            for block in (*work.blocks, *work.waiting):
                if block.query and not block.group.is_waiting:
                    query = QueryDict(block.query)
                    listed = SuggestionFilter(query, user=person, today=today, references=references)
                    assert listed.qs.count() == block.total, (person.role, block.group.key)
                    checked += 1
            assert checked >= 1, person.role

    def test_every_group_has_its_list(self):
        """Also those that no other filter describes; what another role's group is called finds nothing."""
        unit = make.unit()
        make.signed(make.assigned(unit, number="1"))
        make.assigned(unit, number="2")
        make.filed(make.assigned(unit, number="3"))
        task = make.signed(make.assigned(unit, number="4"))
        give_back.request(
            assignment=task, reason="不属职责", proposed_unit=None, by=make.handler(unit), on=DAY, at=make.at()
        )
        references = read_references()
        for person in (make.clerk(), make.office_head(), make.handler(unit), make.head(unit)):
            work = read_work_list(person, today=DAY)
            shown = [block for block in (*work.blocks, *work.waiting) if "todo=" in block.query]
            assert shown
            for block in shown:
                query = QueryDict(block.query)
                listed = SuggestionFilter(query, user=person, today=DAY, references=references).qs
                assert {each.number for each in listed} == {item.number for item in block.items}, block.group.key
        query = QueryDict("session=all&todo=sign_off")
        foreign = SuggestionFilter(query, user=make.clerk(), today=DAY, references=references)
        assert not foreign.qs.exists()

    def test_a_long_group_is_capped_and_counted(self):
        unit, clerk = make.unit(), make.clerk()
        for _ in range(CAP + 5):
            make.suggestion(by=clerk)
        make.assigned(unit)
        block = next(b for b in read_work_list(clerk, today=DAY).blocks if b.group.key == "review")
        assert (block.total, len(block.items), block.hidden) == (CAP + 5, CAP, 5)


class TestDeputy:
    def test_own_suggestions(self):
        deputy = make.deputy()
        one = make.assigned(number="1", lead_deputy=deputy)
        make.replied(one)
        make.assigned(number="2", lead_deputy=deputy)
        joint = make.assigned(number="3", co_signers=[deputy])
        make.replied(joint)
        user = make.user(Role.DEPUTY, deputy=deputy)
        assert groups(user) == {"judge": ["1"], "under_way": ["2", "3"]}


class TestPage:
    @pytest.mark.parametrize("role", list(Role))
    def test_every_role_opens_it(self, client, role):
        client.force_login(make.user(role))
        assert client.get("/").status_code == 200

    @pytest.mark.parametrize("role", [Role.COORDINATOR, Role.COMMITTEE, Role.LEADER])
    def test_late_tasks_and_late_suggestions_are_not_called_the_same(self, client, monkeypatch, role):
        """One suggestion, two late units: the figure above counts one suggestion, the group two tasks."""
        stop_clock(monkeypatch, DUE + timedelta(days=9))
        committee = Committee.objects.create(name="测试委员会")
        units = [make.unit(committee=committee) for _ in range(2)]
        make.assigned(units[0], assisting=[units[1]], session=make.session(is_current=True))
        client.force_login(make.user(role, committee=committee if role == Role.COMMITTEE else None))
        page = client.get("/")
        figures = {str(one.label): one.value for one in page.context["overview"].figures}
        block = next(b for b in page.context["work"].blocks if b.group.key == "overdue")
        assert figures["逾期建议"] == 1
        named = ("逾期建议", 1) if role == Role.LEADER else ("逾期任务", 2)
        assert (str(block.group.title), block.total) == named
        assert ("2 项任务涉及的建议" in words(page)) is (role != Role.LEADER)

    def test_empty_says_what_comes_next(self, client):
        client.force_login(make.clerk())
        assert "没有待办" in client.get("/").text
        unit = make.unit()
        make.filed(make.assigned(unit))
        client.force_login(make.handler(unit))
        assert "没有待办" in client.get("/").text

    def test_the_action_is_one_click_away(self, client):
        unit = make.unit()
        task = make.task(make.assigned(unit))
        client.force_login(make.handler(unit))
        assert f'action="{reverse("suggestions:sign", args=[task.pk])}"' in client.get("/").text
        client.post(reverse("suggestions:sign", args=[task.pk]), {"next": "/"})
        task.refresh_from_db()
        assert task.signed_at is not None

    def test_the_cost_does_not_grow_with_the_rows(self, monkeypatch):
        for module in ("work_rows", "work_list"):  # more than a group shows is then soon reached
            monkeypatch.setattr(f"suggestions.selectors.{module}.CAP", 4)
        unit, helper, deputy = make.unit(), make.unit(), make.deputy()
        own = {Role.UNIT_HANDLER: {"unit": unit}, Role.DEPUTY: {"deputy": deputy}}
        users = {role: make.user(role, **own.get(role, {})) for role in CEILING}

        def fill(n):
            clerk = make.clerk()
            for _ in range(n):
                make.assigned(unit, assisting=[helper], by=clerk, lead_deputy=deputy)

        def cost(user):
            with CaptureQueriesContext(connection) as caught:
                read_work_list(user, today=DUE + timedelta(days=1))
            return len(caught)

        fill(2)
        few = {role: cost(user) for role, user in users.items()}
        fill(4)
        for role, user in users.items():
            assert cost(user) == few[role] <= CEILING[role], role
