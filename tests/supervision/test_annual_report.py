"""The frozen report: what stands, what a correction says, and that everything adds up at every edge."""

from datetime import timedelta

import pytest

from accounts.models import Unit
from suggestions.actions import register
from suggestions.choices import Grade
from suggestions.errors import Conflict, NotAllowed, RuleViolation
from suggestions.models import Suggestion
from suggestions.models.event import AppendOnly
from supervision.actions import annual_report
from supervision.actions.snapshot import take
from supervision.models import AnnualReport, Snapshot
from supervision.reports import changes
from supervision.reports.figures import LINE
from tests import factories as make
from tests.factories import DAY
from tests.supervision.report_house import AS_OF, House

pytestmark = pytest.mark.django_db
GROUPS = ("periods", "systems", "categories", "delegations", "classes")


@pytest.fixture(scope="module")
def house(rows_stay):
    return House()


@pytest.fixture(scope="module")
def report(house):
    return house.freeze()


def test_who_when_and_of_what_day(report):
    assert (report.revision, report.frozen_by_name, report.as_of, report.reason) == (1, "孙主任", AS_OF, "")
    assert str(report) == f"十三届一次会议代表建议办理情况年度报告（截至{AS_OF:%Y-%m-%d}，第1版）"


def test_counted_by_hand(report):
    counts = report.figures["whole"]["counts"]
    assert {name: counts[name] for name in ("total", "assigned", "replied", "resolved", "planned", "overdue")} == {
        "total": 9,
        "assigned": 7,
        "replied": 3,
        "resolved": 1,
        "planned": 1,
        "overdue": 2,
    }
    assert report.figures["open"]["extensions"] == 1
    assert report.figures["promises"]["promise_overdue"] == 1
    assert [topic["findings"][0]["state"] for topic in report.figures["topics"]] == ["待整改，已逾期"]


@pytest.mark.parametrize("group", GROUPS)
def test_the_lines_of_every_sheet_add_up_to_the_whole(report, group):
    lines = report.figures[group]
    assert {name: sum(line["counts"][name] for line in lines) for name in LINE} == report.figures["whole"]["counts"]


def test_what_falls_outside_stands_in_a_line_of_its_own(report):
    named = {line["label"]: line["counts"]["total"] for group in GROUPS for line in report.figures[group]}
    assert named["未分类"] == 2
    assert named["跨系统分办"] == 1
    assert named["未交办（无主办单位）"] == 2
    assert named["尚无办理结果（未答复或未交办）"] == 6


def test_the_units_come_to_the_whole(report):
    balance = report.figures["balance"]
    assert balance["lead"] == sum(unit["cells"]["lead"] for unit in report.figures["units"])
    assert balance["lead"] - balance["separate"] + balance["merged"] + balance["without"] == balance["total"] == 9
    assert balance["separate"] == balance["merged"] == 1


class TestAfterwards:
    def test_nothing_that_happens_later_changes_it(self, house, report):
        before = (dict(report.figures), list(report.snapshot.suggestions.values()))
        late = Suggestion.objects.get(pk=house.overdue.pk)
        make.replied(late, on=AS_OF + timedelta(days=5))
        make.judged(late, Grade.SATISFIED, AS_OF + timedelta(days=6))
        Unit.objects.filter(pk=house.edu.pk).update(name="教育体育局")
        house.schools.name = "改名"
        house.schools.save()
        again = AnnualReport.objects.get(pk=report.pk)
        assert (again.figures, list(again.snapshot.suggestions.values())) == before

    def test_the_same_day_later_on_gives_the_same(self, house, report):
        """Feedback and answers after the day do not count for it; so there is nothing to correct."""
        make.replied(Suggestion.objects.get(pk=house.overdue.pk), on=AS_OF + timedelta(days=5))
        with pytest.raises(RuleViolation, match="没有任何变化"):
            house.freeze(at=AS_OF + timedelta(days=9), reason="复核")

    def test_it_cannot_be_changed_or_lose_its_rows(self, house, report):
        with pytest.raises(AppendOnly):
            report.save()
        with pytest.raises(AppendOnly):
            report.delete()
        take(session=house.session, as_of=AS_OF, by=None, at=make.at(AS_OF))
        assert Snapshot.objects.filter(pk=report.snapshot_id).exists(), "another snapshot never takes its place"


class TestCorrection:
    def corrected(self, house, reason="核对后更正类别"):
        item = Suggestion.objects.get(pk=house.overdue.pk)
        fields = {"category": house.schools}
        register.amend(
            suggestion=item, fields=fields, version=item.version, by=house.clerk, on=AS_OF, at=make.at(AS_OF)
        )
        return house.freeze(reason=reason)

    def test_it_is_the_next_revision_and_says_what_changed(self, house, report):
        second = self.corrected(house)
        assert (second.revision, second.reason) == (2, "核对后更正类别")
        assert changes.named(second.changes) == {
            "added": [],
            "removed": [],
            "changed": [[house.overdue.number, "类别", "", "测试教育"]],
            "figures": [["类别：测试教育", 7, 8], ["类别：未分类", 2, 1]],
        }
        assert AnnualReport.objects.get(pk=report.pk).figures["categories"] != second.figures["categories"]

    def test_a_suggestion_that_came_to_light_is_named_with_its_figures(self, house, report):
        make.suggestion(by=house.clerk, **house.facts({"number": "补1"}))
        second = house.freeze(reason="漏登一件")
        assert second.changes["added"] == [["补1", f"关于第{house.n}件事的建议"]]
        assert second.changes["figures"][0] == ["件数", 9, 10]

    def test_it_needs_words(self, house, report):
        with pytest.raises(RuleViolation, match="更正理由"):
            self.corrected(house, reason=" ")

    def test_two_who_freeze_at_once(self, house, report):
        make.suggestion(by=house.clerk, **house.facts({}))
        with pytest.raises(Conflict):
            house.freeze(reason="更正", seen=1)


@pytest.mark.parametrize("role", ["clerk", "leader", "committee", "auditor", "administrator"])
def test_only_the_head_of_the_office_freezes(house, role):
    with pytest.raises(NotAllowed, match="负责人定稿"):
        annual_report.freeze(session=house.session, as_of=DAY, decimals=2, by=make.user(role), at=make.at(AS_OF))


class TestEdges:
    def test_an_empty_session(self):
        found = annual_report.freeze(
            session=make.session("空的会议"), as_of=DAY, decimals=1, by=make.office_head(), at=make.at(DAY)
        )
        assert (found.figures["total"], found.figures["units"], found.figures["before"]) == (0, [], None)

    def test_a_look_leaves_nothing_behind(self, house):
        day = DAY + timedelta(days=3)
        found = annual_report.preview(session=house.session, as_of=day, decimals=2, by=house.clerk, at=make.at(AS_OF))
        assert (found.figures["total"], found.revision) == (9, 1)
        assert not Snapshot.objects.filter(as_of=day).exists()

    def test_beside_the_session_before(self, house, report):
        later = make.session("十三届二次会议", ordinal=2)
        found = annual_report.preview(session=later, as_of=AS_OF, decimals=2, by=house.clerk, at=make.at(AS_OF))
        assert found.figures["before"]["session"] == house.session.name
        assert found.figures["before"]["rates"] == report.figures["rates"]
