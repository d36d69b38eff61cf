"""Small ledgers for the import tests, as the text of a CSV file."""

from datetime import date

from suggestions.imports import run
from suggestions.sheets import read_table
from tests.factories import at

SESSION = "测试市人大十三届第一次会议"
TODAY = date(2026, 6, 1)
HEADER = "案号,案由,主办单位,协办单位,当前环节,登记日期,交办日期,答复日期,类别标记,文号"


def job(text: str, kind: str = run.LEDGER, *, by=None, session: str = SESSION, today: date = TODAY) -> run.Job:
    table = read_table(text.encode())
    return run.Job(kind=kind, table=table, name="台账.csv", session_name=session, by=by, today=today, at=at(today))


def ledger(*rows: str, header: str = HEADER, **options):
    """Import and return the report; each row is one line of the file, the first is line 2."""
    return run.commit(job("\n".join((header, *rows)), **options)).report


def counts(report) -> tuple[int, int, int, int]:
    return report.created, report.updated, report.unchanged, len(report.errors)


def sentences(report, line: int) -> list[str]:
    return [issue.message for issue in (*report.errors, *report.warnings) if issue.line == line]
