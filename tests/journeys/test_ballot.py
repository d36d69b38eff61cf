"""A satisfaction test from the list of voters to the published result; and one on paper."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.roles import Role
from supervision.models import Poll
from tests import factories as make
from tests.journeys.people import Person, Window, started
from tests.uploads import PDF

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def topic(office):
    return make.topic(make.assigned(make.unit("测试市水务局")), make.assigned(), leader=office["leader"])


@pytest.fixture
def voters(browser, live_server, office, topic):
    """Three members, who hand a phone on."""
    accounts = [office["leader"], make.user(Role.LEADER, name="陆副主任"), make.user(Role.COMMITTEE, name="方委员")]
    phone = Window(started(browser, live_server.url, PHONE), live_server.url)
    yield [Person(phone, account).enter() for account in accounts]
    phone.close()
    phone.context.close()


def poll_page(person: Person, poll: Poll, name: str = "poll") -> None:
    person.open(reverse(f"supervision:{name}", args=[poll.pk]))


def cast(person: Person, *labels: str) -> None:
    """From the work list: mark each suggestion, look once more, cast."""
    person.open("/")
    person.page.locator("#to_vote + table").get_by_role("link", name="投票", exact=True).click()
    for item, label in zip(person.page.locator(".ballot-item").all(), labels, strict=True):
        choice = item.get_by_text(label, exact=True)
        assert choice.locator("xpath=..").bounding_box()["height"] >= 44, "for a thumb"
        choice.click()
    person.page.get_by_role("button", name="下一步，核对").click()
    for line, label in zip(person.page.locator(".ballot-review dd").all(), labels, strict=True):
        expect(line).to_have_text(label)


def test_a_secret_vote(call, office, topic, voters):
    head = call("office head")
    head.open("/supervision/polls/")
    head.page.get_by_role("link", name="拟定测评").first.click()
    head.page.get_by_label("常委会领导（2）").check()
    head.page.get_by_label("联系委室（2）").check()  # the topic's committee too
    end = timezone.localtime() + timedelta(days=3)
    head.page.get_by_label("投票截止时间").fill(f"{end:%Y-%m-%dT%H:%M}")
    head.page.get_by_label("最低收回票数").fill("3")
    head.press("保存，去核对")
    head.page.get_by_role("link", name="核对名单，开始投票").click()
    head.sees("陆副主任")
    head.press("开始投票", sure=True)
    poll = Poll.objects.get()
    head.sees("结果在投票结束以前对任何人都不显示")

    first, second, third = voters
    cast(first, "满意", "不满意")
    first.page.get_by_role("button", name="返回修改").click()
    expect(first.page.get_by_label("不满意").last).to_be_checked()
    first.page.get_by_role("button", name="下一步，核对").click()
    window = first.context.new_page()  # the same ballot open twice
    window.goto(reverse("supervision:poll_vote", args=[poll.pk]))
    for item in window.locator(".ballot-item").all():
        item.get_by_text("弃权", exact=True).click()
    window.get_by_role("button", name="下一步，核对").click()
    first.page.get_by_role("button", name="投出选票").click()
    first.sees("您已投票，谢谢。")
    window.get_by_role("button", name="投出选票").click()
    expect(window.get_by_text("您已经投过票").first).to_be_visible()
    window.close()

    for person, labels in ((second, ("满意", "弃权")), (third, ("基本满意", "满意"))):
        cast(person, *labels)
        person.page.get_by_role("button", name="投出选票").click()
        person.sees("您已投票，谢谢。")

    poll_page(head, poll)
    head.sees("3 / 4 张")
    expect(head.page.get_by_text("测评结果", exact=True)).to_have_count(0)
    head.page.get_by_role("link", name="结束投票").click()
    head.press("结束投票并计票", sure=True)
    head.sees("现在只有代表工作机构能看到结果")
    poll_page(second, poll)
    second.sees("结果尚未公布")
    poll_page(head, poll)
    head.page.get_by_role("link", name="公布结果").click()
    head.press("公布结果", sure=True)
    poll_page(second, poll)
    rows = second.page.locator(".poll-table tbody tr")
    expect(rows.first).to_contain_text("2 66.67%")
    expect(rows.first).to_contain_text("100.00%")
    expect(rows.last).to_contain_text("33.33%")
    expect(second.page.get_by_text("低于 60%：建议重新办理或专题询问")).to_be_visible()


def test_a_count_on_paper(call, office, topic):
    clerk = call("clerk")
    clerk.open("/supervision/polls/new/")
    clerk.page.get_by_label("纸质票，人工计票").check()
    expect(clerk.page.get_by_label("投票截止时间")).to_be_hidden()
    clerk.press("保存，去核对")
    clerk.page.get_by_role("link", name="录入计票结果").click()
    numbers = {"issued": 28, "returned": 28, "satisfied": 20, "basic": 6, "dissatisfied": 1, "void": 2}
    for name, number in numbers.items():
        for field in clerk.page.locator(f'input[name^="{name}_"]').all():
            field.fill(str(number))
    scan = {"name": "计票表.pdf", "mimeType": "application/pdf", "buffer": PDF}
    clerk.page.locator("input[type=file]").set_input_files(scan)
    clerk.press("保存计票结果")
    clerk.sees("合计29张，与收回的28张不符")
    for field in clerk.page.locator('input[name^="void_"]').all():
        field.fill("1")
    clerk.page.locator("input[type=file]").set_input_files(scan)
    clerk.press("保存计票结果")
    clerk.sees("计票表.pdf")
    expect(clerk.page.locator(".poll-table tbody tr").first).to_contain_text("20 71.43%")
