"""`plan_reminders --date D [--dry-run] [--json]`: the morning of a day with cards and calls to vote, done or shown."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from suggestions.clocks import read_calendar
from suggestions.errors import RuleViolation
from supervision import cards, reminders
from supervision.actions import poll_remind
from supervision.reminder_rules import day_of


class Command(BaseCommand):
    help = "生成某一天的提醒和每人一条的汇总消息;--dry-run 只列出将要发送的内容，不写入、不发送。"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--date", default="", help="日期，如 2026-03-02；不填为今天")
        parser.add_argument("--dry-run", action="store_true", help="不写入、不发送")
        parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")

    def handle(self, *args, **options) -> None:
        now = timezone.now()
        try:
            today = day_of(options["date"]) if options["date"] else timezone.localdate(now)
        except RuleViolation as error:
            raise CommandError(error.message) from error
        found = reminders.plan(today) if options["dry_run"] else reminders.send(today, at=now)
        given = cards.plan(today) if options["dry_run"] else cards.give(today, at=now)
        ballots = list(poll_remind.plan(today, read_calendar()))
        if not options["dry_run"]:
            poll_remind.remind(today, at=now)
        if options["json"]:
            self.stdout.write(json.dumps(found.summary(), ensure_ascii=False))
        elif not found.is_workday:
            self.stdout.write(f"{today:%Y-%m-%d} 是休息日，不发送提醒。")
        else:
            self._print(found, "将生成" if options["dry_run"] else "已生成")
            for card in given:
                self.stdout.write(
                    f"  {card.get_colour_display()}：{card.suggestion.number}号 {card.assignment.unit.name}，{card.why}"
                )

            for poll, people in ballots:
                self.stdout.write(f"  请成员投票：{poll}，未投票{len(people)}人")

    def _print(self, found: reminders.Plan, verb: str) -> None:
        summary = found.summary()
        self.stdout.write(
            f"{found.today:%Y-%m-%d} {verb}提醒 {summary['created']} 条，涉及 {summary['recipients']} 人。"
        )
        for person, items in found.by_recipient().items():
            self.stdout.write(f"  {person.name}（{person.get_role_display()}）：{len(items)} 条")
