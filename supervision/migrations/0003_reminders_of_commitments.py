"""A fifth kind of reminder: promises."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('supervision', '0002_handling_desk'),
    ]

    operations = [
        migrations.AlterField(
            model_name='reminder',
            name='kind',
            field=models.CharField(choices=[('reply', '主办答复'), ('opinion', '协办意见'), ('receipt', '签收'), ('feedback', '代表反馈'), ('commitment', '承诺事项')], max_length=20, verbose_name='类型'),
        ),
    ]
