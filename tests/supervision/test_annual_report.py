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
from supervision.models import AnnualReport, ReportDraft, Snapshot
from supervision.reports import changes, figures
from supervision.reports.figures import LINE
from tests import factories as make
from tests.factories import DAY
from tests.supervision.report_house import AS_OF, House, nothing_counted

pytestmark = pytest.mark.django_db
GROUPS = ("periods", "systems", "categories", "delegations", "classes")


@pytest.fixture(scope="module")
def house(rows_stay):
    return House()


@pytest.fixture(scope="module")
def report(house):
    return house.freeze()


@pytest.fixture
def uncounted(report):
    """Where who may sign which draft is asked: the figures are not counted anew for each, they stay the report's."""
    with nothing_counted(report.figures):
        yield


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

    @pytest.mark.usefixtures("uncounted")
    def test_it_needs_words(self, house):
        with pytest.raises(RuleViolation, match="更正理由"):
            self.corrected(house, reason=" ")

    @pytest.mark.usefixtures("uncounted")
    def test_two_who_freeze_at_once(self, house):
        make.suggestion(by=house.clerk, **house.facts({}))
        draft = make.counted(house.session, AS_OF)
        annual_report.freeze(draft=draft, reason="更正", by=house.head, at=make.at(AS_OF))
        with pytest.raises(Conflict):
            annual_report.freeze(draft=draft, reason="更正", by=house.head, at=make.at(AS_OF))

    @pytest.mark.usefixtures("uncounted")
    def test_counted_again_after_it_was_looked_at(self, house):
        make.suggestion(by=house.clerk, **house.facts({}))
        seen = make.counted(house.session, AS_OF)
        make.suggestion(by=house.clerk, **house.facts({}))
        for draft, snapshot in ((seen, None), (make.counted(house.session, AS_OF), seen.snapshot_id)):
            with pytest.raises(Conflict):
                annual_report.freeze(draft=draft, seen=snapshot, reason="更正", by=house.head, at=make.at(AS_OF))

    @pytest.mark.usefixtures("uncounted")
    def test_counted_before_another_was_frozen(self, house):
        """A draft that still tells the next revision of one that is no longer the last."""
        make.suggestion(by=house.clerk, **house.facts({}))
        draft = make.counted(house.session, AS_OF)
        ReportDraft.objects.filter(pk=draft.pk).update(revision=1)
        draft.revision = 1
        with pytest.raises(Conflict):
            annual_report.freeze(draft=draft, reason="更正", by=house.head, at=make.at(AS_OF))


@pytest.mark.parametrize("role", ["clerk", "leader", "committee", "auditor", "administrator"])
@pytest.mark.usefixtures("uncounted")
def test_only_the_head_of_the_office_freezes(house, role):
    with pytest.raises(NotAllowed, match="负责人定稿"):
        annual_report.freeze(draft=make.counted(house.session), by=make.user(role), at=make.at(AS_OF))


class TestDraft:
    @pytest.mark.usefixtures("uncounted")
    def test_signed_on_the_day_on_which_it_was_counted(self, house):
        draft = make.counted(house.session, DAY)
        with pytest.raises(RuleViolation, match="不是今天统计的"):
            annual_report.freeze(draft=draft, by=house.head, at=make.at(DAY + timedelta(days=1)))

    def test_what_was_looked_at_is_what_is_signed(self, house):
        draft = make.counted(house.session, DAY)
        make.suggestion(by=house.clerk, **house.facts({}))
        report = annual_report.freeze(draft=draft, by=house.head, at=make.at(DAY))
        assert (report.figures, report.snapshot_id) == (draft.figures, draft.snapshot_id)
        assert not ReportDraft.objects.filter(pk=draft.pk).exists()

    @pytest.mark.usefixtures("uncounted")
    def test_counted_again_it_replaces_its_rows_and_of_another_day_it_goes(self, house):
        first = make.counted(house.session, DAY)
        again = make.counted(house.session, DAY)
        assert (again.pk, Snapshot.objects.filter(pk=first.snapshot_id).exists()) == (first.pk, False)
        later = DAY + timedelta(days=1)
        make.counted(house.session, later)
        assert list(ReportDraft.objects.values_list("as_of", flat=True)) == [later]
        assert list(Snapshot.objects.filter(report=None).values_list("as_of", flat=True)) == [later]

    @pytest.mark.usefixtures("uncounted")
    def test_a_comparison_does_not_take_its_rows(self, house):
        draft = make.counted(house.session, DAY)
        take(session=house.session, as_of=DAY, by=None, at=make.at(DAY))
        assert Snapshot.objects.filter(pk=draft.snapshot_id).exists()

    @pytest.mark.usefixtures("uncounted")
    def test_what_an_older_attempt_says_late_changes_nothing(self, house, monkeypatch):
        def slow(snapshot, **more):
            monkeypatch.undo()
            seen.append(make.counted(house.session, DAY, now=make.at(DAY, 12)))
            return figures.compute(snapshot, **more)

        seen = []
        asked = annual_report.ask(session=house.session, as_of=DAY, by=house.clerk, at=make.at(DAY, 11))
        monkeypatch.setattr(figures, "compute", slow)
        assert annual_report.count(asked.pk, now=lambda: make.at(DAY, 11), decimals=2) == ""
        assert ReportDraft.objects.get(pk=asked.pk).snapshot_id == seen[0].snapshot_id
        assert list(Snapshot.objects.filter(as_of=DAY)) == [seen[0].snapshot]


class TestEdges:
    def test_an_empty_session(self):
        found = make.frozen(make.session("空的会议"))
        assert (found.figures["total"], found.figures["units"], found.figures["before"]) == (0, [], None)

    def test_beside_the_session_before(self, house, report):
        later = make.session("十三届二次会议", ordinal=2)
        found = make.counted(later, AS_OF)
        assert found.figures["before"]["session"] == house.session.name
        assert found.figures["before"]["rates"] == report.figures["rates"]

    def test_a_draft_of_the_session_before_is_no_report(self):
        earlier, later = make.session("十三届五次会议", ordinal=5), make.session("十三届六次会议", ordinal=6)
        with nothing_counted({"total": 0, "rates": {}}):
            make.counted(earlier, AS_OF)
        assert make.counted(later, AS_OF).figures["before"] is None
