"""The desk of the conference in a real browser: a choice touches its own row only, and each row says how it stands."""

import pytest
from playwright.sync_api import expect

from suggestions.actions import draft_units
from suggestions.choices import UnitRole
from suggestions.models import DraftUnit
from tests import factories as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LEAD, SEPARATE, ASSISTING = "[data-part=lead]", "[data-part=separate] .ts-control", ".desk-assisting .ts-control"


@pytest.fixture
def desk(call, office):
    """Three suggestions that wait for their units, on the clerk's screen; the rows in their order."""
    items = [make.accepted() for _ in range(3)]
    clerk = call("clerk")
    clerk.open(f"/assignment/?session={items[0].session_id}")
    return clerk, items, [clerk.page.locator(f'[data-desk-row="{item.pk}"]') for item in items]


def says(row, state: str) -> None:
    expect(row.locator("[data-state]")).to_have_text(state)


def units_of(item) -> set[tuple[str, str]]:
    return set(DraftUnit.objects.filter(suggestion=item).values_list("unit__name", "role"))


def test_one_unit_in_two_rows_stays_in_both(desk, office):
    clerk, items, rows = desk
    name = office["handler"].unit.name
    for row in rows[:2]:
        clerk.pick(row.locator(LEAD), "zfhcx")
        says(row, "已保存")
    clerk.pick(rows[0].locator(ASSISTING), "财政")  # the first row is sent once more, with what it still holds
    expect(rows[0].locator(".desk-assisting .item")).to_have_count(1)
    says(rows[0], "已保存")
    assert (name, UnitRole.LEAD) in units_of(items[0])
    assert units_of(items[1]) == {(name, UnitRole.LEAD)}
    expect(clerk.page.locator("[data-count]")).to_have_text("已定 2 / 3")


def test_the_row_above_is_copied_and_separate_handling_keeps_the_unit(desk, office):
    clerk, items, rows = desk
    clerk.pick(rows[0].locator(LEAD), "zfhcx")
    says(rows[0], "已保存")
    clerk.pick(rows[0].locator(ASSISTING), "财政")
    expect(rows[0].locator(".desk-assisting .item")).to_have_count(1)
    rows[1].locator("[data-field=is-separate]").focus()
    clerk.page.keyboard.press("Control+d")
    says(rows[1], "已保存")
    assert units_of(items[1]) == units_of(items[0])
    rows[2].locator("[data-field=is-separate]").check()
    clerk.pick(rows[2].locator(SEPARATE), "zfhcx", "财政")
    expect(rows[2].locator("[data-part=separate] .item")).to_have_count(2)
    expect(rows[2]).to_have_attribute("data-ready", "")
    clerk.page.reload()
    rows[2].locator("[data-field=is-separate]").uncheck()
    says(rows[2], "已保存")
    assert units_of(items[2]) == {(office["handler"].unit.name, UnitRole.LEAD)}


def test_another_clerk_was_faster_and_the_row_shows_what_stands(desk, office):
    clerk, items, rows = desk
    theirs = office["assistant"].unit
    draft_units.draft(suggestion=items[0], leads=[theirs], by=office["office head"])
    clerk.pick(rows[0].locator(LEAD), "zfhcx")
    says(rows[0], "未保存")
    clerk.sees("刚刚被其他人改过")
    expect(rows[0].locator("[data-field=lead]")).to_have_value(str(theirs.pk))
    assert units_of(items[0]) == {(theirs.name, UnitRole.LEAD)}


def test_without_the_network_the_row_says_so_and_is_saved_when_it_is_back(desk, office):
    clerk, items, rows = desk
    clerk.context.set_offline(True)
    clerk.pick(rows[0].locator(LEAD), "zfhcx")
    says(rows[0], "未保存")
    clerk.press("交办全部已定的")
    clerk.sees("还有行没有保存")
    clerk.context.set_offline(False)
    says(rows[0], "已保存")
    assert units_of(items[0]) == {(office["handler"].unit.name, UnitRole.LEAD)}
