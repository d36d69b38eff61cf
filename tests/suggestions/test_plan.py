"""The handling plan (六定, S17, S18): who files it, which days it may name, what the history says, who reads it."""

from copy import deepcopy
from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.roles import Role
from suggestions.actions import plan
from suggestions.errors import Conflict, NotAllowed, RuleViolation
from suggestions.forms.plan import FIELDS
from suggestions.models import Assignment, Event, HandlingPlan
from suggestions.selectors.action_pages import PAGES
from suggestions.selectors.detail import read_detail, suggestions_for_detail
from suggestions.selectors.work_list import read_work_list
from suggestions.workflow import Action
from tests import factories as make
from tests.factories import DAY
from tests.suggestions.pages import seen, stop_clock, told, words

pytestmark = pytest.mark.django_db
DUE = date(2026, 6, 2)
PLAN_DUE = date(2026, 3, 9)  # five working days after DAY, a Monday


@pytest.fixture(scope="module")
def made(rows_stay):
    return make.signed(make.assigned(make.unit("测试城管局")), is_planned=False)


@pytest.fixture
def task(made):
    return deepcopy(made)


def file(task, by=None, on=DAY, **fields) -> HandlingPlan:
    by = by or make.handler(task.unit)
    return plan.file(assignment=task, fixings=make.fixings(task, **fields), by=by, on=on, at=make.at(on))


class TestAction:
    def test_filed_in_the_days_the_office_gives(self, task):
        assert task.plan_due_on == PLAN_DUE
        made = file(task, on=PLAN_DUE)
        assert (made.filed_on, made.handler, made.assignment) == (PLAN_DUE, "孙科长", task)
        event = Event.objects.get(action=Action.FILE_PLAN)
        assert (event.assignment, event.detail, event.new_date) == (task, "首次填报", DUE)

    @pytest.mark.parametrize(
        ("fields", "field", "sentence"),
        [
            ({"principal": " "}, "principal", "请填写主要负责人"),
            ({"deputy_head": ""}, "deputy_head", "请填写分管负责人"),
            ({"leader": ""}, "leader", "请填写牵头领导"),
            ({"handler": ""}, "handler", "请填写承办人员"),
            ({"handler_phone": ""}, "handler_phone", "请填写承办人员电话"),
            ({"measures": "\n"}, "measures", "请填写落实措施"),
            ({"standard": ""}, "standard", "请填写办理标准"),
            ({"complete_on": DAY - timedelta(days=1)}, "complete_on", "不能早于交办日期2026-03-02"),
            ({"limit_on": DAY - timedelta(days=1)}, "limit_on", "不能早于交办日期2026-03-02"),
            ({"limit_on": DUE + timedelta(days=1)}, "limit_on", "不能晚于本件的期限2026-06-02"),
            ({"complete_on": DUE, "limit_on": DUE - timedelta(days=1)}, "complete_on", "不能晚于办理期限"),
        ],
    )
    def test_what_is_refused_and_nothing_is_written(self, task, fields, field, sentence):
        with pytest.raises(RuleViolation, match=sentence) as refused:
            file(task, **fields)
        assert refused.value.field == field
        assert not HandlingPlan.objects.exists()
        assert not Event.objects.filter(action=Action.FILE_PLAN).exists()

    @pytest.mark.parametrize(
        "fields", [{"complete_on": DAY, "limit_on": DAY}, {"complete_on": DUE, "limit_on": DUE}, {"section": ""}]
    )
    def test_the_edges_that_are_allowed(self, task, fields):
        assert file(task, **fields).pk

    def test_an_overdue_unit_still_names_a_day(self, task):
        late = DUE + timedelta(days=5)
        assert file(task, on=late, complete_on=late, limit_on=late + timedelta(days=10)).pk

    def test_a_change_keeps_the_first_day_and_says_what_changed(self, task):
        file(task)
        later = DAY + timedelta(days=10)
        changed = {
            "handler": "李科长",
            "measures": "改为两期实施。",
            "complete_on": date(2026, 5, 20),
            "section": "市容科",
        }
        made = file(task, on=later, **changed)
        assert (HandlingPlan.objects.count(), made.filed_on, made.changed_at) == (1, DAY, make.at(later))
        detail = Event.objects.filter(action=Action.FILE_PLAN).latest("pk").detail
        assert detail == (
            "承办人员：孙科长 → 李科长；落实措施有修改；办结时间：2026-06-02 → 2026-05-20；承办科室：（空） → 市容科"
        )

    def test_nothing_changed_is_no_event(self, task):
        file(task)
        with pytest.raises(RuleViolation, match="没有需要保存的修改"):
            file(task)
        assert Event.objects.filter(action=Action.FILE_PLAN).count() == 1

    def test_of_two_who_file_at_once_one_is_told(self, task):
        other = Assignment.objects.select_related("suggestion", "unit").get(pk=task.pk)
        file(task)
        with pytest.raises(Conflict):
            plan.file(
                assignment=other,
                fixings=make.fixings(other, handler="李科长"),
                by=make.handler(other.unit),
                on=DAY,
                at=make.at(),
            )
        assert HandlingPlan.objects.get().handler == "孙科长"

    @pytest.mark.parametrize("role", [Role.CLERK, Role.COORDINATOR, Role.LEADER, Role.AUDITOR])
    def test_only_the_unit_files(self, task, role):
        with pytest.raises(NotAllowed):
            file(task, by=make.user(role))

    def test_not_once_the_reply_waits_for_its_signature(self, task):
        make.submitted(task.suggestion)
        with pytest.raises(RuleViolation):
            file(make.task(task.suggestion))

    def test_who_assists_is_not_asked(self):
        lead, helper = make.unit(), make.unit()
        item = make.assigned(lead, assisting=[helper])
        assert make.signed(item, helper).plan_due_on is None

    def test_a_second_handling_asks_again(self, task):
        item = task.suggestion
        file(task)
        make.replied(item)
        make.judged(item, "dissatisfied")
        make.rehandled(item)
        assert make.signed(item, is_planned=False).plan_due_on == PLAN_DUE


