from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models.code_field import CodeField
from suggestions.models.event import AppendOnly
from supervision.choices import BuildState, ReportKind


class AnnualReport(models.Model):
    """The year's figures of one session as of one day, frozen: the rows are `snapshot`, what was counted is `figures`.

    Never changed. A correction is the next revision of the same session and day, with `reason` and what it `changes`.
    """

    session = models.ForeignKey(
        "suggestions.Session", verbose_name=_("会议"), on_delete=models.PROTECT, related_name="annual_reports"
    )
    as_of = models.DateField(_("截止日期"))
    revision = models.PositiveSmallIntegerField(_("版次"))
    snapshot = models.OneToOneField("Snapshot", on_delete=models.PROTECT, related_name="report")
    figures = models.JSONField(_("数字"))
    changes = models.JSONField(_("与上一版的不同"), default=dict)
    reason = models.CharField(_("更正理由"), max_length=500, blank=True)
    frozen_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    frozen_by_name = models.CharField(_("定稿人"), max_length=50)
    frozen_at = models.DateTimeField(_("定稿时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("年度报告")
        ordering = ["-as_of", "-revision", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "as_of", "revision"],
                name="report_revision_once",
                violation_error_message=_("同一会议、同一截止日期的这一版已经定稿。"),
            ),
            models.CheckConstraint(condition=Q(revision=1) | ~Q(reason=""), name="corrected_report_has_its_reason"),
        ]

    def __str__(self) -> str:
        return gettext("%(session)s代表建议办理情况年度报告（截至%(day)s，第%(n)d版）") % {
            "session": self.session,
            "day": f"{self.as_of:%Y-%m-%d}",
            "n": self.revision,
        }

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise AppendOnly("年度报告定稿后不能修改；需要更正的，另出一版。")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("supervision:report", args=[self.pk])

    def delete(self, *args, **kwargs):
        raise AppendOnly("年度报告定稿后不能删除。")


class Job(models.Model):
    """Something made in the background, in one row (actions/_job.py). Made again after a failure, in the same row."""

    state = CodeField(_("状态"), max_length=20, choices=BuildState, default=BuildState.WAITING)
    done = models.PositiveSmallIntegerField(default=0)  # of a hundred
    error = models.CharField(_("失败原因"), max_length=500, blank=True)
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("申请时间"))
    moved_at = models.DateTimeField(_("最近进展"))
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_under_way(self) -> bool:
        return self.state in {BuildState.WAITING, BuildState.RUNNING}


class ReportDraft(Job):
    """What a report of `session` as of `as_of` would say, counted before it is frozen. It can be frozen on the day on
    which it was counted; frozen, its snapshot is the report's and the draft is gone.
    """

    session = models.ForeignKey("suggestions.Session", on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField(_("截止日期"))
    snapshot = models.OneToOneField("Snapshot", on_delete=models.PROTECT, null=True, related_name="draft")
    figures = models.JSONField(default=dict)
    changes = models.JSONField(default=dict)  # against the revision that stood then
    revision = models.PositiveSmallIntegerField(_("版次"), default=1)  # that it would be

    class Meta:
        verbose_name = verbose_name_plural = _("年度报告底稿")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "as_of"], name="report_draft_once"),
            models.CheckConstraint(
                condition=~Q(state=BuildState.DONE) | Q(snapshot__isnull=False), name="counted_draft_has_its_rows"
            ),
            models.CheckConstraint(condition=~Q(state=BuildState.FAILED) | ~Q(error=""), name="failed_draft_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.session} {self.as_of:%Y-%m-%d}"


def _own_name(build: "ReportBuild", filename: str) -> str:
    return f"reports/{uuid4().hex}"


class ReportBuild(Job):
    """One file of a report, kept for download."""

    is_shown = is_picture = False  # a workbook or a letter is only ever saved

    report = models.ForeignKey(AnnualReport, on_delete=models.PROTECT, related_name="builds")
    kind = CodeField(_("文件"), max_length=20, choices=ReportKind)
    file = models.FileField(upload_to=_own_name, blank=True)
    name = models.CharField(_("文件名"), max_length=200, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(_("大小"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("报告文件")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "kind"], name="report_file_once"),
            models.CheckConstraint(condition=~Q(state=BuildState.DONE) | ~Q(file=""), name="built_report_has_its_file"),
            models.CheckConstraint(condition=~Q(state=BuildState.FAILED) | ~Q(error=""), name="failed_build_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.report}"
