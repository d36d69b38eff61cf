"""What a reply plans stands in its commitments (0005)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("suggestions", "0005_plans_become_commitments")]
    operations = [
        migrations.RemoveField(model_name="reply", name="plan"),
        migrations.RemoveField(model_name="reply", name="plan_due_on"),
    ]