def address(task) -> str:
    return reverse("suggestions:plan", args=[task.pk])


def typed(task, **changes) -> dict:
    fixings = make.fixings(task)
    return {name: getattr(fixings, name) for name in FIELDS} | changes


class TestPage:
    @pytest.fixture(autouse=True)
    def _clock(self, monkeypatch):
        stop_clock(monkeypatch, PLAN_DUE)

    def test_it_begins_with_what_is_known(self, client, task):
        person = make.handler(task.unit, name="周经办", phone="8802")
        make.head(task.unit, name="郑局长")
        client.force_login(person)
        page = client.get(address(task))
        initial = page.context["form"].initial
        assert (initial["handler"], initial["handler_phone"]) == ("周经办", "8802")
        assert (initial["leader"], initial["principal"], initial["limit_on"]) == ("郑局长", "郑局长", DUE)
        for word in ("责任链条", "六定", "填报期限"):
            assert word in words(page)

    def test_it_goes_on_with_the_people_of_the_last_plan(self, client, task):
        file(make.signed(make.assigned(task.unit), is_planned=False), deputy_head="吴副局长", handler="别人")
        client.force_login(make.handler(task.unit, name="周经办"))
        initial = client.get(address(task)).context["form"].initial
        assert (initial["deputy_head"], initial["handler"]) == ("吴副局长", "周经办")

    def test_filed_and_changed(self, client, task):
        client.force_login(make.handler(task.unit))
        answer = client.post(address(task), typed(task))
        assert answer.status_code == 302
        assert "已填报六定方案" in told(answer)
        page = client.get(address(task))
        assert page.context["form"].initial["handler"] == "孙科长"
        assert "修改六定方案" in words(page)
        assert "修改已保存" in told(client.post(address(task), typed(task, handler="李科长")))
        assert HandlingPlan.objects.get().handler == "李科长"

    @pytest.mark.parametrize(
        ("field", "value", "sentence"),
        [
            ("measures", "", "必填"),
            ("handler", "张" * 51, "50"),
            ("measures", "长" * 5001, "5000"),
            ("complete_on", "下个月", "日期"),
            ("limit_on", "2026-06-03", "不能晚于本件的期限"),
            ("complete_on", "2026-03-01", "不能早于交办日期"),
        ],
    )
    def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(self, client, task, field, value, sentence):
        client.force_login(make.handler(task.unit))
        page = client.post(address(task), typed(task, **{field: value}))
        assert page.status_code == 200
        assert sentence in str(page.context["form"].errors[field])
        assert "方案经代表认可。" in page.content.decode()
        assert not HandlingPlan.objects.exists()

    def test_both_wrong_days_are_said_at_once(self, client, task):
        client.force_login(make.handler(task.unit))
        page = client.post(address(task), typed(task, complete_on="2026-03-01", limit_on="2026-06-03", leader=""))
        assert set(page.context["form"].errors) == {"complete_on", "limit_on", "leader"}
        assert not HandlingPlan.objects.exists()

    def test_an_older_window_does_not_file_over_a_newer_plan(self, client, task):
        client.force_login(make.handler(task.unit))
        old = seen(client.get(address(task)))
        file(task)
        page = client.post(address(task), typed(task, leader="旧窗口", seen=old))
        assert page.status_code == 409
        assert "在您填写期间此件有了新的变化" in words(page)
        assert "旧窗口" in page.content.decode()
        assert HandlingPlan.objects.get().leader != "旧窗口"

    def test_before_signing_it_says_why_not(self, client):
        waiting = make.task(make.assigned(make.unit()))
        client.force_login(make.handler(waiting.unit))
        answer = client.get(address(waiting))
        assert answer.status_code == 302
        assert "不能填报六定方案" in told(answer)

    @pytest.mark.parametrize(("role", "status"), [(Role.CLERK, 403), (Role.AUDITOR, 403), (Role.UNIT_HANDLER, 404)])
    def test_others(self, client, task, role, status):
        client.force_login(make.user(role))
        assert client.get(address(task)).status_code == status
        assert client.post(address(task), typed(task)).status_code == status


