"""A bar of the custom statistics opens the list that its number stands for."""

import re

from playwright.sync_api import expect

from suggestions.models import Category
from tests import factories as make


def test_a_bar_opens_its_list(call, office):
    roads = Category.objects.create(name="测试道路")
    for _ in range(2):
        make.assigned(category=roads)
    clerk = call("clerk")
    clerk.open("/suggestions/?status=in_handling")
    clerk.page.get_by_role("link", name="统计", exact=True).click()
    clerk.page.get_by_label("行", exact=True).select_option("category")
    clerk.page.get_by_label("列", exact=True).select_option("result_class")
    clerk.page.get_by_role("button", name="统计").click()
    chart = clerk.page.locator("[data-chart]")
    expect(chart).to_be_visible()
    bar = chart.locator("svg path[fill='#8d877e']").first  # what has no class yet, quiet; the legend's comes last
    expect(bar).to_be_visible()
    bar.click()
    clerk.page.wait_for_url(re.compile(rf"/suggestions/\?status=in_handling.*category={roads.pk}.*result_class=none"))
    expect(clerk.page.locator(".list-meta")).to_contain_text("共 2 件")
