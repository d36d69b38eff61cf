"""The assisting units' list: receipts, opinions and cancelled tasks find their suggestion, doubles included."""

from datetime import date

import pytest

from suggestions.choices import AssignmentState
from suggestions.errors import RuleViolation
from suggestions.imports import run
from suggestions.models import Assignment, Event, Opinion
from tests import factories
from tests.suggestions.ledgers import SESSION, counts, job, ledger, sentences

pytestmark = pytest.mark.django_db
HEADER = "案号,协办单位,系统签收时间,协办意见回复时间,协办状态"
FILED = "2026-03-05T16:50:57+08:00"


@pytest.fixture(scope="module", autouse=True)
def _two_of_one_number(rows_stay):
    for name in ("市教育局", "市公安局", "市财政局", "市水利局"):
        factories.unit(name)
    ledger(
        "1,一,市教育局,市公安局,办理,2026-02-20,2026-03-02,,,",
        "1,二,市教育局,市财政局,办理,2026-02-20,2026-03-02,,,",
        "2,三,,,,2026-02-20,,,,",
    )


def assisting(*rows: str, **options):
    return run.commit(job("\n".join((HEADER, *rows)), run.ASSISTING), **options).report


def task(unit: str) -> Assignment:
    return Assignment.objects.get(unit__name=unit, role="assisting")


def test_an_opinion_with_its_moments():
    report = assisting(f"1,市公安局,2026-03-04 09:00,{FILED},完成")
    found = task("市公安局")
    assert (counts(report), found.state, found.done_on) == (
        (0, 1, 0, 0),
        AssignmentState.OPINION_FILED,
        date(2026, 3, 5),
    )
    assert found.signed_at.isoformat() == "2026-03-04T01:00:00+00:00"
    assert (Opinion.objects.get().text, Event.objects.last().assignment) == ("", found)


def test_of_two_with_one_number_the_one_that_has_the_unit():
    assisting(f"1,市财政局,{FILED},{FILED},完成")
    assert task("市财政局").suggestion.number == "1-2"


def test_a_missing_task_is_made_and_a_void_one_kept_as_cancelled():
    report = assisting("1,市水利局,,,作废", f"1,市水利局,{FILED},{FILED},完成")
    states = Assignment.objects.filter(unit__name="市水利局").values_list("state", flat=True)
    assert (counts(report), sorted(states)) == ((2, 0, 0, 0), ["cancelled", "opinion_filed"])


def test_a_standing_task_is_cancelled_when_the_list_voids_it():
    assert counts(assisting("1,市公安局,,,作废")) == (0, 1, 0, 0)
    found = task("市公安局")
    assert (found.state, bool(found.ended_at), found.end_reason) == (
        AssignmentState.CANCELLED,
        True,
        "原台账中标为作废",
    )


def test_the_same_list_again_changes_nothing():
    rows = (
        f"1,市公安局,{FILED},{FILED},完成",
        "1,市水利局,,,作废",
        f"1,市水利局,{FILED},,待办",
        f"1,市财政局,{FILED},{FILED},完成",
    )
    report = assisting(*rows)
    assert counts(report) == (2, 2, 0, 0)
    assert sum("完全相同" in issue.message for issue in report.warnings) == 1
    events = Event.objects.count()
    assert counts(assisting(*rows)) == (0, 0, 4, 0)
    assert Event.objects.count() == events


def test_a_later_moment_is_a_change_and_an_own_opinion_stands():
    assisting(f"1,市公安局,{FILED},{FILED},完成")
    assert counts(assisting("1,市公安局,2026-03-05 16:50:57,2026-03-06 10:00,完成")) == (0, 1, 0, 0)
    assert task("市公安局").done_on == date(2026, 3, 6)
    Opinion.objects.update(text="同意。")
    report = assisting("1,市公安局,2026-03-05 16:50:57,2026-03-07 10:00,完成")
    assert (counts(report), task("市公安局").done_on) == ((0, 0, 1, 0), date(2026, 3, 6))


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("9,市公安局,,,待办", "没有9号建议"),
        ("2,市公安局,,,待办", "还没有交办"),
        ("1,无此局,,,待办", "不在单位库中"),
        ("1,市教育局,,,待办", "主办单位"),
        (",市公安局,,,待办", "没有编号"),
    ],
)
def test_lines_that_find_nothing_are_errors_and_nothing_is_written(row, sentence):
    report = assisting(row, f"1,市公安局,{FILED},{FILED},完成")
    assert any(sentence in text for text in sentences(report, 2))
    assert not Opinion.objects.exists()


def test_there_must_be_a_session():
    with pytest.raises(RuleViolation, match="请先导入建议台账"):
        run.preview(job(f"{HEADER}\n1,市公安局,,,待办", run.ASSISTING, session=f"{SESSION}二"))
