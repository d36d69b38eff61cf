"""What the three import commands share: the file, the answer, and the way a refusal is told."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from suggestions.errors import RuleViolation
from suggestions.imports import run
from suggestions.imports.report import Report
from suggestions.sheets import MAX_BYTES, read_table, too_large


class ImportCommand(BaseCommand):
    """Answers on stdout; what went wrong is a sentence on stderr and exit code 1."""

    kind = ""
    needs_session = True

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="an .xlsx or .csv file")
        if self.needs_session:
            parser.add_argument("--session", required=True, metavar="NAME", help="name of the congress session")
        parser.add_argument("--json", action="store_true", help="answer as JSON")
        parser.add_argument("--dry-run", action="store_true", help="plan only, write nothing")
        parser.add_argument("--skip-errors", action="store_true", help="import the good lines beside bad ones")

    def handle(self, *args, **options) -> None:
        report, refusal = Report(), ""
        try:
            report = self._import(options)
        except RuleViolation as error:
            refusal = str(error.message)
            report.error(0, "", refusal)
        if options["json"]:
            self.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False))
        elif not refusal:
            self._tell(report, options)
        if refusal or (report.errors and not options["skip_errors"]):
            self.stderr.write(refusal or _("有%(n)d行有错误，没有写入任何内容。") % {"n": len(report.errors)})
            raise SystemExit(1)

    def _import(self, options: dict) -> Report:
        path = Path(options["file"])
        job = run.Job(
            kind=self.kind,
            table=read_table(_content(path)),
            name=path.name,
            session_name=options.get("session", ""),
            by=None,
            today=timezone.localdate(),
            at=timezone.now(),
        )
        if options["dry_run"]:
            return run.preview(job).report
        return run.commit(job, skip_errors=options["skip_errors"]).report

    def _tell(self, report: Report, options: dict) -> None:
        answer = report.as_dict()
        head = _("试运行，没有写入：") if options["dry_run"] else ""
        self.stdout.write(
            head
            + _("共%(rows)d行：新增%(created)d，变更%(updated)d，不变%(unchanged)d，错误%(errors)d，提示%(warnings)d。")
            % {**answer, "errors": len(report.errors), "warnings": len(report.warnings)}
        )
        for label, issues in ((_("错误"), report.errors), (_("提示"), report.warnings)):
            for issue in issues:
                where = _("第%(line)d行") % {"line": issue.line}
                column = f"“{issue.column}”" if issue.column else ""
                self.stdout.write(f"{label} {where}{column}:{issue.message}")


def _content(path: Path) -> bytes:
    if not path.is_file():
        raise RuleViolation(_("找不到文件“%(path)s”。") % {"path": path})
    if path.stat().st_size > MAX_BYTES:
        raise RuleViolation(too_large(path.stat().st_size))
    try:
        return path.read_bytes()
    except OSError as error:
        raise RuleViolation(_("文件“%(path)s”无法读取：%(why)s。") % {"path": path, "why": error.strerror}) from error
