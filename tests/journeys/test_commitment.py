"""No bounced cheque: a promise is reminded of, slips with a reason, is done, is confirmed, and the item turns A."""

from contextlib import contextmanager
from datetime import date

import pytest
import time_machine
from django.core.management import call_command
from playwright.sync_api import expect

from suggestions.models import Suggestion
from tests import factories as make
from tests.journeys.people import Person
from tests.suggestions.pages import PDF

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PROMISED = date(2026, 3, 2)
DUE = date(2026, 6, 2)
PROOF = {"name": "竣工验收单.pdf", "mimeType": "application/pdf", "buffer": PDF}


def morning(day: str) -> None:
    """The morning job of that day; run twice, as two workers would."""
    for _ in range(2):
        call_command("plan_reminders", "--date", day, verbosity=0)


@pytest.fixture
def on(window, office):
    """`with on("2026-06-03", "handler") as person:` that person at the window on the morning of that day."""

    @contextmanager
    def visit(day: str, part: str):
        with time_machine.travel(f"{day}T09:00:00+08:00"):
            yield Person(window, office[part]).enter()

    return visit


def digests(person: Person) -> list[str]:
    person.open("/inbox/")
    return person.page.get_by_role("main").get_by_text("今日提醒").all_inner_texts()


def test_a_promise_is_followed_until_it_is_kept(on, office):
    lead = office["handler"].unit
    deputy = office["deputy"].deputy
    item = make.assigned(lead, on=PROMISED, title="关于拓宽学校门前道路的建议", lead_deputy=deputy)
    make.commitment(item, lead, on=PROMISED, due_on=DUE, matter="建成学校门前人行道")
    make.judged(Suggestion.objects.get(pk=item.pk), on=PROMISED)

    morning("2026-05-06")  # the first working day after the holiday: caught up with the rung of 30 days
    with on("2026-05-06", "handler") as handler:
        assert len(digests(handler)) == 1
        handler.open("/")
        handler.sees("承诺30日内到期")
    morning("2026-06-03")  # the nights between were missed: one reminder, and those above hear of it too
    with on("2026-06-03", "clerk") as clerk:
        assert "逾期" in digests(clerk)[0]
        clerk.open("/commitments/?fact=overdue")
        clerk.page.get_by_role("link", name="建成学校门前人行道").click()
        clerk.page.get_by_role("link", name="催办承诺").click()
        clerk.page.get_by_label("催办的话").fill("请抓紧。")
        clerk.submit()
        clerk.sees("已催办，送达")

    with on("2026-06-04", "handler") as handler:
        assert len(digests(handler)) == 2, "the ladder's own; the urging is a message apart"
        handler.open("/")
        handler.sees("承诺逾期")
        handler.page.get_by_role("link", name="建成学校门前人行道").click()
        handler.page.get_by_role("link", name="调整承诺期限").click()
        handler.page.get_by_label("新的承诺期限").fill("2026-06-30")
        handler.page.get_by_label("调整理由").fill("连续降雨，路基养护延后。")
        handler.submit()
        handler.sees("还剩 26 天")
        expect(handler.page.locator("s", has_text="2026-06-02").first).to_be_visible()

    morning("2026-06-10")  # no longer overdue: the new day's own ladder begins
    morning("2026-06-23")
    with on("2026-06-23", "handler") as handler:
        found = digests(handler)
        assert len(found) == 4, "the new ladder's first step, then that of 7 days"
        handler.open("/commitments/")
        handler.page.get_by_role("link", name="建成学校门前人行道").click()
        handler.page.get_by_role("link", name="报告完成").click()
        handler.page.get_by_label("完成情况").fill("人行道已建成，共420米。")
        handler.page.get_by_label("证明材料").set_input_files(PROOF)
        handler.submit()
        handler.sees("等待代表或代表工作机构确认")
        expect(handler.page.get_by_role("main").get_by_role("link", name="确认兑现")).to_have_count(0)

    morning("2026-07-01")  # past the new day, but reported: nothing more comes
    with on("2026-07-01", "deputy") as member:
        assert digests(member) == []
        member.open("/")
        member.sees("承诺兑现请您确认")
        member.page.get_by_role("link", name="确认兑现").click()
        member.sees("人行道已建成，共420米。")
        member.sees("竣工验收单.pdf")
        member.choose("grade", "satisfied")
        member.page.get_by_label("意见").fill("说到做到。")
        member.submit()
        member.sees("已确认兑现")

    with on("2026-07-02", "leader") as leader:
        leader.open("/commitments/")
        leader.sees("100.00%")
        leader.page.get_by_role("link", name="建成学校门前人行道").click()
        leader.sees("说到做到。")
        leader.open(item.get_absolute_url())
        leader.sees("A类")
    item.refresh_from_db()
    assert (item.result_class.code, item.status) == ("A", "judged")
    with on("2026-07-02", "handler") as handler:
        assert len(digests(handler)) == 4
