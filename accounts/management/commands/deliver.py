"""`deliver [--limit N]`: carry out the deliveries that are due, as the scheduled job does each minute."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts import delivery


class Command(BaseCommand):
    help = "Send the e-mails and gateway messages that are due."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--limit", type=int, default=100)

    def handle(self, *args, **options) -> None:
        tally = delivery.deliver(timezone.now(), limit=options["limit"])
        self.stdout.write(f"已送达 {tally.sent},失败将重试 {tally.failed},已停止 {tally.given_up}")
