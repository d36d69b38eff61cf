"""A class and how it came to be: set with the reply, changed at review or later, never rewritten."""

from io import BytesIO

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from accounts.roles import Role
from suggestions.actions import change_class, reply
from suggestions.errors import RuleViolation
from suggestions.models import ClassChange, Event
from tests import factories as make
from tests.factories import DAY
from tests.suggestions.pages import told, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def classes():
    return {code: make.result_class(code) for code in "ABC"}


def url(thing, name) -> str:
    return reverse(f"suggestions:{name}", args=[thing.pk])


def steps(made) -> list[tuple]:
    changes = made.class_changes.select_related("from_class", "to_class")
    return [(c.from_class.code if c.from_class else None, c.to_class.code, c.cause) for c in changes]


class TestAtReview:
    def test_the_reviewer_changes_it_with_a_reason(self, client, classes):
        clerk = make.clerk(name="王经办")
        made = make.filed(make.assigned(), result_class=classes["B"])
        client.force_login(clerk)
        data = {"decision": "accept", "result_class": classes["C"].pk, "class_reason": ""}
        refused = client.post(url(made, "review_reply"), data)
        assert list(refused.context["form"].errors) == ["class_reason"]
        data["class_reason"] = "年度计划里没有这一项。"
        assert client.post(url(made, "review_reply"), data).status_code == 302
        made.refresh_from_db()
        item = made.assignment.suggestion
        item.refresh_from_db()
        assert (made.result_class, item.result_class) == (classes["C"], classes["C"])
        assert steps(made) == [(None, "B", "filed"), ("B", "C", "review")]
        last = made.class_changes.last()
        assert (last.by, last.by_name, last.reason) == (clerk, "王经办", "年度计划里没有这一项。")
        page = words(client.get(item.get_absolute_url()))
        for part in ("类别变更", "B类 正在解决 → C类 暂难解决", "审核调整", "王经办", "年度计划里没有这一项。"):
            assert part in page
        client.force_login(make.user(Role.DEPUTY, deputy=item.lead_deputy))
        page = words(client.get(item.get_absolute_url()))
        assert "B类 正在解决 → C类 暂难解决" in page
        assert "年度计划里没有这一项。" not in page  # between the office and the unit

    def test_left_alone_it_stays(self, client, classes):
        made = make.filed(make.assigned())
        client.force_login(make.clerk())
        client.post(url(made, "review_reply"), {"decision": "accept", "result_class": classes["A"].pk})
        assert steps(made) == [(None, "A", "filed")]

    def test_a_class_that_promises_needs_a_promise(self, client, classes):
        made = make.filed(make.assigned())
        client.force_login(make.clerk())
        data = {"decision": "accept", "result_class": classes["B"].pk, "class_reason": "尚未办成。"}
        refused = client.post(url(made, "review_reply"), data)
        assert "请退回单位补充" in str(refused.context["form"].errors["result_class"])
        assert not ClassChange.objects.exists()


class TestLater:
    def test_the_office_corrects_it(self, client, classes):
        item = make.assigned(number="7")
        made = make.replied(item, result_class=classes["B"])
        client.force_login(make.clerk())
        page = client.get(url(item, "change_class"))
        assert page.context["form"].initial["reply"] == made
        data = {"reply": made.pk, "to_class": classes["B"].pk, "reason": "笔误"}
        same = client.post(url(item, "change_class"), data)
        assert "与现在的类别相同" in str(same.context["form"].errors["to_class"])
        data |= {"to_class": classes["A"].pk, "reason": "经核实已经建成。"}
        assert "由B类 正在解决调整为A类 已经解决" in told(client.post(url(item, "change_class"), data))
        item.refresh_from_db()
        assert item.result_class == classes["A"]
        assert steps(made)[-1] == ("B", "A", "correction")
        event = Event.objects.get(action="change_class")
        assert (event.reason, event.detail) == ("经核实已经建成。", "B类 正在解决 → A类 已经解决")

    def test_of_several_units_each_has_its_own(self, classes):
        one, two = make.unit(), make.unit()
        item = make.assigned(one, two, separate=True)
        first = make.replied(item, one)
        second = make.replied(item, two, document_number="测函〔2026〕3号")
        change_class.correct(
            reply=second, to_class=classes["C"], reason="没有办成。", by=make.clerk(), on=DAY, at=make.at()
        )
        first.refresh_from_db()
        item.refresh_from_db()
        assert (first.result_class.code, second.result_class.code) == ("A", "C")
        assert item.result_class.code == "C"  # the whole is as solved as its least solved part

    def test_not_to_a_promise_without_one(self, classes):
        made = make.replied(make.assigned())
        with pytest.raises(RuleViolation, match="请先交承办单位重新办理"):
            change_class.correct(
                reply=made, to_class=classes["B"], reason="尚未办成。", by=make.clerk(), on=DAY, at=make.at()
            )
        assert steps(made) == [(None, "A", "filed")]

    @pytest.mark.parametrize("state", ["filed", "in handling"])
    def test_not_before_it_is_answered(self, client, state):
        item = make.assigned()
        if state == "filed":
            make.filed(item)
        client.force_login(make.clerk())
        assert client.get(url(item, "change_class")).status_code == 302
        assert client.post(url(item, "change_class"), {"reason": "x"}).status_code == 409

    def test_only_the_office(self, client):
        item = make.assigned()
        made = make.replied(item)
        for person in (make.head(made.assignment.unit), make.user(Role.LEADER), make.user(Role.COORDINATOR)):
            client.force_login(person)
            assert client.post(url(item, "change_class"), {"reason": "x"}).status_code == 403


def test_the_database_refuses_to_rewrite_a_change():
    """Migration 0007; SQLite's tables must stay empty-able for tests, so there only the update is refused."""
    made = make.replied(make.assigned())
    change = made.class_changes.get()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ClassChange.objects.filter(pk=change.pk).update(reason="改写")
    change.refresh_from_db()
    assert change.reason == ""


def test_the_export_says_what_became_of_the_class(client, classes):
    item = make.assigned()
    made = make.filed(item, result_class=classes["B"])
    reply.accept(
        reply=made, by=make.clerk(), on=DAY, at=make.at(), result_class=classes["A"], class_reason="已经建成。"
    )
    make.replied(make.assigned())
    client.force_login(make.clerk())
    answer = client.get(reverse("suggestions:export"))
    sheet = load_workbook(BytesIO(b"".join(answer))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(row for row in rows if "类别变更" in row)
    column = [row[head.index("类别变更")] for row in rows[rows.index(head) + 1 :]]
    assert sorted(value or "" for value in column) == ["", "2026-03-02 B→A（审核调整：已经建成。）"]
