"""A ledger comes in at every stage, no line is lost, and the same file again changes nothing."""

from datetime import date

import pytest

from accounts.models import Delegation, Deputy
from suggestions.actions._settle import COPIES, settle_many
from suggestions.choices import AssignmentState, Grade, Kind, Period, ProposerKind, Publicity, Status, UnitRole
from suggestions.errors import RuleViolation
from suggestions.imports import run
from suggestions.models import Assignment, Evaluation, Event, Reply, ResultClass, Session, Suggestion
from suggestions.workflow import Action
from tests import factories
from tests.suggestions.ledgers import HEADER, SESSION, counts, job, ledger, sentences

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def units():
    return [factories.unit(name) for name in ("市教育局", "市公安局", "市财政局", "市委统战部（侨办、台办）")]


def stored(number: str) -> Suggestion:
    return Suggestion.objects.get(number=number)


@pytest.mark.parametrize(
    ("row", "status", "task"),
    [
        ("1,一,,,,2026-02-20,,,,", Status.REGISTERED, None),
        ("1,一,,,待交办,2026-02-20,,,,", Status.ACCEPTED, None),
        ("1,一,市教育局,,待交办,2026-02-20,,,,", Status.ACCEPTED, None),
        ("1,一,市教育局,,交办,2026-02-20,2026-03-02,,,", Status.IN_HANDLING, AssignmentState.AWAITING_RECEIPT),
        ("1,一,市教育局,,办理,2026-02-20,2026-03-02,,,", Status.IN_HANDLING, AssignmentState.HANDLING),
        ("1,一,市教育局,,反馈,2026-02-20,2026-03-02,2026-05-11,A,x", Status.REPLIED, AssignmentState.ANSWERED),
        ("1,一,市教育局,,反馈,2026-02-20,2026-03-02,,,", Status.IN_HANDLING, AssignmentState.HANDLING),
        ("1,一,市教育局,,反馈,2026-02-20,2026-03-02,2026-05-11,,x", Status.IN_HANDLING, AssignmentState.HANDLING),
        ("1,一,无此局,,办理,2026-02-20,2026-03-02,,,", Status.REGISTERED, None),
    ],
)
def test_stages(row, status, task):
    assert counts(ledger(row)) == (1, 0, 0, 0)
    lead = Assignment.objects.filter(role=UnitRole.LEAD).first()
    assert (stored("1").status, lead and lead.state) == (status, task)
    assert stored("1").events.get().action == Action.IMPORT


def test_dates_are_the_real_ones():
    ledger("1,一,市教育局,市公安局,反馈,2026-02-20,2026-03-02,2026-05-11,B,教函[2026]3")
    item, reply = stored("1"), Reply.objects.get()
    lead = item.assignments.get(role=UnitRole.LEAD)
    assert (item.submitted_on, lead.assigned_on, lead.due_on) == (date(2026, 2, 20), date(2026, 3, 2), date(2026, 6, 2))
    assert (item.replied_on, item.result_class.code, item.assigned_on) == (date(2026, 5, 11), "B", date(2026, 3, 2))
    assert (reply.document_number, reply.dated_on, lead.done_on) == (
        "教函〔2026〕3号",
        date(2026, 5, 11),
        date(2026, 5, 11),
    )
    assert item.assignments.get(role=UnitRole.ASSISTING).due_on == date(2026, 4, 2)
    assert item.feedback_due_on > date(2026, 5, 11)


def test_copies_for_the_lists_are_true():
    ledger(
        "1,一,市教育局,市公安局,反馈,2026-02-20,2026-03-02,2026-05-11,B,x",
        "2,二,市教育局；市公安局,,反馈,2026-02-20,2026-03-02,2026-05-11,C,x",
        "3,三,市教育局,,办理,2026-02-20,2026-03-02,,,",
        "4,四,,,,2026-02-20,,,,",
    )
    before = {item.pk: [getattr(item, name) for name in COPIES] for item in Suggestion.objects.all()}
    settle_many(Suggestion.objects.all())
    assert {item.pk: [getattr(item, name) for name in COPIES] for item in Suggestion.objects.all()} == before


