"""All of 0001 to 0021 in one step, for a new database; one that has taken the old steps keeps them."""

from importlib import import_module

import django.db.models.deletion
import suggestions.models.attachment
from django.conf import settings
from django.db import migrations, models

history = import_module("supervision.migrations.0021_key_suggestions")


class Migration(migrations.Migration):

    replaces = [('supervision', '0001_initial'), ('supervision', '0002_handling_desk'), ('supervision', '0003_reminders_of_commitments'), ('supervision', '0004_reminders_of_plans'), ('supervision', '0005_reminders_of_consultation'), ('supervision', '0020_cards'), ('supervision', '0021_key_suggestions')]

    initial = True

    dependencies = [
        ('accounts', '0001_squashed_0003'),
        ('accounts', '__first__'),
        ('suggestions', '0001_squashed_0021'),
    ]

    operations = [
        migrations.CreateModel(
            name='JobRun',
            fields=[
                ('name', models.CharField(max_length=50, primary_key=True, serialize=False, verbose_name='任务')),
                ('started_at', models.DateTimeField(verbose_name='最近开始')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='最近完成')),
                ('result', models.JSONField(default=dict, verbose_name='结果')),
                ('error', models.TextField(blank=True, verbose_name='错误')),
                ('failures', models.PositiveIntegerField(default=0, verbose_name='连续失败次数')),
            ],
            options={
                'verbose_name': '定时任务',
                'verbose_name_plural': '定时任务',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='KeyTopic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='督办年度')),
                ('order', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('title', models.CharField(max_length=200, verbose_name='督办专题')),
                ('criterion', models.CharField(choices=[('significant', '事关全局或人民群众普遍关心的重大问题'), ('concentrated', '代表反映比较集中的问题'), ('complex', '综合性强、涉及面广、办理难度较大的问题'), ('priority', '涉及常委会和政府年度重点工作的问题')], max_length=20, verbose_name='确定标准')),
                ('decided_on', models.DateField(verbose_name='主任会议日期')),
                ('plan', models.TextField(verbose_name='督办方案')),
                ('plan_from_on', models.DateField(verbose_name='督办开始')),
                ('plan_until_on', models.DateField(verbose_name='督办结束')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='结束督办日期')),
                ('end_reason', models.TextField(blank=True, verbose_name='结束理由')),
                ('version', models.PositiveIntegerField(default=0)),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='key_topics', to='accounts.committee', verbose_name='联系委室')),
                ('leader', models.ForeignKey(limit_choices_to={'role': 'leader'}, on_delete=django.db.models.deletion.PROTECT, related_name='led_topics', to=settings.AUTH_USER_MODEL, verbose_name='领衔领导')),
            ],
            options={
                'verbose_name': '重点督办件',
                'verbose_name_plural': '重点督办件',
                'ordering': ['-year', 'order'],
                'constraints': [models.UniqueConstraint(fields=('year', 'order'), name='key_topic_order_once', violation_error_message='本年度已有这个序号，请换一个。'), models.CheckConstraint(condition=models.Q(('plan_until_on__gte', models.F('plan_from_on'))), name='key_plan_runs_forward'), models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), models.Q(('end_reason', ''), _negated=True), _connector='OR'), name='ended_topic_has_its_reason')],
            },
        ),
        migrations.CreateModel(
            name='Card',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('colour', models.CharField(choices=[('yellow', '黄牌'), ('red', '红牌')], max_length=10, verbose_name='警示牌')),
                ('cause', models.CharField(choices=[('overdue', '逾期未答复'), ('urged', '多次催办未提交')], max_length=20, verbose_name='原因')),
                ('due_on', models.DateField(verbose_name='期限')),
                ('days_overdue', models.PositiveSmallIntegerField(verbose_name='当时逾期天数')),
                ('urgings', models.PositiveSmallIntegerField(verbose_name='当时催办次数')),
                ('given_on', models.DateField(verbose_name='发牌日期')),
                ('given_at', models.DateTimeField(verbose_name='时间')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='撤回时间')),
                ('withdraw_reason', models.CharField(blank=True, max_length=500, verbose_name='撤回理由')),
                ('assignment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cards', to='suggestions.assignment')),
                ('suggestion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cards', to='suggestions.suggestion')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '警示牌',
                'verbose_name_plural': '警示牌',
                'ordering': ['-given_on', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('assignment', 'colour', 'due_on'), name='card_once_per_due_date'), models.CheckConstraint(condition=models.Q(models.Q(('withdraw_reason', ''), ('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False), models.Q(('withdraw_reason', ''), _negated=True)), _connector='OR'), name='withdrawn_card_has_its_reason')],
            },
        ),
        migrations.CreateModel(
            name='KeySuggestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(editable=False)),
                ('suggestion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='key_links', to='suggestions.suggestion')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='supervision.keytopic')),
            ],
            options={
                'verbose_name': '重点督办建议',
                'verbose_name_plural': '重点督办建议',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('year', 'suggestion'), name='key_suggestion_once_a_year')],
            },
        ),
        migrations.CreateModel(
            name='Supervision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('leader', '领衔督办'), ('committee', '联系委室跟踪督办'), ('divided', '分工督办'), ('deputies', '邀请代表参与督办'), ('on_site', '现场视察督办'), ('check', '专项检查')], max_length=20, verbose_name='督办方式')),
                ('held_on', models.DateField(verbose_name='日期')),
                ('place', models.CharField(max_length=200, verbose_name='地点')),
                ('people', models.CharField(blank=True, max_length=500, verbose_name='参加人员')),
                ('arrangement', models.TextField(blank=True, verbose_name='安排')),
                ('text', models.TextField(blank=True, verbose_name='督办情况')),
                ('arranged_at', models.DateTimeField(verbose_name='安排时间')),
                ('recorded_at', models.DateTimeField(blank=True, null=True, verbose_name='记录时间')),
                ('called_off_on', models.DateField(blank=True, null=True, verbose_name='取消日期')),
                ('call_off_reason', models.TextField(blank=True, verbose_name='取消理由')),
                ('version', models.PositiveIntegerField(default=0)),
                ('arranged_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('suggestion', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supervisions', to='suggestions.suggestion')),
                ('topic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supervisions', to='supervision.keytopic')),
            ],
            options={
                'verbose_name': '督办',
                'verbose_name_plural': '督办',
                'ordering': ['held_on', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('suggestion__isnull', False), ('topic__isnull', True)), models.Q(('suggestion__isnull', True), ('topic__isnull', False)), _connector='OR'), name='supervision_of_one_thing'), models.CheckConstraint(condition=models.Q(('recorded_at__isnull', True), models.Q(models.Q(('text', ''), _negated=True), ('recorded_by__isnull', False)), _connector='OR'), name='recorded_supervision_has_its_text'), models.CheckConstraint(condition=models.Q(('called_off_on__isnull', True), models.Q(('recorded_at__isnull', True), models.Q(('call_off_reason', ''), _negated=True)), _connector='OR'), name='called_off_with_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='TopicEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('chosen', '确定为重点督办件'), ('amended', '调整督办安排'), ('ended', '结束重点督办')], max_length=20, verbose_name='类型')),
                ('text', models.TextField(blank=True, verbose_name='内容')),
                ('by_name', models.CharField(max_length=50, verbose_name='操作人')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='supervision.keytopic')),
            ],
            options={
                'verbose_name': '重点督办记录',
                'verbose_name_plural': '重点督办记录',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('matter', models.CharField(max_length=500, verbose_name='整改事项')),
                ('due_on', models.DateField(verbose_name='整改期限')),
                ('state', models.CharField(choices=[('open', '待整改'), ('reported', '已报完成'), ('returned', '退回继续整改'), ('done', '已整改'), ('withdrawn', '已撤销')], default='open', max_length=20, verbose_name='状态')),
                ('version', models.PositiveIntegerField(default=0)),
                ('opened_on', models.DateField(verbose_name='交办整改日期')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='报告完成日期')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='销号日期')),
                ('suggestion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='suggestions.suggestion')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='accounts.unit', verbose_name='责任单位')),
                ('supervision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='supervision.supervision')),
            ],
            options={
                'verbose_name': '整改任务',
                'verbose_name_plural': '整改任务',
                'ordering': ['due_on', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['reported', 'done']), _negated=True), ('done_on__isnull', False), _connector='OR'), name='reported_finding_has_its_day'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['done', 'withdrawn']), _negated=True), ('closed_on__isnull', False), _connector='OR'), name='closed_finding_has_its_day')],
                'indexes': [models.Index(fields=['state', 'due_on'], name='finding_ledger')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.CharField(blank=True, choices=[('coming', '参加'), ('not_coming', '不能参加')], max_length=20, verbose_name='答复')),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='答复时间')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('deputy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='accounts.deputy')),
                ('supervision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='supervision.supervision')),
            ],
            options={
                'verbose_name': '邀请',
                'verbose_name_plural': '邀请',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('supervision', 'deputy'), name='invited_once'), models.CheckConstraint(condition=models.Q(('answer', ''), ('answered_at__isnull', False), _connector='OR'), name='answered_invitation_has_its_moment')],
            },
        ),
        migrations.CreateModel(
            name='FindingEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('opened', '交办整改'), ('reported', '报告完成'), ('returned', '退回继续整改'), ('confirmed', '确认整改完成'), ('withdrawn', '撤销整改任务')], max_length=20, verbose_name='类型')),
                ('text', models.TextField(blank=True, verbose_name='情况')),
                ('old_due_on', models.DateField(blank=True, null=True, verbose_name='原期限')),
                ('new_due_on', models.DateField(blank=True, null=True, verbose_name='新期限')),
                ('happened_on', models.DateField(verbose_name='日期')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='supervision.finding')),
            ],
            options={
                'verbose_name': '整改记录',
                'verbose_name_plural': '整改记录',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('reply', '主办答复'), ('opinion', '协办意见'), ('receipt', '签收'), ('feedback', '代表反馈'), ('commitment', '承诺事项'), ('plan', '六定方案'), ('second_opinion', '补充协办意见'), ('countersign', '会签'), ('finding', '督办整改')], max_length=20, verbose_name='类型')),
                ('due_on', models.DateField(verbose_name='期限')),
                ('rung', models.SmallIntegerField(verbose_name='档次')),
                ('planned_on', models.DateField(verbose_name='提醒日期')),
                ('created_at', models.DateTimeField(verbose_name='生成时间')),
                ('assignment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='suggestions.assignment')),
                ('commitment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='suggestions.commitment')),
                ('finding', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='supervision.finding')),
                ('notification', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='accounts.notification', verbose_name='所在消息')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to=settings.AUTH_USER_MODEL)),
                ('suggestion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='suggestions.suggestion')),
            ],
            options={
                'verbose_name': '提醒',
                'verbose_name_plural': '提醒',
                'ordering': ['-planned_on', 'due_on', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('commitment__isnull', True)), fields=('assignment', 'kind', 'due_on', 'rung', 'recipient'), name='task_reminder_once'), models.UniqueConstraint(fields=('commitment', 'kind', 'due_on', 'rung', 'recipient'), name='commitment_reminder_once'), models.UniqueConstraint(fields=('finding', 'kind', 'due_on', 'rung', 'recipient'), name='finding_reminder_once'), models.UniqueConstraint(condition=models.Q(('assignment__isnull', True), ('finding__isnull', True)), fields=('suggestion', 'kind', 'due_on', 'rung', 'recipient'), name='suggestion_reminder_once')],
                'indexes': [models.Index(fields=['planned_on'], name='reminder_day')],
            },
        ),
        migrations.CreateModel(
            name='SupervisionFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(upload_to=suggestions.models.attachment._own_name)),
                ('name', models.CharField(max_length=200, verbose_name='文件名')),
                ('size', models.PositiveIntegerField(verbose_name='大小')),
                ('content_type', models.CharField(max_length=100)),
                ('sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('uploaded_at', models.DateTimeField(verbose_name='上传时间')),
                ('entry', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='supervision.findingentry')),
                ('supervision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='supervision.supervision')),
                ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '督办材料',
                'verbose_name_plural': '督办材料',
                'ordering': ['pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('entry__isnull', False), ('supervision__isnull', True)), models.Q(('entry__isnull', True), ('supervision__isnull', False)), _connector='OR'), name='supervision_file_of_one_thing')],
            },
        ),
        migrations.AddField(
            model_name='KeyTopic',
            name='suggestions',
            field=models.ManyToManyField(related_name='key_topics', through='supervision.KeySuggestion', to='suggestions.suggestion', verbose_name='建议'),
        ),
        migrations.RunPython(history.refuse_changes, history.allow_changes),
    ]
