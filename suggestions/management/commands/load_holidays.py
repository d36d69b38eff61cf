"""`load_holidays`: seed the working calendar; run again after the package brought a new year."""

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from suggestions.actions.load_holidays import load_holidays


class Command(BaseCommand):
    help = "Seed the working calendar with the State Council's holidays; loaded years are left as they are."

    def handle(self, *args, **options) -> None:
        loaded = load_holidays(today=timezone.localdate(), at=timezone.now())
        if not loaded.years:
            self.stdout.write(_("工作日历没有可以新增的年份。"))
            return
        self.stdout.write(
            _("工作日历新增%(first)d—%(last)d年，共%(years)d年%(days)d天；%(moved)d件期限有变动。")
            % {
                "first": loaded.years[0],
                "last": loaded.years[-1],
                "years": len(loaded.years),
                "days": loaded.days,
                "moved": loaded.moved,
            }
        )
