from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.code_field import CodeField
from supervision.querysets import ReminderQuerySet
from supervision.reminder_rules import Kind


class Reminder(models.Model):
    """The ledger of reminders. A row is written before anything is sent, and its key makes it unique:

    one person, one task (or one suggestion's feedback, one commitment, finding or instruction), one kind, one due date,
    one rung.
    A new due date makes new keys; a job run twice, or by two workers, writes nothing twice.
    """

    suggestion = models.ForeignKey("suggestions.Suggestion", on_delete=models.CASCADE, related_name="reminders")
    assignment = models.ForeignKey(
        "suggestions.Assignment", on_delete=models.CASCADE, null=True, blank=True, related_name="reminders"
    )
    commitment = models.ForeignKey(
        "suggestions.Commitment", on_delete=models.CASCADE, null=True, blank=True, related_name="reminders"
    )
    finding = models.ForeignKey(
        "supervision.Finding", on_delete=models.CASCADE, null=True, blank=True, related_name="reminders"
    )
    instruction = models.ForeignKey(
        "supervision.Instruction", on_delete=models.CASCADE, null=True, blank=True, related_name="reminders"
    )
    kind = CodeField(_("类型"), max_length=20, choices=Kind)
    due_on = models.DateField(_("期限"))
    rung = models.SmallIntegerField(_("档次"))  # days before the due date; negative: overdue
    recipient = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="reminders")
    planned_on = models.DateField(_("提醒日期"))
    created_at = models.DateTimeField(_("生成时间"))
    notification = models.ForeignKey(  # the digest it goes out in
        "accounts.Notification", verbose_name=_("所在消息"), on_delete=models.CASCADE, related_name="reminders"
    )

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("提醒")
        ordering = ["-planned_on", "due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "kind", "due_on", "rung", "recipient"],
                condition=models.Q(commitment__isnull=True),
                name="task_reminder_once",
            ),
            models.UniqueConstraint(
                fields=["commitment", "kind", "due_on", "rung", "recipient"], name="commitment_reminder_once"
            ),
            models.UniqueConstraint(
                fields=["finding", "kind", "due_on", "rung", "recipient"], name="finding_reminder_once"
            ),
            models.UniqueConstraint(
                fields=["instruction", "kind", "due_on", "rung", "recipient"], name="instruction_reminder_once"
            ),
            models.UniqueConstraint(
                fields=["suggestion", "kind", "due_on", "rung", "recipient"],
                condition=models.Q(assignment__isnull=True, finding__isnull=True, instruction__isnull=True),
                name="suggestion_reminder_once",
            ),
        ]
        indexes = [models.Index(fields=["planned_on"], name="reminder_day")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.due_on:%Y-%m-%d} {self.rung}"