def test_several_lead_units_handle_separately():
    ledger("1,一,市教育局；市委统战部（侨办、台办）、市公安局,市财政局,办理,2026-02-20,,,,")
    roles = dict(stored("1").assignments.values_list("unit__name", "role"))
    assert roles == {
        "市教育局": "separate",
        "市委统战部（侨办、台办）": "separate",
        "市公安局": "separate",
        "市财政局": "assisting",
    }


def test_the_same_file_again_changes_nothing():
    rows = (
        "1,一,市教育局,市公安局,反馈,2026-02-20,2026-03-02,2026-05-11,B,x",
        "1,二,市教育局,,办理,2026-02-20,,,,",
        ",三,,,,2026-02-20,,,,",
        "5,四,市公安局,,交办,2026-02-20,,,,",
        "5,五,市公安局,,交办,2026-02-20,,,,",
    )
    assert counts(ledger(*rows)) == (5, 0, 0, 0)
    events = Event.objects.count()
    assert counts(ledger(*rows)) == (0, 0, 5, 0)
    assert (Suggestion.objects.count(), Event.objects.count(), Session.objects.count()) == (5, events, 1)


def test_a_double_comes_in_under_a_marked_number():
    report = ledger("221,甲,,,,2026-02-20,,,,", "221,乙,市教育局,,办理,2026-02-20,,,,", "221,丙,,,,2026-02-20,,,,")
    found = Suggestion.objects.values_list("number", "title", "source_number", "is_number_provisional")
    assert list(found) == [("221", "甲", "", False), ("221-2", "乙", "221", True), ("221-3", "丙", "221", True)]
    assert any("第2行" in text and "第3行" in text and "221-2" in text for text in sentences(report, 3))


def test_doubles_keep_their_rows_in_another_order():
    ledger("221,甲,,,,2026-02-20,,,,", "221,乙,,,,2026-02-20,,,,")
    Suggestion.objects.filter(number="221-2").update(number="300", is_number_provisional=False)
    assert counts(ledger("221,乙,,,,2026-02-20,,,,", "221,甲,,,,2026-02-20,,,,")) == (0, 0, 2, 0)


def test_gaps_and_equal_titles_are_told():
    report = ledger(
        "1,同,,,,2026-02-20,,,,", "2,同,,,,2026-02-20,,,,", "6,异,,,,2026-02-20,,,,", "9,别,,,,2026-02-20,,,,"
    )
    assert any("3—5、7—8" in text and "5个" in text for text in sentences(report, 1))
    assert any("第2行（1号）" in text for text in sentences(report, 3))


def test_missing_assignment_day_is_said_once():
    header = HEADER.replace("交办日期,", "")
    report = ledger(*(f"{n},题{n},市教育局,,办理,2026-02-20,,," for n in range(1, 6)), header=header)
    assert [i.line for i in report.warnings if "作为交办日期" in i.message] == [1]
    assert Assignment.objects.filter(assigned_on=date(2026, 2, 20)).count() == 5


def test_new_names_are_made_and_said_once():
    header = "案号,案由,领衔代表,代表团,附议人,附议人数,类别,案别,会议期间,是否公开,类别标记,主办单位,答复日期,登记日期"
    report = ledger(
        "1,一,王一,第一代表团,李二、张三,2,水利,建议,大会期间,公开,D,市教育局,2026-05-01,2026-03-01",
        "2,二,李二,第一代表团,,0,水利,议案,闭会期间,仅公开标题,D,市教育局,2026-05-01,2026-03-01",
        "3,三,第二代表团,,,,水利,批评,平时,不公开,,,,2026-03-01",
        header=header,
    )
    assert [sum(word in i.message for i in report.warnings) for word in ("水利", "第一代表团", "“D”", "3位代表")] == [
        1
    ] * 4
    first, second, third = stored("1"), stored("2"), stored("3")
    assert (first.proposer_kind, first.co_signer_count, first.lead_deputy.name) == (ProposerKind.JOINT, 2, "王一")
    assert {deputy.name for deputy in first.co_signers.all()} == {"李二", "张三"}
    assert (second.kind, second.period, second.publicity) == (Kind.FORMER_BILL, Period.OUTSIDE, Publicity.TITLE)
    assert (third.proposer_kind, third.delegation.name, third.kind) == (
        ProposerKind.DELEGATION,
        "第二代表团",
        Kind.CRITICISM,
    )
    made = ResultClass.objects.get(code="D")
    assert (made.label, made.counts_as_solved, made.is_active) == ("待补充", False, False)
    assert any("将新建为停用，单位答复时不能选用" in text for text in sentences(report, 2))
    assert (Deputy.objects.count(), Delegation.objects.count()) == (3, 2)


