"""One suggestion: what each person may read of it, and the buttons they may use now."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from suggestions.actions import contact, draft_units, extend, give_back, opine, rehandle, reply, review, urge
from suggestions.choices import Grade, ReviewOutcome
from tests import factories as make
from tests.factories import DAY

pytestmark = pytest.mark.django_db
CEILING = 33  # of these: urgings, asks, answers, promises, how classes came to be, remarks, meetings, second questions
DRAFT = "这是尚未签发的答复文稿。"
OPINION = "这是协办单位的意见。"
REMARK = "这是内部备注。"
PHONE = {"stage": "before", "kind": "phone", "contacted_on": DAY, "people": "代表"}


@pytest.fixture(scope="module")
def made(rows_stay):
    """A suggestion with a lead and an assisting unit, and everybody around it."""
    lead, helper = make.unit("测试甲局"), make.unit("测试乙局")
    item = make.assigned(lead, assisting=[helper])
    people = {
        "clerk": make.clerk(),
        "head": make.office_head(),
        "lead": make.handler(lead),
        "lead_head": make.head(lead),
        "helper": make.handler(helper),
        "deputy": make.user(Role.DEPUTY, deputy=item.lead_deputy),
        "leader": make.user(Role.LEADER),
        "auditor": make.user(Role.AUDITOR),
    }
    return item, lead, helper, people


@pytest.fixture
def case(made):
    return deepcopy(made)


def page(client, user, item) -> str:
    client.force_login(user)
    answer = client.get(item.get_absolute_url())
    assert answer.status_code == 200
    return answer.text


def readers(client, people, item, words) -> set[str]:
    [found] = readers_of_each(client, people, item, words)
    return found


def readers_of_each(client, people, item, *texts) -> list[set[str]]:
    pages = {name: page(client, user, item) for name, user in people.items()}
    return [{name for name, shown in pages.items() if words in shown} for words in texts]


class TestReading:
    def test_invisible_is_not_found(self, client, case):
        client.force_login(make.handler(make.unit()))
        assert client.get(case[0].get_absolute_url()).status_code == 404

    def test_while_it_is_handled_each_reads_a_part(self, client, case):
        """An unsigned reply stays in its unit, and one that its head sent back was never filed; an opinion is for
        those who answer, remarks are internal, the phone number is for those who call."""
        item, lead, helper, people = case
        item.lead_deputy.phone = "10000012345"
        item.lead_deputy.save()
        urge.note(suggestion=item, words=REMARK, by=people["clerk"], at=make.at())
        make.signed(item, helper)
        opine.file(assignment=make.task(item, helper), text=OPINION, by=people["helper"], on=DAY, at=make.at())
        first = make.submitted(item, lead, text="第一稿。")
        reply.send_back_draft(reply=first, reason="套话太多", by=people["lead_head"], at=make.at())
        make.submitted(item, lead, text=DRAFT)
        own = {"lead", "lead_head", "auditor"}
        assert readers_of_each(client, people, item, "第一稿。", "套话太多", DRAFT, OPINION, REMARK, "10000012345") == [
            own,
            own,
            own,
            set(people) - {"deputy"},
            {"clerk", "head", "leader", "auditor"},
            {"clerk", "head", "lead", "lead_head", "helper"},
        ]

    def test_a_filed_reply_is_the_offices_too_and_an_accepted_one_everybodys(self, client, case):
        """What the office sent back before stays on record, for those who read it then."""
        item, lead, _helper, people = case
        made = make.filed(item, lead, text="第一版。", without_opinions_reason="不再等待。")
        reply.reject(reply=made, reason="没有逐条答复", by=people["clerk"], at=make.at())
        made = make.filed(item, lead, text=DRAFT, without_opinions_reason="不再等待。")
        read = readers_of_each(client, people, item, "第一版。", "没有逐条答复", DRAFT)
        assert read == [set(people) - {"helper", "deputy"}] * 3
        reply.accept(reply=made, by=people["clerk"], on=DAY, at=make.at())
        read = readers_of_each(client, people, item, "第一版。", DRAFT)
        assert read == [set(people) - {"helper", "deputy"}, set(people)]

    def test_one_separate_unit_does_not_read_the_others_unsigned_letter(self, client):
        one, two = make.unit(), make.unit()
        item = make.assigned(one, two, separate=True)
        make.submitted(item, one, text=DRAFT)
        assert DRAFT not in page(client, make.handler(two), item)
        assert DRAFT in page(client, make.handler(one), item)

    def test_pencilled_units_are_the_offices(self, client):
        item = make.accepted()
        draft_units.draft(
            suggestion=item, leads=[make.unit("测试拟办局")], assisting=[], separate=False, by=make.clerk()
        )
        assert "测试拟办局" in page(client, make.clerk(), item)
        assert "测试拟办局" not in page(client, make.user(Role.LEADER), item)
        assert "测试拟办局" not in page(client, make.user(Role.DEPUTY, deputy=item.lead_deputy), item)

    def test_a_return_request_is_between_the_unit_and_the_office(self, client, case):
        item, lead, _helper, people = case
        task = make.signed(item, lead)
        give_back.request(
            assignment=task, reason="不属本局职责", proposed_unit=None, by=people["lead"], on=DAY, at=make.at()
        )
        assert readers(client, people, item, "不属本局职责") == set(people) - {"helper", "deputy"}

    def test_a_merged_one_shows_the_answer_to_its_main(self, client, case):
        item, lead, _helper, people = case
        merged = make.suggestion(number="88")
        review.review(
            suggestion=merged,
            outcome=ReviewOutcome.MERGE,
            into=item,
            reason="同一事项",
            by=people["clerk"],
            at=make.at(),
        )
        deputy = make.user(Role.DEPUTY, deputy=merged.lead_deputy)
        make.filed(item, lead, text=DRAFT, without_opinions_reason="不再等待。")
        assert DRAFT not in page(client, deputy, merged)
        reply.accept(reply=make.task(item, lead).replies.get(), by=people["clerk"], on=DAY, at=make.at())
        text = page(client, deputy, merged)
        assert DRAFT in text
        assert reverse("suggestions:evaluate", args=[merged.pk]) in text


class TestFacts:
    def test_the_three_facts_are_kept_apart(self, client, case):
        item, lead, _helper, people = case
        make.replied(item, lead, result_class=make.result_class("B"), without_opinions_reason="不再等待。")
        text = page(client, people["clerk"], item)
        for word in ("办了", "办成", "办好"):
            assert word in text
        assert text.count("fact-yes") == 1  # replied, but class B is not solved, and nobody has judged

    def test_how_a_date_was_reached(self, client, case):
        item, _lead, _helper, people = case
        text = page(client, people["lead"], item)
        assert "怎样算出来的" in text
        assert make.task(item).due_steps[0] in text

    def test_missing_contacts_are_shown(self, client, case):
        item, lead, _helper, people = case
        assert page(client, people["lead"], item).count("尚无记录") == 2
        task = make.task(item, lead)
        contact.record(
            assignment=task, note="了解诉求", suggestion=item, by=people["lead"], today=DAY, at=make.at(), **PHONE
        )
        assert page(client, people["lead"], item).count("尚无记录") == 1

    def test_both_rounds_and_both_judgements_stay(self, client, case):
        item, lead, _helper, people = case
        make.replied(item, lead, text="第一次的答复", without_opinions_reason="不再等待。")
        make.judged(item, grade=Grade.DISSATISFIED, comment="没有写时间")
        rehandle.rehandle(
            suggestion=item, demanded_on=DAY, reason="请重新办理", by=people["clerk"], today=DAY, at=make.at()
        )
        make.replied(item, lead, text="第二次的答复")
        make.judged(item)
        text = page(client, people["deputy"], item)
        for words in ("第一次的答复", "第二次的答复", "没有写时间", "第 2 轮", "代表反馈（第 1 轮）"):
            assert words in text

    def test_an_extension_leaves_the_first_date_in_sight(self, client, case):
        item, lead, _helper, people = case
        task = make.signed(item, lead)
        asked = extend.request(
            assignment=task,
            until=task.due_on + timedelta(days=30),
            reason="涉及面广",
            by=people["lead"],
            today=DAY,
            at=make.at(),
        )
        first = task.due_on
        extend.decide(extension=asked, agreed=True, by=people["head"], today=DAY, at=make.at())
        text = page(client, people["clerk"], item)
        assert f"原定 {first:%Y-%m-%d}" in text


def test_the_cost_does_not_grow_with_what_there_is(client, case):
    item, lead, helper, people = case

    def cost():
        with CaptureQueriesContext(connection) as caught:
            client.get(item.get_absolute_url())
        return len(caught)

    make.opined(item, helper)
    made = make.filed(item, lead)
    page(client, people["clerk"], item)
    few = cost()
    for n in range(2):
        reply.reject(reply=made, reason=f"第{n}次退回", by=people["clerk"], at=make.at())
        made = make.filed(item, lead)
        contact.record(
            assignment=None, note=f"沟通{n}", suggestion=item, by=people["clerk"], today=DAY, at=make.at(), **PHONE
        )
    assert cost() == few <= CEILING