class TestReaders:
    @pytest.fixture
    def people(self, task) -> dict:
        return {
            "clerk": make.clerk(),
            "own": make.handler(task.unit),
            "leader": make.user(Role.LEADER),
            "auditor": make.user(Role.AUDITOR),
            "deputy": make.user(Role.DEPUTY, deputy=task.suggestion.lead_deputy),
        }

    def pages(self, client, people, task) -> dict[str, str]:
        found = {}
        for name, person in people.items():
            client.force_login(person)
            found[name] = client.get(task.suggestion.get_absolute_url()).content.decode()
        return found

    def test_everybody_but_the_deputy(self, client, people, task):
        readers = {"clerk", "own", "leader", "auditor"}
        before = self.pages(client, people, task)
        assert {name for name, page in before.items() if "未报六定方案" in page} == readers
        file(task, measures="踏勘三处路口。", handler="周承办")
        after = self.pages(client, people, task)
        for text in ("踏勘三处路口。", "周承办", "填报六定方案"):  # the last in the history
            assert {name for name, page in after.items() if text in page} == readers, text

    def test_its_day_has_a_light_while_it_is_owed(self, client, task, monkeypatch):
        stop_clock(monkeypatch, PLAN_DUE + timedelta(days=2))
        client.force_login(make.clerk())
        page = words(client.get(task.suggestion.get_absolute_url()))
        assert "未报六定方案 2026-03-09 逾期" in page


def blocks(person, today):
    return read_work_list(person, today=today).blocks


class TestWorkList:
    def test_the_row_goes_by_the_plans_own_day(self, task):
        second = make.signed(make.assigned(task.unit, on=DAY - timedelta(days=3)), is_planned=False)
        person = make.handler(task.unit)
        [block] = blocks(person, DAY)
        assert (block.group.key, [item.due_on for item in block.items]) == ("plan", [PLAN_DUE, PLAN_DUE])
        Assignment.objects.filter(pk=task.pk).update(plan_due_on=DAY)
        rows = blocks(person, DAY)[0].items
        assert [(row.due_on, row.url) for row in rows] == [(DAY, address(task)), (PLAN_DUE, address(second))]
        assert rows[0].what == "填报六定方案"

    def test_a_late_reply_comes_first_and_a_filed_plan_leaves(self, task):
        person = make.handler(task.unit)
        assert [block.group.key for block in blocks(person, DUE + timedelta(days=1))] == ["overdue"]
        file(task)
        assert [block.group.key for block in blocks(person, DAY)] == ["handling"]

    @pytest.mark.parametrize(("is_filed", "step"), [(False, Action.FILE_PLAN), (True, Action.SUBMIT_REPLY)])
    def test_it_is_the_next_step_until_it_is_filed(self, task, is_filed, step):
        if is_filed:
            file(task)
        person = make.handler(task.unit)
        item = suggestions_for_detail(person).get(pk=task.suggestion_id)
        buttons = read_detail(item, person, today=DAY).buttons
        assert buttons.main.action == step
        offered = {button.action: button.label for button in (buttons.main, *buttons.others)}
        assert offered[Action.FILE_PLAN] == ("修改六定方案" if is_filed else "填报六定方案")
        assert PAGES[Action.FILE_PLAN] == ("plan", "task")
