from django.db import migrations, models
from django.db.models import Exists, OuterRef, Q


def mark(apps, schema_editor):
    """What stands about a suggestion now, and what stood on the day of each snapshot; frozen figures stay as they are.

    The comparisons hold more than before: the nightly job, and the one at 6:20, count them anew.
    """
    instructions = apps.get_model("supervision", "Instruction").objects.exclude(state="withdrawn")
    suggestions = apps.get_model("suggestions", "Suggestion").objects
    suggestions.filter(Exists(instructions.filter(suggestion=OuterRef("pk")))).update(is_instructed=True)
    written = apps.get_model("supervision", "Instruction").objects.filter(
        ~Q(state="withdrawn") | Q(closed_on__gt=OuterRef("snapshot__as_of")),
        suggestion=OuterRef("source"),
        given_on__lte=OuterRef("snapshot__as_of"),
    )
    apps.get_model("supervision", "SnapshotSuggestion").objects.filter(Exists(written)).update(is_instructed=True)
    apps.get_model("supervision", "Comparison").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("suggestions", "0025_leaders_mark"),
        ("supervision", "0025_frozen_reports"),
    ]

    operations = [
        migrations.AddField(
            model_name="snapshotsuggestion",
            name="is_instructed",
            field=models.BooleanField(default=False, verbose_name="有领导批示"),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
