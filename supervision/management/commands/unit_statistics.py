"""Per unit: how much it leads and assists with, how much of it is answered, and in which classes."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from suggestions.models import Assignment, Session
from supervision.statistics import Workload, unit_classes, workloads


class Command(BaseCommand):
    help = "按承办单位统计一次会议的办理情况。办复率=(主办已答复+已交协办意见)÷(主办+协办)×100。"

    def add_arguments(self, parser):
        parser.add_argument("--session", required=True, metavar="NAME", help="会议名称，例如：六届四次会议")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *, session: str, **options):
        found = Session.objects.filter(name=session).first()
        if found is None:
            known = "、".join(Session.objects.values_list("name", flat=True)) or "尚无会议"
            raise CommandError(f"没有名为“{session}”的会议。现有：{known}。")
        tasks = Assignment.objects.filter(suggestion__session=found)
        units, _systems = workloads(tasks, today=timezone.localdate())
        classes = unit_classes(tasks)
        lines = [line(row, classes.get(row.unit, {})) for row in sorted(units, key=lambda row: (-row.total, row.name))]
        if options["json"]:
            self.stdout.write(json.dumps(lines, ensure_ascii=False, indent=2))
            return
        faces = {row.name: row.face_rate for row in units}
        for one in lines:
            spread = " ".join(f"{code}{count}" for code, count in one["classes"].items())
            rate = "—" if one["reply_rate"] is None else f"{one['reply_rate']:.2f}%"
            lead = f"主办{one['lead']}(已答复{one['replied_lead']})"
            assisting = f"协办{one['assisting']}(已交意见{one['replied_assisting']})"
            face = f"面商率{faces[one['unit']]}"
            words = f"{one['unit']}：{lead} {assisting} 合计{one['total']} 办复率{rate} {spread}".rstrip()
            self.stdout.write(f"{words} {face}")
        self.stdout.write(f"共{len(lines)}个单位。")


def line(row: Workload, classes: dict[str, int]) -> dict:
    percent = row.reply_rate.percent
    return {
        "unit": row.name,
        "lead": row.lead,
        "assisting": row.assisting,
        "total": row.total,
        "replied_lead": row.lead_replied,
        "replied_assisting": row.opinions,
        "reply_rate": None if percent is None else float(percent),
        "classes": classes,
    }
