"""The real office's list of 2017: every row in, every oddity told, twice the same. Runs where the folder is."""

import os
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from accounts.models import Unit
from suggestions.choices import AssignmentState, Kind, Period, Status
from suggestions.imports import run
from suggestions.models import Assignment, Opinion, Reply, Session, Suggestion
from suggestions.selectors.numbers import number_series
from suggestions.sheets import read_table
from tests.suggestions.ledgers import counts, sentences

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("SHARED_DATA") or ROOT.parent / "shared" / "data")
SESSION = "慈溪市人大十七届第一次会议"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not (FOLDER / "ledger_2017.csv").is_file(), reason=f"shared data folder absent: {FOLDER}"),
]


def imported(kind: str, name: str):
    job = run.Job(
        kind=kind,
        table=read_table((FOLDER / name).read_bytes()),
        name=name,
        session_name=SESSION,
        by=None,
        today=date(2026, 6, 1),
        at=timezone.now(),
    )
    return run.commit(job).report


def test_the_real_list():
    """One story, since each file stands on the one before it."""
    assert counts(imported(run.UNITS, "units_2017.csv")) == (197, 0, 0, 0)
    assert Unit.objects.filter(is_group=True).count() == 5
    report = imported(run.LEDGER, "ledger_2017.csv")
    assert (report.rows, counts(report)) == (287, (287, 0, 0, 0))
    assert Counter(Suggestion.objects.values_list("status", flat=True)) == {
        Status.IN_HANDLING: 133,
        Status.REPLIED: 151,
        Status.REGISTERED: 3,
    }
    provisional = Suggestion.objects.filter(is_number_provisional=True).values_list("number", "title")
    assert list(provisional) == [
        ("221-2", "关于在观海卫镇湖滨路段安装电子超载监控的建议"),
        ("284-2", "关于增设公交站的建议"),
    ]
    assert Suggestion.objects.filter(period=Period.OUTSIDE).count() == 2
    assert Suggestion.objects.get(kind=Kind.FORMER_BILL).number == "333"
    assert not Suggestion.objects.filter(title__iregex=r"\.docx?$").exists()
    assert Counter(Reply.objects.values_list("result_class__code", flat=True)) == {"A": 21, "B": 96, "C": 25, "D": 9}
    assert any("285—332" in text for text in sentences(report, 1))
    assert number_series(Session.objects.get())[0].gaps == ["285—332"]
    assert {issue.line for issue in report.warnings if "没有主办单位" in issue.message} == {222, 286, 288}
    assert {issue.line for issue in report.warnings if "重复：" in issue.message} == {223, 287}

    assert counts(imported(run.ASSISTING, "assisting_2017.csv")) == (5, 549, 0, 0)
    assert Counter(Assignment.objects.filter(role="assisting").values_list("state", flat=True)) == {
        AssignmentState.OPINION_FILED: 549,
        AssignmentState.CANCELLED: 4,
        AssignmentState.AWAITING_RECEIPT: 1,
    }
    assert Opinion.objects.count() == 549

    assert counts(imported(run.UNITS, "units_2017.csv")) == (0, 0, 197, 0)
    assert counts(imported(run.LEDGER, "ledger_2017.csv")) == (0, 0, 287, 0)
    assert counts(imported(run.ASSISTING, "assisting_2017.csv")) == (0, 0, 554, 0)
