"""All of 0001 to 0003 in one step, for a new database; one that has taken the old steps keeps them."""

import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from accounts.migrations._together import together


class Migration(migrations.Migration):

    replaces = [('accounts', '0001_initial'), ('accounts', '0002_handling_desk'), ('accounts', '0003_hand_over')]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Committee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='名称')),
                ('order', models.PositiveIntegerField(default=0, verbose_name='排序')),
                ('is_active', models.BooleanField(default=True, verbose_name='启用')),
            ],
            options={
                'verbose_name': '联系委室',
                'verbose_name_plural': '联系委室',
                'ordering': ['order', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='名称')),
                ('order', models.PositiveIntegerField(default=0, verbose_name='排序')),
                ('is_active', models.BooleanField(default=True, verbose_name='启用')),
            ],
            options={
                'verbose_name': '代表团',
                'verbose_name_plural': '代表团',
                'ordering': ['order', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Deputy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=50, verbose_name='姓名')),
                ('certificate', models.CharField(blank=True, max_length=30, verbose_name='代表证号')),
                ('employer', models.CharField(blank=True, max_length=100, verbose_name='工作单位')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='联系电话')),
                ('is_active', models.BooleanField(default=True, verbose_name='在任')),
                ('delegation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deputies', to='accounts.delegation', verbose_name='代表团')),
            ],
            options={
                'verbose_name': '人大代表',
                'verbose_name_plural': '人大代表',
                'ordering': ['delegation__order', 'name'],
                'constraints': [models.UniqueConstraint(fields=('delegation', 'name', 'certificate'), name='deputy_once', violation_error_message='该代表团已有同名代表，请填写代表证号加以区分。')],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='单位名称')),
                ('short_name', models.CharField(blank=True, max_length=50, verbose_name='简称')),
                ('initials', models.CharField(blank=True, editable=False, max_length=100, verbose_name='拼音首字母')),
                ('is_group', models.BooleanField(default=False, help_text='分组只用于归类，不能承办建议，也不视为下级单位的主管单位。', verbose_name='仅作分组')),
                ('handling_system', models.CharField(choices=[('government', '政府系统'), ('party', '党群系统'), ('justice', '法检系统'), ('other', '其他')], default='government', max_length=20, verbose_name='办理系统')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='办公电话')),
                ('order', models.PositiveIntegerField(default=0, verbose_name='排序')),
                ('is_active', models.BooleanField(default=True, verbose_name='启用')),
                ('committee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='units', to='accounts.committee', verbose_name='联系委室')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='accounts.unit', verbose_name='上级')),
            ],
            options={
                'verbose_name': '承办单位',
                'verbose_name_plural': '承办单位',
                'ordering': ['order', 'name'],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('name', models.CharField(max_length=50, verbose_name='姓名')),
                ('role', models.CharField(choices=[('clerk', '代表工作机构经办人'), ('office_head', '代表工作机构负责人'), ('coordinator', '系统协调人'), ('unit_handler', '承办单位经办人'), ('unit_head', '承办单位负责人'), ('leader', '常委会领导'), ('committee', '联系委室'), ('deputy', '人大代表'), ('auditor', '审计监督'), ('administrator', '系统管理员')], max_length=20, verbose_name='角色')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='手机')),
                ('handling_system', models.CharField(blank=True, choices=[('government', '政府系统'), ('party', '党群系统'), ('justice', '法检系统'), ('other', '其他')], max_length=20, verbose_name='所协调的系统')),
                ('away_from_on', models.DateField(blank=True, null=True, verbose_name='外出自')),
                ('away_until_on', models.DateField(blank=True, null=True, verbose_name='外出至')),
                ('must_change_password', models.BooleanField(default=False, verbose_name='下次登录须改密码')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='接手人')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ('committee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='users', to='accounts.committee', verbose_name='联系委室')),
                ('deputy', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='user', to='accounts.deputy', verbose_name='代表')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='users', to='accounts.unit', verbose_name='所在单位')),
            ],
            options={
                'verbose_name': '用户',
                'verbose_name_plural': '用户',
                'ordering': ['role', 'name'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('role__in', ['unit_handler', 'unit_head']), _negated=True), ('unit__isnull', False), _connector='OR'), name='unit_role_has_unit', violation_error_message='承办单位的账号须选择所在单位。'), models.CheckConstraint(condition=models.Q(models.Q(('role', 'coordinator'), _negated=True), models.Q(('handling_system', ''), _negated=True), _connector='OR'), name='coordinator_has_system', violation_error_message='系统协调人须选择所协调的系统。'), models.CheckConstraint(condition=models.Q(models.Q(('role', 'deputy'), _negated=True), ('deputy__isnull', False), _connector='OR'), name='deputy_role_has_deputy', violation_error_message='代表账号须对应一名代表。'), models.CheckConstraint(condition=models.Q(models.Q(('role', 'committee'), _negated=True), ('committee__isnull', False), _connector='OR'), name='committee_role_has_committee', violation_error_message='联系委室的账号须选择所属委室。'), models.CheckConstraint(condition=models.Q(models.Q(('away_from_on__isnull', True), ('away_until_on__isnull', True)), ('away_until_on__gte', models.F('away_from_on')), _connector='OR'), name='away_from_before_until', violation_error_message='外出的结束日期不能早于开始日期。')],
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=150)),
                ('kind', models.CharField(choices=[('digest', '每日提醒'), ('casework', '办理通知'), ('urge', '催办'), ('system', '系统通知')], max_length=20, verbose_name='类型')),
                ('subject', models.CharField(max_length=200, verbose_name='标题')),
                ('body', models.TextField(blank=True, verbose_name='内容')),
                ('path', models.CharField(blank=True, max_length=200, verbose_name='链接')),
                ('created_at', models.DateTimeField(verbose_name='时间')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='已读')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '消息',
                'verbose_name_plural': '消息',
                'ordering': ['-created_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('recipient', 'key'), name='notification_once')],
                'indexes': [models.Index(fields=['recipient', 'read_at'], name='notification_unread')],
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30, verbose_name='对象')),
                ('key', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=100, verbose_name='名称')),
                ('what', models.CharField(choices=[('created', '新建'), ('changed', '修改'), ('password_reset', '重置密码'), ('handed_over', '离岗交接'), ('unlocked', '解除登录暂停'), ('dates_moved', '日历变更，重算期限')], max_length=20, verbose_name='操作')),
                ('detail', models.TextField(blank=True, verbose_name='内容')),
                ('by_name', models.CharField(max_length=50, verbose_name='操作人')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '变更记录',
                'verbose_name_plural': '变更记录',
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['kind', 'key'], name='change_of')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('email', '电子邮件'), ('webhook', '短信/企业微信网关')], max_length=20, verbose_name='渠道')),
                ('address', models.CharField(max_length=254, verbose_name='地址')),
                ('state', models.CharField(choices=[('pending', '待发送'), ('sending', '发送中'), ('sent', '已送达'), ('failed', '失败，将重试'), ('given_up', '多次失败，已停止')], default='pending', max_length=20, verbose_name='状态')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='次数')),
                ('due_at', models.DateTimeField(verbose_name='计划时间')),
                ('claimed_at', models.DateTimeField(blank=True, null=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='送达时间')),
                ('error', models.CharField(blank=True, max_length=300, verbose_name='失败原因')),
                ('notification', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='accounts.notification')),
            ],
            options={
                'verbose_name': '送达记录',
                'verbose_name_plural': '送达记录',
                'ordering': ['-due_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('notification', 'channel'), name='delivery_once')],
                'indexes': [models.Index(condition=models.Q(('state__in', ['pending', 'sending', 'failed'])), fields=['due_at'], name='delivery_open')],
            },
        ),
        migrations.AddField(
            model_name='Unit',
            name='first_contact',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='第一联系人'),
        ),
        migrations.AddField(
            model_name='Unit',
            name='second_contact',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='第二联系人'),
        ),
    ]
    operations = together(operations)
