"""What lead and assisting units ask of each other before the reply is filed (S20)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.code_field import CodeField
from suggestions.choices import Stance


class OpinionRequest(models.Model):
    """The lead unit asks an assisting unit once more for its opinion (再次征求意见; 重庆 art 20). Once a task."""

    assignment = models.OneToOneField(  # of the assisting unit
        "suggestions.Assignment", on_delete=models.PROTECT, related_name="opinion_request"
    )
    question = models.TextField(_("需要补充的问题"))
    due_on = models.DateField(_("补充期限"))
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField(_("征求日期"))
    asked_at = models.DateTimeField(_("时间"))
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("再次征求意见")

    def __str__(self) -> str:
        return self.question[:40]


class Circulation(models.Model):
    """A draft of the reply sent round to the assisting units for countersigning (会签): the words as they were."""

    assignment = models.ForeignKey(  # of the lead unit
        "suggestions.Assignment", on_delete=models.PROTECT, related_name="circulations"
    )
    number = models.PositiveSmallIntegerField(_("次数"))
    text = models.TextField(_("会签稿"))
    result_class = models.ForeignKey(
        "suggestions.ResultClass", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(_("会签期限"))
    sent_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField(_("送会签日期"))
    sent_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("会签稿")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["assignment", "number"], name="circulation_number_once")]

    def __str__(self) -> str:
        return f"第{self.number}次会签"


class Countersignature(models.Model):
    """One assisting unit's word on a circulated draft."""

    circulation = models.ForeignKey(Circulation, on_delete=models.PROTECT, related_name="signatures")
    assignment = models.ForeignKey(  # of the assisting unit
        "suggestions.Assignment", on_delete=models.PROTECT, related_name="countersignatures"
    )
    stance = CodeField(_("会签意见"), max_length=20, choices=Stance, blank=True)  # empty: not yet
    comment = models.TextField(_("具体意见"), blank=True)
    signed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signed_on = models.DateField(_("会签日期"), null=True, blank=True)
    signed_at = models.DateTimeField(_("时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("会签")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["circulation", "assignment"], name="countersigned_once")]

    def __str__(self) -> str:
        return self.get_stance_display()