def test_a_judgement_comes_with_its_reply():
    ledger(
        "1,一,市教育局,2026-03-01,2026-05-01,A,教函〔2026〕1号,满意,基本满意,2026-05-20",
        header="案号,案由,主办单位,登记日期,答复日期,类别标记,文号,办理态度,满意度,反馈日期",
    )
    judged = Evaluation.objects.get()
    assert (judged.attitude, judged.result, judged.given_on) == (
        Grade.SATISFIED,
        Grade.BASICALLY_SATISFIED,
        date(2026, 5, 20),
    )
    assert (stored("1").status, stored("1").grade) == (Status.JUDGED, Grade.BASICALLY_SATISFIED)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("1,一.docx,,,,2026-02-20,,,,", "扩展名“.docx”已去掉"),
        ("1,个关于路的建议,,,,2026-02-20,,,,", "“个”开头"),
        ("1,,,,,2026-02-20,,,,", "没有标题"),
        (",一,,,,2026-02-20,,,,", "待编号1"),
        ("1,一,,,,2017-13-45,,,,", "不是日期"),
        ("1,一,,,,2027-01-01,,,,", "还没有到"),
        ("1,一,,,飞行,2026-02-20,,,,", "不认识“飞行”"),
        ("1,一,无此局,,办理,2026-02-20,,,,", "“无此局”不在单位库中，未交办"),
        ("1,一,市教育局,无此局,办理,2026-02-20,,,,", "没有导入该协办单位"),
        ("1,一,市教育局,市教育局,办理,2026-02-20,,,,", "已是主办单位"),
        ("1,一,市教育局,市公安局；市公安局,办理,2026-02-20,,,,", "写了两次"),
        ("1,一,市教育局,,反馈,2026-02-20,2026-03-02,2026-03-01,A,x", "早于交办日期"),
        ("1,一,市教育局,,反馈,2026-02-20,2026-02-01,2026-03-01,A,x", "交办日期早于收到日期"),
        ("1,一,市教育局,,反馈,2026-02-20,,2026-03-01,满意,x", "是满意度"),
        ("1,一,市教育局,,反馈,2026-02-20,,2026-03-01,A,42", "只有数字“42”"),
        ("1,一,市教育局,,反馈,2026-02-20,,2026-03-01,A,", "没有文号"),
        ("1,一,市教育局,,反馈,2026-02-20,,2026-03-01,A,教建8号", "缺少机关代字、年份或序号"),
    ],
)
def test_oddities_are_warnings_and_the_line_comes_in(row, sentence):
    report = ledger(row)
    assert counts(report) == (1, 0, 0, 0)
    assert any(sentence in text for text in sentences(report, 2)), sentences(report, 2)


def test_a_line_without_number_and_title_stops_the_file():
    """Nothing half-written: the good line waits until the bad one is mended or left out on purpose."""
    text = f"{HEADER}\n1,一,,,,2026-02-20,,,,\n,,市教育局,,,2026-02-20,,,,"
    report = run.commit(job(text)).report
    assert (counts(report), Suggestion.objects.count(), Session.objects.count()) == ((0, 0, 0, 1), 0, 0)
    assert report.errors[0].line == 3
    assert counts(run.commit(job(text), skip_errors=True).report) == (1, 0, 0, 1)


def test_totals_and_blank_lines_are_no_suggestions():
    report = ledger("1,一,,,,2026-02-20,,,,", ",,,,,,,,,", "合计,1,,,,,,,,")
    assert (report.rows, counts(report)) == (1, (1, 0, 0, 0))


