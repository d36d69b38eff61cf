"""Reminders of commitments."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_handling_desk'),
        ('suggestions', '0004_handling_desk'),
        ('supervision', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='reminder',
            name='task_reminder_once',
        ),
        migrations.AddField(
            model_name='reminder',
            name='commitment',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='suggestions.commitment'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(condition=models.Q(('commitment__isnull', True)), fields=('assignment', 'kind', 'due_on', 'rung', 'recipient'), name='task_reminder_once'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(fields=('commitment', 'kind', 'due_on', 'rung', 'recipient'), name='commitment_reminder_once'),
        ),
    ]
