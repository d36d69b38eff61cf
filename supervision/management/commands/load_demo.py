"""An invented office to look at and to try on; with --suggestions, rows in bulk for measuring."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from suggestions.models import CalendarYear, Suggestion
from supervision.demo import accounts
from supervision.demo.bulk import generate
from supervision.demo.load import load
from supervision.demo.office import CLERK


class Command(BaseCommand):
    help = "载入演示单位(虚构数据);--accounts 只列出演示账号;--suggestions N 改为成批生成用于测速的数据。"

    def add_arguments(self, parser):
        parser.add_argument("--accounts", action="store_true", help="列出演示账号后退出")
        parser.add_argument("--suggestions", type=int, metavar="N", help="成批生成 N 件建议，用于测速")
        parser.add_argument("--seed", type=int, default=1, help="随机种子：相同种子和日期得到相同数据")

    def handle(self, *, seed: int = 1, verbosity: int = 1, **options):
        if settings.PRODUCTION or not settings.DEMO:
            raise CommandError("演示账号的密码是公开的，不能出现在正式环境。仅供演示的环境请设置 DEMO=1 后再运行。")
        if options["accounts"]:
            self._print_accounts()
            return
        if User.objects.filter(username=CLERK).exists() and Suggestion.objects.exists():
            self.stdout.write("数据库已有数据：演示数据已经载入过，没有改动。")
            return
        if User.objects.exists() or Suggestion.objects.exists():
            raise CommandError("数据库已有数据，演示数据只能载入空数据库，没有改动。")
        if not CalendarYear.objects.exists():  # without it every date of the demo would be marked provisional
            call_command("load_holidays", verbosity=0)
        if options["suggestions"]:
            count = generate(options["suggestions"], today=timezone.localdate(), seed=seed)
        else:
            count = load(today=timezone.localdate(), seed=seed)
        if verbosity:
            self.stdout.write(f"已载入演示数据：{count}件建议。")
            self._print_accounts()

    def _print_accounts(self):
        lines = accounts.table()
        if not lines:
            raise CommandError("本数据库没有演示账号。")
        self.stdout.write("\n".join(lines))
