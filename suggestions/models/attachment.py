from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _


def _own_name(attachment: "StoredFile", filename: str) -> str:
    """Stored under a name of our own: what a browser sent is only ever shown, never used as a path."""
    return f"attachments/{uuid4().hex}"


class StoredFile(models.Model):
    """A checked file under a name of our own, whatever it came with. `actions/attach.py` keeps it."""

    # Drawn by a browser on our pages; all else is only ever saved
    SHOWN = frozenset({"application/pdf", "image/jpeg", "image/png"})

    file = models.FileField(upload_to=_own_name)
    name = models.CharField(_("文件名"), max_length=200)
    size = models.PositiveIntegerField(_("大小"))
    content_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    uploaded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(_("上传时间"))

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_shown(self) -> bool:
        return self.content_type in self.SHOWN

    @property
    def is_picture(self) -> bool:
        return self.is_shown and self.content_type.startswith("image/")


class Attachment(StoredFile):
    """A file of one suggestion, and of the version it came with. Served only through its gate."""

    # What it came with: at most one of these; none, when it came with the suggestion itself
    OWNERS = ("reply", "opinion", "contact", "evaluation", "commitment_entry", "commitment_receipt", "meeting")

    suggestion = models.ForeignKey("suggestions.Suggestion", on_delete=models.PROTECT, related_name="attachments")
    reply = models.ForeignKey(
        "suggestions.Reply", on_delete=models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    opinion = models.ForeignKey(
        "suggestions.Opinion", on_delete=models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    contact = models.ForeignKey(
        "suggestions.Contact", on_delete=models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    evaluation = models.ForeignKey(
        "suggestions.Evaluation", on_delete=models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    commitment_entry = models.ForeignKey(
        "suggestions.CommitmentEntry", on_delete=models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    commitment_receipt = models.ForeignKey(
        "suggestions.CommitmentReceipt", on_delete=models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    meeting = models.ForeignKey(
        "suggestions.Meeting", on_delete=models.PROTECT, null=True, blank=True, related_name="attachments"
    )

    class Meta(StoredFile.Meta):
        abstract = False
        verbose_name = verbose_name_plural = _("附件")

    @property
    def owner(self) -> str:
        return next((name for name in self.OWNERS if getattr(self, f"{name}_id")), "suggestion")
