from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.code_field import CodeField
from suggestions.choices import ContactKind, ContactStage


class Contact(models.Model):
    """One contact with the deputy: before, during or after handling (三联系, S14)."""

    suggestion = models.ForeignKey("suggestions.Suggestion", on_delete=models.PROTECT, related_name="contacts")
    assignment = models.ForeignKey(
        "suggestions.Assignment", on_delete=models.PROTECT, null=True, blank=True, related_name="contacts"
    )
    stage = CodeField(_("阶段"), max_length=20, choices=ContactStage)
    kind = CodeField(_("方式"), max_length=20, choices=ContactKind)
    contacted_on = models.DateField(_("联系日期"))
    place = models.CharField(_("地点"), max_length=200, blank=True)
    deputies = models.ManyToManyField("accounts.Deputy", verbose_name=_("联系的代表"), related_name="+", blank=True)
    people = models.CharField(_("参加人员"), max_length=300)
    note = models.TextField(_("沟通情况"))
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("记录时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("联系记录")
        ordering = ["contacted_on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} {self.get_kind_display()}"
