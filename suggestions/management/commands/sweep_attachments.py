"""`sweep_attachments`: delete stored files whose row never came, as when a server was switched off in mid-upload."""

from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from suggestions.actions import attach


class Command(BaseCommand):
    help = "Delete stored files that no row refers to. Files younger than --hours are left alone."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--hours", type=int, default=24, help="leave younger files alone (24)")
        parser.add_argument("--dry-run", action="store_true", help="count only")

    def handle(self, *args, hours: int, dry_run: bool, **options) -> None:
        found, swept = attach.sweep(now=timezone.now(), older_than=timedelta(hours=hours), is_trial=dry_run)
        words = _("共%(found)d个文件，清理%(swept)d个。")
        if dry_run:
            words = _("共%(found)d个文件，没有登记的%(swept)d个，没有删除。")
        self.stdout.write(words % {"found": found, "swept": swept})
