"""The handling unit's desk: plans, asks, commitments, consultation, comments, meetings."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_handling_desk'),
        ('suggestions', '0003_default_classes_and_categories'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Ask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('text', models.CharField(max_length=500, verbose_name='诉求')),
                ('added_at', models.DateTimeField(verbose_name='时间')),
            ],
            options={
                'verbose_name': '诉求',
                'verbose_name_plural': '诉求',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AskAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('ask_text', models.CharField(max_length=500, verbose_name='诉求')),
                ('outcome', models.CharField(choices=[('done', '已办'), ('planned', '计划办理'), ('cannot', '暂不能办')], max_length=20, verbose_name='办理情况')),
                ('text', models.TextField(verbose_name='答复')),
                ('planned_on', models.DateField(blank=True, null=True, verbose_name='计划完成日期')),
                ('reason', models.TextField(blank=True, verbose_name='未能办理的理由')),
            ],
            options={
                'verbose_name': '逐条答复',
                'verbose_name_plural': '逐条答复',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Circulation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='次数')),
                ('text', models.TextField(verbose_name='会签稿')),
                ('due_on', models.DateField(verbose_name='会签期限')),
                ('sent_on', models.DateField(verbose_name='送会签日期')),
                ('sent_at', models.DateTimeField(verbose_name='时间')),
            ],
            options={
                'verbose_name': '会签稿',
                'verbose_name_plural': '会签稿',
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='ClassChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cause', models.CharField(choices=[('filed', '随答复确定'), ('review', '审核调整'), ('fulfilled', '承诺兑现'), ('correction', '更正')], max_length=20, verbose_name='缘由')),
                ('reason', models.TextField(blank=True, verbose_name='理由')),
                ('changed_on', models.DateField(verbose_name='日期')),
                ('by_name', models.CharField(blank=True, max_length=50, verbose_name='操作人')),
                ('at', models.DateTimeField(verbose_name='时间')),
            ],
            options={
                'verbose_name': '类别变更',
                'verbose_name_plural': '类别变更',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Commitment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('matter', models.CharField(max_length=500, verbose_name='承诺事项')),
                ('original_due_on', models.DateField(verbose_name='原承诺期限')),
                ('due_on', models.DateField(verbose_name='承诺期限')),
                ('responsible', models.CharField(blank=True, max_length=50, verbose_name='责任人')),
                ('state', models.CharField(choices=[('proposed', '随答复拟报'), ('open', '落实中'), ('reported', '已报完成'), ('fulfilled', '已兑现'), ('explained', '未落实已说明'), ('superseded', '由新答复代替')], default='proposed', max_length=20, verbose_name='状态')),
                ('version', models.PositiveIntegerField(default=0)),
                ('opened_on', models.DateField(blank=True, null=True, verbose_name='列入台账日期')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='完成日期')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='销号日期')),
            ],
            options={
                'verbose_name': '承诺事项',
                'verbose_name_plural': '承诺事项',
                'ordering': ['due_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='CommitmentEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('opened', '列入台账'), ('progress', '进展'), ('moved', '调整期限'), ('reported', '报告完成'), ('returned', '退回继续落实'), ('confirmed', '确认兑现'), ('explained', '书面说明'), ('urged', '催办'), ('superseded', '由新答复代替')], max_length=20, verbose_name='类型')),
                ('text', models.TextField(blank=True, verbose_name='情况')),
                ('old_due_on', models.DateField(blank=True, null=True, verbose_name='原期限')),
                ('new_due_on', models.DateField(blank=True, null=True, verbose_name='新期限')),
                ('happened_on', models.DateField(verbose_name='日期')),
                ('at', models.DateTimeField(verbose_name='时间')),
            ],
            options={
                'verbose_name': '承诺落实记录',
                'verbose_name_plural': '承诺落实记录',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='CommitmentReceipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('grade', models.CharField(choices=[('satisfied', '满意'), ('basically_satisfied', '基本满意'), ('dissatisfied', '不满意'), ('no_view', '未表态')], max_length=20, verbose_name='评价')),
                ('comment', models.TextField(blank=True, verbose_name='意见')),
                ('source', models.CharField(choices=[('online', '代表网上填写'), ('paper', '纸质征询意见表'), ('phone', '电话记录')], max_length=20, verbose_name='来源')),
                ('given_on', models.DateField(verbose_name='反馈日期')),
                ('entered_at', models.DateTimeField(verbose_name='录入时间')),
            ],
            options={
                'verbose_name': '承诺落实回执',
                'verbose_name_plural': '承诺落实回执',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Countersignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stance', models.CharField(blank=True, choices=[('agree', '同意'), ('object', '有意见')], max_length=20, verbose_name='会签意见')),
                ('comment', models.TextField(blank=True, verbose_name='具体意见')),
                ('signed_on', models.DateField(blank=True, null=True, verbose_name='会签日期')),
                ('signed_at', models.DateTimeField(blank=True, null=True, verbose_name='时间')),
            ],
            options={
                'verbose_name': '会签',
                'verbose_name_plural': '会签',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='HandlingPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('principal', models.CharField(max_length=50, verbose_name='主要负责人(负总责)')),
                ('deputy_head', models.CharField(max_length=50, verbose_name='分管负责人(具体负责)')),
                ('section', models.CharField(blank=True, max_length=100, verbose_name='承办科室')),
                ('leader', models.CharField(max_length=50, verbose_name='牵头领导')),
                ('handler', models.CharField(max_length=50, verbose_name='承办人员')),
                ('handler_phone', models.CharField(max_length=30, verbose_name='承办人员电话')),
                ('measures', models.TextField(verbose_name='落实措施')),
                ('complete_on', models.DateField(verbose_name='办结时间')),
                ('standard', models.TextField(verbose_name='办理标准')),
                ('limit_on', models.DateField(verbose_name='办理期限')),
                ('filed_on', models.DateField(verbose_name='填报日期')),
                ('changed_at', models.DateTimeField(verbose_name='修改时间')),
            ],
            options={
                'verbose_name': '办理方案',
                'verbose_name_plural': '办理方案',
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(verbose_name='办理轮次')),
                ('planned_on', models.DateField(verbose_name='会议日期')),
                ('place', models.CharField(max_length=200, verbose_name='地点')),
                ('invited', models.CharField(max_length=500, verbose_name='通知参加')),
                ('called_at', models.DateTimeField(verbose_name='召集时间')),
                ('held_on', models.DateField(blank=True, null=True, verbose_name='召开日期')),
                ('present', models.CharField(blank=True, max_length=500, verbose_name='到会人员')),
                ('minutes', models.TextField(blank=True, verbose_name='会商情况')),
                ('conclusion', models.TextField(blank=True, verbose_name='会商结论')),
                ('recorded_at', models.DateTimeField(blank=True, null=True, verbose_name='记录时间')),
            ],
            options={
                'verbose_name': '协商会议',
                'verbose_name_plural': '协商会议',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='OpinionRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.TextField(verbose_name='需要补充的问题')),
                ('due_on', models.DateField(verbose_name='补充期限')),
                ('asked_on', models.DateField(verbose_name='征求日期')),
                ('asked_at', models.DateTimeField(verbose_name='时间')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='答复日期')),
            ],
            options={
                'verbose_name': '再次征求意见',
                'verbose_name_plural': '再次征求意见',
            },
        ),
        migrations.CreateModel(
            name='ReplyComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paragraph', models.PositiveSmallIntegerField(verbose_name='段落')),
                ('quote', models.CharField(blank=True, max_length=300, verbose_name='原文')),
                ('text', models.TextField(verbose_name='批注')),
                ('by_name', models.CharField(max_length=50, verbose_name='批注人')),
                ('by_role', models.CharField(max_length=20, verbose_name='角色')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='处理时间')),
            ],
            options={
                'verbose_name': '批注',
                'verbose_name_plural': '批注',
                'ordering': ['paragraph', 'pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='reply',
            name='one_reply_in_force',
        ),
        migrations.AddField(
            model_name='assignment',
            name='plan_due_on',
            field=models.DateField(blank=True, null=True, verbose_name='办理方案期限'),
        ),
        migrations.AddField(
            model_name='congressterm',
            name='ends_on',
            field=models.DateField(blank=True, help_text='换届前未落实的承诺事项须向代表书面说明。', null=True, verbose_name='届满日期'),
        ),
        migrations.AddField(
            model_name='contact',
            name='deputies',
            field=models.ManyToManyField(blank=True, related_name='+', to='accounts.deputy', verbose_name='联系的代表'),
        ),
        migrations.AddField(
            model_name='contact',
            name='place',
            field=models.CharField(blank=True, max_length=200, verbose_name='地点'),
        ),
        migrations.AddField(
            model_name='regulation',
            name='contact_rule',
            field=models.CharField(choices=[('required', '必须，未联系不能答复'), ('or_reason', '必须，未联系的说明理由'), ('free', '只作提醒')], default='required', max_length=20, verbose_name='答复前与代表联系'),
        ),
        migrations.AddField(
            model_name='regulation',
            name='countersign_amount',
            field=models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='会签期限'),
        ),
        migrations.AddField(
            model_name='regulation',
            name='countersign_unit',
            field=models.CharField(choices=[('workdays', '个工作日'), ('days', '日'), ('months', '个月'), ('days_before_due', '日(主办期限前)')], default='workdays', max_length=20, verbose_name='单位'),
        ),
        migrations.AddField(
            model_name='regulation',
            name='is_coordinator_review',
            field=models.BooleanField(default=False, help_text='有协调人账号的办理系统，单位签发后先由协调人审核。', verbose_name='答复先经系统协调人审核'),
        ),
        migrations.AddField(
            model_name='regulation',
            name='plan_amount',
            field=models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='办理方案期限'),
        ),
        migrations.AddField(
            model_name='regulation',
            name='plan_unit',
            field=models.CharField(choices=[('workdays', '个工作日'), ('days', '日'), ('months', '个月'), ('days_before_due', '日(主办期限前)')], default='workdays', max_length=20, verbose_name='单位'),
        ),
        migrations.AddField(
            model_name='regulation',
            name='second_opinion_amount',
            field=models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='再次征求意见期限'),
        ),
        migrations.AddField(
            model_name='regulation',
            name='second_opinion_unit',
            field=models.CharField(choices=[('workdays', '个工作日'), ('days', '日'), ('months', '个月'), ('days_before_due', '日(主办期限前)')], default='workdays', max_length=20, verbose_name='单位'),
        ),
        migrations.AddField(
            model_name='reply',
            name='consent_note',
            field=models.CharField(blank=True, max_length=300, verbose_name='领衔代表同意情况'),
        ),
        migrations.AddField(
            model_name='reply',
            name='delivery',
            field=models.CharField(choices=[('each', '分别答复每位代表'), ('via_lead', '商领衔代表同意后由其转复')], default='each', max_length=20, verbose_name='答复方式'),
        ),
        migrations.AddField(
            model_name='reply',
            name='title',
            field=models.CharField(blank=True, max_length=200, verbose_name='答复标题'),
        ),
        migrations.AddField(
            model_name='reply',
            name='without_contact_reason',
            field=models.TextField(blank=True, verbose_name='答复前未联系代表的理由'),
        ),
        migrations.AlterField(
            model_name='assignment',
            name='state',
            field=models.CharField(choices=[('awaiting_receipt', '待签收'), ('handling', '办理中'), ('return_requested', '申请退回'), ('awaiting_signature', '待签发'), ('awaiting_coordinator', '待系统审核'), ('awaiting_review', '待审核'), ('answered', '已答复'), ('opinion_filed', '已交协办意见'), ('given_back', '已退回改办'), ('cancelled', '已撤销')], default='awaiting_receipt', max_length=20, verbose_name='状态'),
        ),
        migrations.AlterField(
            model_name='event',
            name='action',
            field=models.CharField(choices=[('amend', '更正登记'), ('resubmit', '重新提交审核'), ('accept', '受理'), ('return_to_deputy', '退回代表修改'), ('merge', '并案'), ('convert', '转来信处理'), ('not_accept', '不予受理'), ('withdraw', '代表撤回'), ('revise_review', '撤销审核结论'), ('draft_units', '拟定承办单位'), ('assign', '交办'), ('add_unit', '增加协办单位'), ('urge', '催办'), ('note', '备注'), ('contact', '记录联系代表'), ('all_answered', '全部答复'), ('evaluate', '反馈评价'), ('rehandle', '交重新办理'), ('close', '办结'), ('reopen', '恢复办理'), ('split', '拆分诉求'), ('change_class', '调整结果类别'), ('call_meeting', '召集协商会议'), ('record_meeting', '记录协商会议'), ('sign', '签收'), ('request_return', '申请退回'), ('take_back_return', '撤回退回申请'), ('agree_return', '同意退回并改办'), ('refuse_return', '不同意退回'), ('reassign', '改办'), ('cancel', '撤销协办'), ('request_addition', '申请增办'), ('decide_addition', '决定增办'), ('request_extension', '申请延期'), ('decide_extension', '决定延期'), ('file_opinion', '提交协办意见'), ('submit_reply', '起草并送签答复'), ('sign_off', '签发答复'), ('send_back_draft', '退回修改'), ('accept_reply', '审核通过答复'), ('reject_reply', '退回重办'), ('file_plan', '填报六定方案'), ('circulate', '送会签'), ('countersign', '会签'), ('ask_again', '再次征求意见'), ('forward', '签发并送系统审核'), ('pass_on', '系统审核通过'), ('turn_back', '系统审核退回'), ('comment', '批注'), ('open_commitment', '列入承诺台账'), ('supersede_commitment', '由新答复代替'), ('report_progress', '填报进展'), ('move_commitment', '调整承诺期限'), ('report_done', '报告完成'), ('confirm_done', '确认兑现'), ('return_done', '退回继续落实'), ('urge_commitment', '催办承诺'), ('explain_commitment', '书面说明未落实'), ('register', '登记'), ('import', '导入'), ('move_date', '期限重算')], max_length=30, verbose_name='操作'),
        ),
        migrations.AlterField(
            model_name='reply',
            name='state',
            field=models.CharField(choices=[('awaiting_signature', '待签发'), ('sent_back_by_head', '单位退改'), ('awaiting_coordinator', '待系统审核'), ('turned_back', '系统审核退回'), ('awaiting_review', '待审核'), ('sent_back_by_office', '审核退回'), ('accepted', '审核通过')], default='awaiting_signature', max_length=20, verbose_name='状态'),
        ),
        migrations.AddConstraint(
            model_name='reply',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['accepted', 'awaiting_coordinator', 'awaiting_review', 'awaiting_signature'])), fields=('assignment',), name='one_reply_in_force'),
        ),
        migrations.AddConstraint(
            model_name='reply',
            constraint=models.CheckConstraint(condition=models.Q(('delivery', 'each'), models.Q(('consent_note', ''), _negated=True), _connector='OR'), name='via_lead_has_consent'),
        ),
        migrations.AddField(
            model_name='ask',
            name='added_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='ask',
            name='suggestion',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='asks', to='suggestions.suggestion'),
        ),
        migrations.AddField(
            model_name='askanswer',
            name='ask',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='answers', to='suggestions.ask'),
        ),
        migrations.AddField(
            model_name='askanswer',
            name='reply',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='suggestions.reply'),
        ),
        migrations.AddField(
            model_name='circulation',
            name='assignment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='circulations', to='suggestions.assignment'),
        ),
        migrations.AddField(
            model_name='circulation',
            name='result_class',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='suggestions.resultclass'),
        ),
        migrations.AddField(
            model_name='circulation',
            name='sent_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='classchange',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='classchange',
            name='from_class',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='suggestions.resultclass'),
        ),
        migrations.AddField(
            model_name='classchange',
            name='reply',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='class_changes', to='suggestions.reply'),
        ),
        migrations.AddField(
            model_name='classchange',
            name='to_class',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='suggestions.resultclass'),
        ),
        migrations.AddField(
            model_name='commitment',
            name='ask',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='commitments', to='suggestions.ask'),
        ),
        migrations.AddField(
            model_name='commitment',
            name='assignment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='suggestions.assignment'),
        ),
        migrations.AddField(
            model_name='commitment',
            name='reply',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='suggestions.reply'),
        ),
        migrations.AddField(
            model_name='commitment',
            name='suggestion',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='suggestions.suggestion'),
        ),
        migrations.AddField(
            model_name='commitmententry',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='commitmententry',
            name='commitment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='suggestions.commitment'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='commitment_entry',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='suggestions.commitmententry'),
        ),
        migrations.AddField(
            model_name='commitmentreceipt',
            name='commitment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='suggestions.commitment'),
        ),
        migrations.AddField(
            model_name='commitmentreceipt',
            name='entered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='attachment',
            name='commitment_receipt',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='suggestions.commitmentreceipt'),
        ),
        migrations.AddField(
            model_name='countersignature',
            name='assignment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='countersignatures', to='suggestions.assignment'),
        ),
        migrations.AddField(
            model_name='countersignature',
            name='circulation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='suggestions.circulation'),
        ),
        migrations.AddField(
            model_name='countersignature',
            name='signed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='handlingplan',
            name='assignment',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='plan', to='suggestions.assignment'),
        ),
        migrations.AddField(
            model_name='handlingplan',
            name='filed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='meeting',
            name='called_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='meeting',
            name='recorded_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='meeting',
            name='suggestion',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='suggestions.suggestion'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='meeting',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='suggestions.meeting'),
        ),
        migrations.AddField(
            model_name='opinionrequest',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='opinionrequest',
            name='assignment',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='opinion_request', to='suggestions.assignment'),
        ),
        migrations.AddField(
            model_name='replycomment',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='replycomment',
            name='reply',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='suggestions.reply'),
        ),
        migrations.AddField(
            model_name='replycomment',
            name='settled_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='ask',
            constraint=models.UniqueConstraint(fields=('suggestion', 'position'), name='ask_position_once'),
        ),
        migrations.AddConstraint(
            model_name='askanswer',
            constraint=models.UniqueConstraint(fields=('reply', 'position'), name='ask_answered_once'),
        ),
        migrations.AddConstraint(
            model_name='askanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'planned'), _negated=True), ('planned_on__isnull', False), _connector='OR'), name='planned_ask_has_its_day'),
        ),
        migrations.AddConstraint(
            model_name='askanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'cannot'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='refused_ask_says_why'),
        ),
        migrations.AddConstraint(
            model_name='circulation',
            constraint=models.UniqueConstraint(fields=('assignment', 'number'), name='circulation_number_once'),
        ),
        migrations.AddIndex(
            model_name='commitment',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['due_on'], name='commitment_open'),
        ),
        migrations.AddIndex(
            model_name='commitment',
            index=models.Index(fields=['state', 'due_on'], name='commitment_ledger'),
        ),
        migrations.AddConstraint(
            model_name='commitment',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'proposed'), ('opened_on__isnull', False), _connector='OR'), name='on_ledger_has_its_day'),
        ),
        migrations.AddConstraint(
            model_name='commitment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['reported', 'fulfilled']), _negated=True), ('done_on__isnull', False), _connector='OR'), name='done_commitment_has_its_day'),
        ),
        migrations.AddConstraint(
            model_name='countersignature',
            constraint=models.UniqueConstraint(fields=('circulation', 'assignment'), name='countersigned_once'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.UniqueConstraint(fields=('suggestion', 'round'), name='one_meeting_per_round', violation_error_message='本轮已经召集过协商会议。'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('held_on__isnull', True), models.Q(('conclusion', ''), _negated=True), _connector='OR'), name='held_meeting_has_its_conclusion'),
        ),
    ]
