"""`deliver [--limit N]`: carry out the deliveries that are due, as the scheduled job does each minute."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts import delivery


class Command(BaseCommand):
    help = "发送到期的电子邮件和短信网关消息，与每分钟运行一次的定时任务相同。"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--limit", type=int, default=100, help="每个渠道最多发送几条")

    def handle(self, *args, **options) -> None:
        if options["limit"] < 1:
            raise CommandError("--limit 至少为 1。")
        tally = delivery.deliver(timezone.now(), limit=options["limit"])
        self.stdout.write(f"已送达 {tally.sent}，失败将重试 {tally.failed}，已停止 {tally.given_up}")
