"""`plan_reminders --date D [--dry-run] [--json]`: what the morning job does, or would do, on a day."""

import json
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from supervision import reminders


class Command(BaseCommand):
    help = "Write the reminders of a day and their digests; with --dry-run only say what would go out."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--date", default="", help="ISO date; today when it is left out")
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args, **options) -> None:
        now = timezone.now()
        try:
            today = date.fromisoformat(options["date"]) if options["date"] else timezone.localdate(now)
        except ValueError as error:
            raise CommandError(f"“{options['date']}”不是日期,请写成 2026-03-02 的样子。") from error
        found = reminders.plan(today) if options["dry_run"] else reminders.send(today, at=now)
        if options["json"]:
            self.stdout.write(json.dumps(found.summary(), ensure_ascii=False))
            return
        if not found.is_workday:
            self.stdout.write(f"{today:%Y-%m-%d} 是休息日,不发送提醒。")
            return
        summary = found.summary()
        verb = "将生成" if options["dry_run"] else "已生成"
        self.stdout.write(f"{today:%Y-%m-%d} {verb}提醒 {summary['created']} 条,涉及 {summary['recipients']} 人。")
        for person, items in found.by_recipient().items():
            self.stdout.write(f"  {person.name}({person.get_role_display()}):{len(items)} 条")
