"""An uploaded table between its preview and its commit: read again from its file, planned, written once."""

import hashlib
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _

from suggestions.errors import Conflict, RuleViolation
from suggestions.imports import columns, run
from suggestions.imports.columns import Header
from suggestions.imports.source import check_kind, fields_of
from suggestions.models import ImportFile
from suggestions.sheets import Table, read_table

log = logging.getLogger(__name__)
_KEPT_SECONDS = 900


@contextmanager
def told(item: ImportFile) -> Iterator[None]:
    """What this program cannot do with a file is a sentence on its page (RuleViolation) and a trace in the log.

    The file stays where it is, so its page has to open: to map other columns, or to say that it must come again.
    """
    try:
        yield
    except RuleViolation:
        raise
    except Exception as error:
        log.exception("import file %s cannot be handled", item.pk)
        raise RuleViolation(
            _(
                "这个文件没能处理，没有写入任何内容。请检查列对应，或另存为新的 Excel 文件后重新上传；"
                "仍不行请联系系统管理员。"
            )
        ) from error


def first_look(data: bytes, kind: str) -> tuple[Table, dict[int, str]]:
    """Read an upload before it is kept: the table, and the columns known by alias. RuleViolation when unreadable."""
    table = read_table(data)
    header = columns.find_header(table, fields_of(kind))
    check_kind(header, kind)
    return table, columns.automatic(header.names, fields_of(kind))


def table_of(item: ImportFile) -> Table:
    """The file never changes, so what was read is kept for the next page of the preview."""
    key = f"import-table:{item.pk}:{item.file.name}"
    table = cache.get(key)
    if table is None:
        with item.file.open("rb") as stored:
            table = read_table(stored.read())
        cache.set(key, table, _KEPT_SECONDS)
    return table


def header_of(item: ImportFile) -> Header:
    return columns.find_header(table_of(item), fields_of(item.kind))


def mapping_of(item: ImportFile) -> dict[int, str]:
    return {int(column): key for column, key in item.mapping.items()}


def job_of(item: ImportFile, *, by, today: date, at: datetime) -> run.Job:
    """As the clerk mapped it; columns left as recognised are still reported when they are not imported."""
    table, mapping = table_of(item), mapping_of(item)
    known = columns.automatic(header_of(item).names, fields_of(item.kind))
    return run.Job(
        kind=item.kind,
        table=table,
        name=item.name,
        session_name=item.session_name,
        by=by,
        today=today,
        at=at,
        mapping=None if mapping == known else mapping,
    )


def fingerprint(outcome: run.Outcome) -> str:
    """What the clerk has seen: the lines, what happens to each, and the errors."""
    seen = [[entry.line, entry.result, [str(change) for change in entry.changes]] for entry in outcome.plan.entries] + [
        [issue.line, issue.message] for issue in outcome.report.errors
    ]
    return hashlib.sha256(json.dumps(seen, ensure_ascii=False).encode()).hexdigest()[:32]


@transaction.atomic
def commit(item: ImportFile, *, skip_errors: bool, seen: str, by, today: date, at: datetime) -> run.Outcome:
    """Write what was previewed, once. Conflict when it was imported already, or when the data changed since `seen`.

    RuleViolation when there are errors and the clerk did not choose to leave those lines out.
    """
    claimed = ImportFile.objects.filter(pk=item.pk, state=ImportFile.State.UPLOADED).update(
        state=ImportFile.State.COMMITTED, committed_at=at
    )
    if not claimed:
        raise Conflict(_("这个文件已经导入过，没有重复导入。"))
    outcome = run.commit(job_of(item, by=by, today=today, at=at), skip_errors=skip_errors)
    if outcome.report.errors and not skip_errors:
        raise RuleViolation(
            _("有%(n)d行有错误。请改正后重新上传，或勾选“跳过有错误的行”再导入。") % {"n": len(outcome.report.errors)},
            field="skip_errors",
        )
    if fingerprint(outcome) != seen:
        raise Conflict(_("核对之后系统中的数据有变化，没有导入。请按下面最新的结果重新核对。"))
    item.state, item.committed_at = ImportFile.State.COMMITTED, at
    item.session_name = outcome.session.name if outcome.session else ""
    item.summary = outcome.report.as_dict()
    item.save(update_fields=["session_name", "summary"])
    return outcome
