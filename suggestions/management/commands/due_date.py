"""`due_date START [--months N]`: when a reply is due, by the office's own rule and calendar, and why."""

import json

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from suggestions import deadlines
from suggestions.clocks import read_clockwork
from suggestions.imports import values


class Command(BaseCommand):
    help = "The day a reply is due, counted from START (2026-03-01), and how it was reached."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("start", metavar="START")
        parser.add_argument("--months", metavar="N", help="length of the period; the office's rule when left out")
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *args, **options) -> None:
        clock = read_clockwork()
        start = _start(options["start"])
        months = _months(options["months"], clock.rule)
        try:
            deadline = deadlines.reply_deadline(start, clock.rule, clock.calendar, months)
        except (ValueError, OverflowError) as error:
            raise CommandError(_("从%(start)s算不出期限，请核对日期。") % {"start": options["start"]}) from error
        answer = {
            "start": deadline.start.isoformat(),
            "months": months,
            "last_day": deadline.last_day.isoformat(),
            "due_on": deadline.due_on.isoformat(),
            "provisional": deadline.is_provisional,
            "explanation": "".join(deadline.steps),
        }
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            mark = _("（暂按周末推算）") if deadline.is_provisional else ""
            self.stdout.write("\n".join((f"{answer['due_on']}{mark}", *deadline.steps)))


def _start(text: str):
    try:
        found = values.day(text)
    except ValueError:
        found = None
    if found is None:
        raise CommandError(_("“%(text)s”不是日期，请写成2026-03-01。") % {"text": text})
    return found


def _months(text: str | None, rule) -> int:
    if text is None:
        return rule.reply_months
    if not text.isdecimal() or not 1 <= int(text) <= rule.longest_months:
        raise CommandError(
            _("月数应是1到%(most)d之间的整数，不能是“%(text)s”。") % {"most": rule.longest_months, "text": text}
        )
    return int(text)
