from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.code_field import CodeField


def _own_name(import_file: "ImportFile", filename: str) -> str:
    return f"imports/{uuid4().hex}"


class ImportFile(models.Model):
    """An uploaded ledger between its preview and its commit, and afterwards the record of what it changed."""

    class Kind(models.TextChoices):
        LEDGER = "ledger", _("建议台账")
        ASSISTING = "assisting", _("协办情况")
        UNITS = "units", _("承办单位")

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("待核对")
        COMMITTED = "committed", _("已导入")

    kind = CodeField(_("内容"), max_length=20, choices=Kind)
    state = CodeField(_("状态"), max_length=20, choices=State, default=State.UPLOADED)
    session_name = models.CharField(_("会议"), max_length=100, blank=True)
    file = models.FileField(upload_to=_own_name)
    name = models.CharField(_("文件名"), max_length=200)
    mapping = models.JSONField(_("列对应"), default=dict)  # header → field name, as the clerk confirmed it
    summary = models.JSONField(_("结果"), default=dict)
    uploaded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("上传时间"))
    committed_at = models.DateTimeField(_("导入时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("导入文件")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.name
