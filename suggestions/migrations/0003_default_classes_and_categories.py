"""A first class list with three meanings (domain.md 8) and the themes of the speech (S11); the office edits both."""

from django.db import migrations

CLASSES = (
    # code, label, meaning, solved, needs plan date, needs reason
    ("A", "已经解决", "所提问题已经解决或者基本解决的", True, False, False),
    ("B", "正在解决", "所提问题正在解决或者列入计划逐步解决的", False, True, False),
    ("C", "暂难解决", "所提问题因目前条件限制或者其他原因暂时不能解决，或者留作参考的", False, False, True),
)
CATEGORIES = ("教育", "医疗卫生", "养老和社会保障", "劳动就业", "城乡建设", "交通运输", "生态环保", "农业农村", "财政经济", "政治法律", "其他")


def forwards(apps, schema_editor):
    for order, (code, label, meaning, solved, plan, reason) in enumerate(CLASSES, 1):
        apps.get_model("suggestions", "ResultClass").objects.get_or_create(
            code=code,
            defaults={
                "label": label,
                "meaning": meaning,
                "order": order,
                "counts_as_solved": solved,
                "needs_plan_date": plan,
                "needs_reason": reason,
            },
        )
    for order, name in enumerate(CATEGORIES, 1):
        apps.get_model("suggestions", "Category").objects.get_or_create(name=name, defaults={"order": order})


class Migration(migrations.Migration):
    dependencies = [("suggestions", "0002_history_is_append_only")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
