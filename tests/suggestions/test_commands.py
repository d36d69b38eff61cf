"""The commands that others call: exact keys, sentences on stderr, exit codes."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Unit, User
from suggestions.actions.load_holidays import package_days
from suggestions.clocks import read_calendar
from suggestions.models import Assignment, CalendarDay, CalendarYear, Session, Suggestion
from tests import factories
from tests.suggestions.ledgers import SESSION

pytestmark = pytest.mark.django_db
LEDGER = "案号,案由,主办单位,登记日期\n1,甲,市教育局,2026-02-20\n2,乙,无此局,2026-02-20\n"


@pytest.fixture
def run(capsys):
    """Exit code, stdout and stderr of a command."""

    def call(name: str, *args: str) -> tuple[int, str, str]:
        code = 0
        try:
            call_command(name, *args)
        except SystemExit as stop:
            code = stop.code
        except CommandError as error:
            return 1, capsys.readouterr().out, str(error)
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def file(tmp_path):
    def write(text: str | bytes, name: str = "台账.csv") -> str:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    return write


def test_ledger_answers_in_json(run, file):
    factories.unit("市教育局")
    path = file(LEDGER)
    code, out, err = run("import_ledger", path, "--session", SESSION, "--dry-run", "--json")
    assert (code, err, Suggestion.objects.count(), Session.objects.count()) == (0, "", 0, 0)
    planned = json.loads(out)
    assert list(planned) == ["rows", "created", "updated", "unchanged", "errors", "warnings"]
    assert {key: planned[key] for key in ("rows", "created", "errors")} == {"rows": 2, "created": 2, "errors": []}
    assert {"line": 3, "column": "主办单位", "message": "主办单位“无此局”不在单位库中，未交办。"} in planned["warnings"]
    assert json.loads(run("import_ledger", path, "--session", SESSION, "--json")[1])["created"] == 2
    again = json.loads(run("import_ledger", path, "--session", SESSION, "--json")[1])
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 2)


def test_units_and_assisting_answer_the_same_way(run, file):
    assert json.loads(run("import_units", file("单位名称\n市教育局\n市公安局\n"), "--json")[1])["created"] == 2
    run("import_ledger", file(LEDGER), "--session", SESSION)
    path = file("案号,协办单位,协办状态\n1,市公安局,待办\n")
    code, out, _err = run("import_assisting", path, "--session", SESSION, "--json")
    assert (code, json.loads(out)["created"], Assignment.objects.count()) == (0, 1, 2)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"%PDF-1.7", "不是表格"), (b"", "空的"), ("案号,案由,正文\n1,甲,\n,,x\n".encode(), "没有写入任何内容")],
)
def test_a_bad_file_is_a_sentence_and_exit_code_1(run, file, content, sentence):
    path = file(content)
    code, out, err = run("import_ledger", path, "--session", SESSION, "--json")
    answer = json.loads(out)
    assert (code, answer["created"], len(answer["errors"])) == (1, 0, 1)
    assert sentence in err
    assert not Suggestion.objects.exists()


def test_a_missing_file(run):
    code, out, err = run("import_units", "nowhere.csv")
    assert (code, out) == (1, "")
    assert "找不到文件“nowhere.csv”" in err


@pytest.mark.parametrize(
    ("start", "months", "last_day", "due_on", "provisional"),
    [
        ("2026-03-01", "3", "2026-06-01", "2026-06-01", False),
        ("2025-11-30", None, "2026-02-28", "2026-02-28", False),
        ("2026年7月2日", None, "2026-10-02", "2026-10-08", False),
        ("2026-03-01", "6", "2026-09-01", "2026-09-01", False),
        ("2027-02-06", None, "2027-05-06", "2027-05-06", True),
    ],
)
def test_due_date(run, start, months, last_day, due_on, provisional):
    run("load_holidays")
    args = [start, "--json", *(("--months", months) if months else ())]
    answer = json.loads(run("due_date", *args)[1])
    assert list(answer) == ["start", "months", "last_day", "due_on", "provisional", "explanation"]
    assert (answer["last_day"], answer["due_on"], answer["provisional"]) == (last_day, due_on, provisional)
    assert "当日不计入" in answer["explanation"]


@pytest.mark.parametrize("args", [("abc",), ("2026-02-30",), ("2026-03-01", "--months", "7"), ("9999-12-31",)])
def test_due_date_refuses_in_words(run, args):
    code, out, err = run("due_date", *args)
    assert (code, out) == (1, "")
    assert any(word in err for word in ("不是日期", "月数应是", "算不出"))


def test_load_holidays_once_and_never_over_the_office(run):
    own = CalendarDay.objects.create(
        date=date(2026, 10, 2),
        is_workday=True,
        name="本市加班",
        changed_by=factories.clerk(),
        changed_at=factories.at(),
    )
    assert "2004—2026年" in run("load_holidays")[1]
    days = CalendarDay.objects.count()
    assert (CalendarYear.objects.count(), days) == (23, len(list(package_days())))
    own.refresh_from_db()
    assert own.name == "本市加班"
    assert "没有可以新增的年份" in run("load_holidays")[1]
    assert CalendarDay.objects.count() == days
    calendar = read_calendar()
    assert not calendar.is_workday(date(2026, 2, 17))
    assert calendar.is_workday(date(2026, 2, 28))


def test_a_year_the_office_changed_is_left_alone(run):
    run("load_holidays")
    CalendarDay.objects.filter(date=date(2026, 5, 9)).delete()
    run("load_holidays")
    assert not CalendarDay.objects.filter(date=date(2026, 5, 9)).exists()


def test_loading_the_calendar_moves_dates_that_were_guessed(run):
    """Handed over 2 July: the plain week says Friday 2 October, which is a holiday."""
    item = factories.assigned(on=date(2026, 7, 2))
    assert item.due_on == date(2026, 10, 2)
    assert "1件期限有变动" in run("load_holidays")[1]
    item.refresh_from_db()
    assert (item.due_on, item.is_due_provisional) == (date(2026, 10, 8), False)


def test_create_user_prints_a_password_that_must_be_changed(run, client):
    Unit.objects.create(name="市教育局")
    code, out, _err = run("create_user", "jyj", "--name", "王一", "--role", "unit_handler", "--unit", "市教育局")
    user = User.objects.get(username="jyj")
    assert (code, user.unit.name, user.must_change_password) == (0, "市教育局", True)
    assert user.check_password(out.split("一次性密码：")[1].split("，")[0])


def test_create_user_with_a_given_password(run):
    code, out, _err = run("create_user", "x", "--name", "王一", "--role", "系统管理员", "--password", "kham-93pq-xu47")
    assert (code, "密码" in out) == (0, False)
    assert User.objects.get().check_password("kham-93pq-xu47")
    assert not User.objects.get().must_change_password


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (("--role", "king"), "没有角色“king”"),
        (("--role", "unit_handler"), "须选择所在单位"),
        (("--role", "unit_head", "--unit", "无"), "没有名为“无”的承办单位"),
        (("--role", "clerk", "--system", "party"), "没有“所协调的系统”"),
        (("--role", "coordinator", "--system", "mars"), "没有办理系统“mars”"),
        (("--role", "deputy", "--deputy", "无名"), "没有名为“无名”"),
        (("--role", "clerk", "--password", "123456"), "密码"),
    ],
)
def test_create_user_refuses_in_words(run, args, sentence):
    code, _out, err = run("create_user", "x", "--name", "王一", *args)
    assert code == 1
    assert sentence in err
    assert not User.objects.exists()
