"""The buttons of a suggestion: only those of now, and one clear next step."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.roles import Role
from suggestions.actions import give_back, reply
from suggestions.choices import Grade
from suggestions.selectors.action_pages import PAGES, WITHOUT_PAGE
from suggestions.selectors.detail import read_detail, suggestions_for_detail
from suggestions.workflow import Action
from tests import factories as make
from tests.factories import DAY

pytestmark = pytest.mark.django_db


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


def buttons_of(user, item, today=DAY):
    suggestion = suggestions_for_detail(user).get(pk=item.pk)
    return read_detail(suggestion, user, today=today).buttons


def shown(user, item, today=DAY) -> set[str]:
    """The pages whose buttons stand on the detail page."""
    buttons = buttons_of(user, item, today)
    found = [buttons.main, *buttons.others, *buttons.seldom, *(b for each in buttons.at_unit.values() for b in each)]
    return {PAGES[button.action][0] for button in found if button}


def next_step(user, item, today=DAY) -> Action | None:
    main = buttons_of(user, item, today).main
    return main.action if main else None


@pytest.mark.parametrize("action", [action for action in Action if action not in WITHOUT_PAGE])
def test_every_action_has_a_page_that_exists(action):
    assert reverse(f"suggestions:{PAGES[action][0]}", args=[1])


def test_after_assignment(case):
    item, _lead, _helper, people = case
    assert shown(people["clerk"], item) == {
        "amend",
        "add_unit",
        "urge",
        "note",
        "contact",
        "review",
        "reassign",
        "cancel",
        "asks",
    }
    assert shown(people["lead"], item) == {
        "sign",
        "give_back",
        "request_addition",
        "request_extension",
        "contact",
        "asks",
    }
    assert shown(people["helper"], item) == {"sign", "give_back", "contact"}
    for name in ("deputy", "leader", "auditor"):
        assert shown(people[name], item) == set()


def test_what_its_time_has_passed_is_not_offered(case):
    item, _lead, _helper, people = case
    late = DAY + timedelta(days=200)
    assert shown(people["lead"], item, late) == {"sign", "request_addition", "contact", "asks"}
    assert next_step(people["clerk"], item) is None
    assert next_step(people["clerk"], item, late) == Action.URGE


def test_the_next_step_of_each(case):
    item, lead, helper, people = case
    assert next_step(people["lead"], item) == Action.SIGN
    make.signed(item, lead)
    make.opined(item, helper)
    assert next_step(people["lead"], item) == Action.SUBMIT_REPLY
    assert next_step(people["helper"], item) is None  # filed; it may be changed, nothing is asked
    made = make.submitted(item, lead)
    assert next_step(people["lead_head"], item) == Action.SIGN_OFF
    assert next_step(people["lead"], item) is None
    reply.sign_off(reply=made, by=people["lead_head"], on=DAY, at=make.at())
    assert next_step(people["clerk"], item) == Action.ACCEPT_REPLY
    reply.accept(reply=made, by=people["clerk"], on=DAY, at=make.at())
    assert next_step(people["deputy"], item) == Action.EVALUATE
    item.refresh_from_db()
    make.judged(item)
    assert next_step(people["clerk"], item) == Action.CLOSE


def test_dissatisfied_is_handled_again_and_not_closed(case):
    item, lead, _helper, people = case
    make.replied(item, lead, without_opinions_reason="不再等待。")
    make.judged(item, grade=Grade.DISSATISFIED)
    assert next_step(people["clerk"], item) == Action.REHANDLE
    assert "close" not in shown(people["clerk"], item)


def test_a_pending_request_is_decided_once(case):
    item, lead, _helper, people = case
    task = make.signed(item, lead)
    give_back.request(assignment=task, reason="不属职责", proposed_unit=None, by=people["lead"], on=DAY, at=make.at())
    assert next_step(people["head"], item) == Action.AGREE_RETURN
    assert "take_back" in shown(people["lead"], item)