def test_differences_are_shown_old_and_new():
    ledger("1,一,市教育局,,办理,2026-02-20,2026-03-02,,,")
    text = f"{HEADER}\n1,一新,市教育局,市公安局,反馈,2026-02-21,2026-03-02,2026-05-11,A,教函〔2026〕1号"
    entry = run.preview(job(text)).plan.entries[0]
    assert {str(change) for change in entry.changes} >= {
        "标题：一 → 一新",
        "收到日期：2026-02-20 → 2026-02-21",
        "协办单位：— → 市公安局",
        "答复日期：— → 2026-05-11",
    }
    assert stored("1").title == "一"
    version = stored("1").version
    run.commit(job(text))
    item = stored("1")
    assert (item.title, item.status, item.replied_on, item.assignments.count()) == (
        "一新",
        "replied",
        date(2026, 5, 11),
        2,
    )
    assert item.version > version
    assert "标题：一 → 一新" in item.events.last().detail


def test_what_was_done_here_is_not_overwritten():
    """Another lead unit or a reply that the office reviewed: the ledger only reports the difference."""
    school = factories.unit("测试一局")
    item = factories.assigned(school, title="甲", number="1", session=factories.session(SESSION))
    factories.replied(item)
    report = ledger(
        f"1,甲,{school.name},,反馈,2026-02-12,2026-03-02,2026-05-11,C,别〔2026〕1号",
    )
    assert counts(report) == (0, 0, 1, 0)
    assert any("没有改动" in text for text in sentences(report, 2))
    report = ledger("1,甲,市教育局,,反馈,2026-02-12,2026-03-02,2026-05-11,C,别〔2026〕1号")
    assert any("与系统中的“测试一局”不同" in text for text in sentences(report, 2))
    assert Reply.objects.get().result_class.code == "A"


def test_an_imported_reply_is_corrected():
    ledger("1,一,市教育局,,反馈,2026-02-20,2026-03-02,2026-05-11,A,42")
    assert counts(ledger("1,一,市教育局,,反馈,2026-02-20,2026-03-02,2026-05-12,B,教函〔2026〕42号")) == (0, 1, 0, 0)
    reply, item = Reply.objects.get(), stored("1")
    assert (reply.document_number, reply.dated_on, item.result_class.code) == (
        "教函〔2026〕42号",
        date(2026, 5, 12),
        "B",
    )
    assert item.replied_on == date(2026, 5, 12)


def test_an_empty_cell_erases_nothing():
    ledger("1,一,市教育局,市公安局,反馈,2026-02-20,2026-03-02,2026-05-11,A,42")
    assert counts(ledger("1,一,,,,,,,,")) == (0, 0, 1, 0)


def test_a_preview_writes_nothing():
    run.preview(job(f"{HEADER}\n1,一,市教育局,,办理,2026-02-20,,,,"))
    assert (Suggestion.objects.count(), Session.objects.count(), Event.objects.count()) == (0, 0, 0)


def test_the_session_is_made_from_its_name():
    ledger("1,一,,,,2026-02-20,,,,")
    session = Session.objects.get()
    assert (session.name, session.term.name, session.term.ordinal, session.ordinal) == (SESSION, "十三届", 13, 1)
    assert session.is_current


@pytest.mark.parametrize("header", ["备注,说明", "主办单位,登记日期"])
def test_a_file_without_number_and_title_columns(header):
    with pytest.raises(RuleViolation, match="没有“编号”或“标题”列"):
        ledger("甲,乙", header=header)


def test_queries_do_not_grow_with_lines(django_assert_max_num_queries):
    """Batches only: SQLite takes a few hundred values at a time, so the ceiling is for 40 and for 120 lines alike."""
    rows = [f"{n},题{n},市教育局,市公安局,办理,2026-02-20,2026-03-02,,," for n in range(1, 121)]
    with django_assert_max_num_queries(75):
        ledger(*rows)
    with django_assert_max_num_queries(30):
        ledger(*rows)
