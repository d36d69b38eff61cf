from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.code_field import CodeField
from suggestions.querysets import EventQuerySet
from suggestions.workflow import Action


class AppendOnly(Exception):
    """The history cannot be rewritten."""


class Event(models.Model):
    """One line of the append-only history, written in the same transaction as the fact.

    Names are copied, so that the line stays readable when a person or unit is renamed.
    The database itself refuses changes (migration 0002): the history is evidence.
    """

    suggestion = models.ForeignKey("suggestions.Suggestion", on_delete=models.PROTECT, related_name="events")
    assignment = models.ForeignKey(
        "suggestions.Assignment", on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    action = CodeField(_("操作"), max_length=30, choices=Action)
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField(_("操作人"), max_length=50, blank=True)
    by_role = models.CharField(_("角色"), max_length=20, blank=True)
    unit_name = models.CharField(_("单位"), max_length=100, blank=True)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20, blank=True)
    reason = models.TextField(_("理由"), blank=True)
    old_date = models.DateField(_("原日期"), null=True, blank=True)
    new_date = models.DateField(_("新日期"), null=True, blank=True)
    detail = models.CharField(_("内容"), max_length=500, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("办理记录")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["suggestion", "at"], name="event_timeline")]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.by_name}"

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise AppendOnly("办理记录只能追加，不能修改。")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnly("办理记录不能删除。")
