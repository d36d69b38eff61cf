"""Who stands in while a person is away, and who takes over for good."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='away_from_on',
            field=models.DateField(blank=True, null=True, verbose_name='外出自'),
        ),
        migrations.AddField(
            model_name='user',
            name='away_until_on',
            field=models.DateField(blank=True, null=True, verbose_name='外出至'),
        ),
        migrations.AddField(
            model_name='user',
            name='successor',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='接手人'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('away_from_on__isnull', True), ('away_until_on__isnull', True)), ('away_until_on__gte', models.F('away_from_on')), _connector='OR'), name='away_from_before_until', violation_error_message='外出的结束日期不能早于开始日期。'),
        ),
    ]
