"""Every page of the demo office at both sizes: it answers, nothing sticks out, axe finds nothing serious.

One window for all accounts, so that it downloads the style sheets once; one load of each page for both sizes.

The picture of the README is one of these: `README_PICTURE=1 make test ARGS="-k every_page"` takes it anew.
"""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from suggestions.models import (
    Assignment,
    Circulation,
    Commitment,
    Extension,
    OpinionRequest,
    Reply,
    ReturnRequest,
    Suggestion,
    UrgedTask,
)
from suggestions.selectors.consultation import open_countersignatures
from supervision.models import AnnualReport, Card, Finding, Instruction, Invitation, KeyTopic, Poll, Supervision
from tests import factories as make
from tests.journeys.people import DESK, Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
FAULTS = (Path(__file__).parent / "faults.js").read_text(encoding="utf-8")
# Fifty rows, or options, that differ in their words alone are one to axe, which takes seconds for them all. One stays
# as long as it has an element or a class that none before it in its list had.
ONE_OF_A_SHAPE = """() => {
    const shape = (row) => [row, ...row.querySelectorAll('*')].map((e) => e.tagName + '.' + e.getAttribute('class'));
    for (const list of document.querySelectorAll('main tbody, main ul, main ol, main select')) {
        const seen = new Set();
        for (const row of [...list.children]) {
            const parts = shape(row).filter((part) => !seen.has(part));
            if (seen.size && !parts.length) row.remove();
            parts.forEach((part) => seen.add(part));
        }
    }
}"""


def addresses() -> dict[str, list[str]]:
    """What each account opens: the collection pages, and one page for each thing there is to do."""

    def one(name: str, found) -> list[str]:
        return [reverse(f"suggestions:{name}", args=[found.pk])] if found is not None else []

    at = Suggestion.objects.order_by("pk").filter
    task = Assignment.objects.filter(unit__users__username="housing", suggestion__status="in_handling").filter
    promise = Commitment.objects.order_by("pk").filter
    own = Suggestion.objects.filter(status="replied", lead_deputy__user__username="deputy01").first()
    report = AnnualReport.objects.order_by("-revision", "-pk").first()
    earlier = report.as_of - timedelta(days=30)
    for as_of in (report.as_of, earlier):  # as a worker leaves them
        make.counted(report.session, as_of, by=report.frozen_by, now=timezone.now())
    held = Supervision.objects.held().filter(topic__committee__users__username="committee.city")
    return {
        "clerk": [
            "/",
            "/suggestions/",
            "/suggestions/?light=overdue&o=-due",
            "/suggestions/papers/",
            "/suggestions/urge/?light=overdue",
            "/suggestions/urge/?light=overdue&channel=phone",
            "/supervision/cards/",
            "/supervision/key/",
            "/supervision/key/new/",
            "/supervision/findings/",
            "/suggestions/?key=1",
            "/supervision/polls/",
            "/supervision/polls/new/",
            *supervised("poll", "poll_close", "poll_withdraw", found=Poll.objects.get(state="voting")),
            *supervised("poll", found=Poll.objects.get(state="short")),
            *supervised("poll", "poll_correct", found=Poll.objects.get(kind="paper")),
            *supervised("poll", "poll_again", found=Poll.objects.get(round=2)),
            *supervised("record_arranged", "call_off", found=Supervision.objects.planned().first()),
            "/suggestions/cross/?rows=category&columns=grade",
            "/suggestions/?q=不存在的字样",
            "/suggestions/new/",
            "/suggestions/numbers/",
            "/assignment/",
            "/assignment/issue/",
            "/imports/",
            "/commitments/",
            "/commitments/?fact=overdue&o=-due",
            *one("commitment", promise(state="explained").first()),
            *one("commitment_confirm", promise(state="reported").first()),
            *one("commitment_urge", promise(state="open").first()),
            "/inbox/",
            "/password/",
            "/away/",
            "/supervision/",
            "/supervision/?by=system",
            "/supervision/?by=session&session=all",
            "/supervision/?by=tasks",
            "/supervision/wall/",
            "/supervision/instructions/",
            "/supervision/rehearsal/",
            "/supervision/jobs/",
            "/settings/",
            "/settings/units/",
            "/settings/deputies/",
            "/settings/sessions/",
            "/settings/classes/",
            "/settings/calendar/",
            "/settings/roles/",
            *one("detail", at(status="in_handling").first()),
            *one("detail", at(status="closed").first()),
            *one("review", at(status="registered").first()),
            *one("assign", at(status="accepted").first()),
            *one("rehandle", at(status="judged", grade="dissatisfied", round=1).first()),
            *one("urge", at(status="in_handling", filed_on=None).first()),
            *one("review_reply", Reply.objects.filter(state="awaiting_review").first()),
            *one("compare", Reply.objects.filter(version__gt=1, state="accepted").first()),
            *one("comment", Reply.objects.filter(state="awaiting_review").first()),
            *one("change_class", at(status="closed", result_class__isnull=False).first()),
            *one("call_meeting", at(status="judged", grade="dissatisfied", round=2, meetings=None).first()),
            *one("record_meeting", at(meetings__isnull=False, meetings__held_on=None).first()),
            *one("detail", at(meetings__held_on__isnull=False).first()),
        ],
        "head": [
            "/supervision/reports/",
            f"/supervision/reports/new/?session={report.session_id}&as_of={report.as_of:%Y-%m-%d}",
            f"/supervision/reports/new/?session={report.session_id}&as_of={earlier:%Y-%m-%d}",
            *supervised("report", found=report),
            "/settings/rules/",
            reverse("supervision:card_withdraw", args=[Card.objects.standing().first().pk]),
            *one("decide_return", ReturnRequest.objects.filter(state="pending").first()),
            *one("decide_extension", Extension.objects.filter(state="pending").first()),
        ],
        "housing": [
            "/",
            "/supervision/",
            "/supervision/instructions/",
            "/supervision/cards/",
            *one("answer_urging", UrgedTask.objects.filter(assignment__in=task(), answered_at=None).first()),
            *one(
                "detail",
                Suggestion.objects.filter(pk__in=task().filter(urged__isnull=False).values("suggestion")).first(),
            ),
            "/commitments/",
            *(
                path
                for name in ("commitment", "commitment_progress", "commitment_move", "commitment_done")
                for path in one(name, promise(state="open", assignment__unit__users__username="housing").first())
            ),
            *supervised("finding", "finding_report", found=Finding.objects.filter(state="returned").first()),
            *supervised("poll", found=Poll.objects.visible_to(User.objects.get(username="housing")).first()),
            *one("sign", task(state="awaiting_receipt").first()),
            *one("reply", task(state="handling", role="lead").first()),
            *one("asks", Suggestion.objects.filter(pk__in=task(role="lead").values("suggestion")).first()),
            *one("plan", task(state="handling", role="lead").first()),
            *one("contact", at(lead_unit_names__contains="住房和城乡建设局", status="in_handling").first()),
            *one("request_extension", task(state="handling", role="lead").exclude(role="assisting").last()),
        ],
        **consulting(one),
        "leader": [
            "/",
            "/supervision/",
            "/supervision/definitions/",
            "/supervision/wall/",
            reverse("supervision:instruct", args=[at(status="in_handling").first().pk]),
            *supervised("instruction", "instruction_decide", found=Instruction.objects.get(state="reported")),
            reverse("supervision:unit", args=[Instruction.objects.get(state="reported").unit_id]),
            "/commitments/",
            *supervised("key_topic", "arrange", found=KeyTopic.objects.filter(leader__username="leader").first()),
        ],
        "gov": ["/", "/supervision/", "/supervision/key/"],
        "committee.city": [
            "/",
            "/supervision/",
            *supervised(
                "finding",
                "finding_decide",
                found=Finding.objects.filter(state="reported", supervision__in=held).first(),
            ),
            *supervised("supervision", "open_finding", found=held.first()),
        ],
        "deputy01": [
            "/",
            *one("evaluate", own),
            *supervised("poll", "poll_vote", found=Poll.objects.get(state="voting")),
            *supervised("invitation", found=Invitation.objects.unanswered().first()),
        ],
        "admin": ["/settings/users/", "/settings/users/new/"],
        "auditor": ["/", "/settings/rules/"],
    }


