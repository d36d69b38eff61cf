from django.db import models
from django.utils.translation import gettext_lazy as _


class Comparison(models.Model):
    """The figures of a session as it stood at the end of a day, to stand beside those of the session after it.

    Counted each night from a snapshot (actions/compare.py), one row for each whose dashboard there is: `whose` is
    “all”, “system:party”, “committee:3” or “unit:5”. Numbers only: nothing here is a source of anything.
    """

    session = models.ForeignKey(
        "suggestions.Session", verbose_name=_("会议"), on_delete=models.CASCADE, related_name="comparisons"
    )
    as_of = models.DateField(_("截止日期"))
    whose = models.CharField(max_length=40)
    figures = models.JSONField(_("数字"))

    class Meta:
        verbose_name = verbose_name_plural = _("上次会议同日数字")
        ordering = ["-as_of", "whose"]
        constraints = [models.UniqueConstraint(fields=["session", "as_of", "whose"], name="comparison_once")]

    def __str__(self) -> str:
        return f"{self.session} {self.as_of:%Y-%m-%d} {self.whose}"
