import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("suggestions", "0025_leaders_mark"),
        ("supervision", "0026_same_day_of_everything"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReportDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "排队中"),
                            ("running", "正在生成"),
                            ("done", "已生成"),
                            ("failed", "生成失败"),
                        ],
                        default="waiting",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("done", models.PositiveSmallIntegerField(default=0)),
                ("error", models.CharField(blank=True, max_length=500, verbose_name="失败原因")),
                ("asked_at", models.DateTimeField(verbose_name="申请时间")),
                ("moved_at", models.DateTimeField(verbose_name="最近进展")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="完成时间")),
                ("as_of", models.DateField(verbose_name="截止日期")),
                ("figures", models.JSONField(default=dict)),
                ("changes", models.JSONField(default=dict)),
                ("revision", models.PositiveSmallIntegerField(default=1, verbose_name="版次")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="suggestions.session"
                    ),
                ),
                (
                    "snapshot",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draft",
                        to="supervision.snapshot",
                    ),
                ),
            ],
            options={
                "verbose_name": "年度报告底稿",
                "verbose_name_plural": "年度报告底稿",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("session", "as_of"), name="report_draft_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True), ("snapshot__isnull", False), _connector="OR"
                        ),
                        name="counted_draft_has_its_rows",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "failed"), _negated=True),
                            models.Q(("error", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="failed_draft_says_why",
                    ),
                ],
            },
        ),
    ]