def supervised(*names: str, found) -> list[str]:
    return [reverse(f"supervision:{name}", args=[found.pk]) for name in names]


def consulting(one) -> dict[str, list[str]]:
    """The pages between lead and assisting units, opened by whoever has them to do."""
    found: dict[str, list[str]] = {}

    def add(name: str, task, unit) -> None:
        user = unit.users.filter(role="unit_handler", is_active=True).first()
        found.setdefault(user.username, []).extend(one(name, task))

    sent = Circulation.objects.order_by("-pk").first()
    add("circulate", sent.assignment, sent.assignment.unit)
    waiting = open_countersignatures().first()
    add("countersign", waiting.assignment, waiting.assignment.unit)
    add("opinion", OpinionRequest.objects.get().assignment, OpinionRequest.objects.get().assignment.unit)
    asking = Assignment.objects.filter(role="assisting", state="opinion_filed", opinion_request=None)
    writing = Assignment.objects.filter(role="lead", state="handling", suggestion__status="in_handling")
    lead = writing.filter(suggestion__assignments__in=asking).first()
    add("ask_again", asking.filter(suggestion=lead.suggestion).first(), lead.unit)
    return found


def test_every_page_at_both_sizes(demo_office, transactional_db, window, settings):
    pages = [(name, path) for name, paths in addresses().items() for path in paths]
    assert len(pages) > 100, "the demo office has something on every page"
    people = {name: Person(window, User.objects.get(username=name)).enter() for name in dict(pages)}
    page = window.page
    page.add_init_script(path=AXE_FILE_PATH)
    for name, path in pages:
        window.seat(people[name])
        answer = page.goto(path)
        faults = [str(answer.status)] if not answer.ok else too_wide(page)
        if os.environ.get("README_PICTURE") and (name, path) == ("leader", "/supervision/"):
            page.screenshot(path=str(settings.BASE_DIR / "docs" / "screenshot.png"))
        page.set_viewport_size(PHONE)  # the pages know their width from their style sheets alone
        faults += too_wide(page)
        page.evaluate(ONE_OF_A_SHAPE)
        page.set_viewport_size(DESK)
        faults += page.evaluate(FAULTS)
        window.errors += [f"{name} {path}: {fault}" for fault in faults]
    assert window.errors == []


def too_wide(page) -> list[str]:
    width, window = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    return [f"{width} wide at {window}"] if width > page.viewport_size["width"] else []
