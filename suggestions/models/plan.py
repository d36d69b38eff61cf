from django.db import models
from django.utils.translation import gettext_lazy as _


class HandlingPlan(models.Model):
    """How a unit means to handle one task: the six fixings (六定, S18) and the chain of responsibility (S17).

    Each change is a line of the history; the row holds what is in force.
    """

    assignment = models.OneToOneField("suggestions.Assignment", on_delete=models.PROTECT, related_name="plan")
    # The chain of responsibility: 一把手负总责, 分管领导具体负责, 承办人员主动担责
    principal = models.CharField(_("主要负责人（负总责）"), max_length=50)
    deputy_head = models.CharField(_("分管负责人（具体负责）"), max_length=50)
    section = models.CharField(_("承办科室"), max_length=100, blank=True)
    # The six
    leader = models.CharField(_("牵头领导"), max_length=50)
    handler = models.CharField(_("承办人员"), max_length=50)
    handler_phone = models.CharField(_("承办人员电话"), max_length=30)
    measures = models.TextField(_("落实措施"))
    complete_on = models.DateField(_("办结时间"))
    standard = models.TextField(_("办理标准"))
    limit_on = models.DateField(_("办理期限"))
    filed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    filed_on = models.DateField(_("填报日期"))  # of the first filing: whether it kept its date
    changed_at = models.DateTimeField(_("修改时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("办理方案")

    def __str__(self) -> str:
        return f"{self.assignment} {self._meta.verbose_name}"
