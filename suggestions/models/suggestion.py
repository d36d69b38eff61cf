from django.db import models
from django.db.models import Case, F, Q, When
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models.code_field import CodeField
from suggestions.choices import Grade, Kind, Period, ProposerKind, Publicity, Status
from suggestions.querysets import SuggestionQuerySet


def proposer_words(kind: str, name: str | None, delegation: str, co_signers: int) -> str:
    """As printed on lists: "某某等3人", a delegation, or the delegation where no name was kept."""
    if kind == ProposerKind.DELEGATION or not name:
        return delegation
    if co_signers:
        return gettext("%(name)s等%(n)d人") % {"name": name, "n": co_signers + 1}
    return name


class Suggestion(models.Model):
    """One suggestion, criticism or opinion of a deputy, with the facts of its life.

    The block "copies for the lists" repeats what the rows below say, so that a list page needs no join;
    only suggestions/actions/_transition.py writes it (`settle`), and a test proves it true after every story.
    """

    session = models.ForeignKey(
        "suggestions.Session", verbose_name=_("会议"), on_delete=models.PROTECT, related_name="suggestions"
    )
    period = CodeField(_("提出时间"), max_length=20, choices=Period, default=Period.IN_SESSION)
    number = models.CharField(_("编号"), max_length=40)
    number_key = models.CharField(max_length=120, editable=False)  # natural order: numbering.sort_key
    source_number = models.CharField(_("原编号"), max_length=40, blank=True, editable=False)
    is_number_provisional = models.BooleanField(_("临时编号"), default=False, editable=False)
    kind = CodeField(_("类型"), max_length=20, choices=Kind, default=Kind.SUGGESTION)
    title = models.CharField(_("标题"), max_length=200)
    body = models.TextField(_("正文"), blank=True)
    category = models.ForeignKey(
        "suggestions.Category",
        verbose_name=_("类别"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="suggestions",
    )
    proposer_kind = CodeField(_("提出方式"), max_length=20, choices=ProposerKind, default=ProposerKind.INDIVIDUAL)
    lead_deputy = models.ForeignKey(
        "accounts.Deputy",
        verbose_name=_("领衔代表"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="led_suggestions",
    )
    delegation = models.ForeignKey(
        "accounts.Delegation",
        verbose_name=_("代表团"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="suggestions",
    )
    co_signers = models.ManyToManyField(
        "accounts.Deputy",
        verbose_name=_("附议代表"),
        through="suggestions.CoSigner",
        related_name="co_signed_suggestions",
        blank=True,
    )
    co_signer_count = models.PositiveIntegerField(_("附议人数"), default=0)
    publicity = CodeField(_("公开意见"), max_length=20, choices=Publicity, default=Publicity.FULL)
    suggested_unit = models.CharField(_("代表建议的承办单位"), max_length=200, blank=True)
    submitted_on = models.DateField(_("收到日期"))
    registered_at = models.DateTimeField(_("登记时间"))
    registered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    status = CodeField(_("状态"), max_length=20, choices=Status, default=Status.REGISTERED)
    version = models.PositiveIntegerField(default=0)
    round = models.PositiveSmallIntegerField(_("办理轮次"), default=1)
    merged_into = models.ForeignKey(
        "self", verbose_name=_("并入"), on_delete=models.PROTECT, null=True, blank=True, related_name="merged_from"
    )
    assign_by_on = models.DateField(_("应交办日期"), null=True, blank=True)
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    closed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    # Followed as a key suggestion (重点督办) now; the topics stand on the floor above, actions/key.py keeps this true
    is_key = models.BooleanField(_("重点督办"), default=False, editable=False)
    led_by = models.ForeignKey(  # the topic's leader, told of the third urging
        "accounts.User",
        verbose_name=_("领衔领导"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    # A leader's instruction (批示) stands about it, done or not; the floor above keeps this true by actions/instruct.py
    is_instructed = models.BooleanField(_("有领导批示"), default=False, editable=False)

    # Copies for the lists
    lead_unit_names = models.CharField(_("主办单位"), max_length=300, blank=True, editable=False)
    assigned_on = models.DateField(_("交办日期"), null=True, blank=True, editable=False)  # first assignment day
    due_on = models.DateField(_("答复期限"), null=True, blank=True, editable=False)  # this round's, nearest one owed
    filed_on = models.DateField(_("提交答复日期"), null=True, blank=True, editable=False)  # clock stopped; null: owed
    is_due_provisional = models.BooleanField(default=False, editable=False)
    replied_on = models.DateField(_("答复日期"), null=True, blank=True, editable=False)  # 办了: this round's reply
    first_replied_on = models.DateField(_("首次答复日期"), null=True, blank=True, editable=False)
    result_class = models.ForeignKey(  # 办成: counts_as_solved of the class in force
        "suggestions.ResultClass",
        verbose_name=_("办理结果"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="suggestions",
        editable=False,
    )
    grade = CodeField(  # 办好: the last round's grade of the result
        _("代表评价"), max_length=20, choices=Grade, blank=True, editable=False
    )
    feedback_due_on = models.DateField(_("反馈期限"), null=True, blank=True, editable=False)
    # The database keeps this one: the due date while it is owed. Lists are sorted by it, open work first.
    open_due_on = models.GeneratedField(
        expression=Case(
            When(status=Status.IN_HANDLING, filed_on__isnull=True, then=F("due_on")),
            default=None,
            output_field=models.DateField(),
        ),
        output_field=models.DateField(null=True),
        db_persist=True,
    )

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("代表建议")
        ordering = ["number_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "number"],
                name="number_once_per_session",
                violation_error_message=_("本次会议已有该编号，编号不能重复使用。"),
            ),
            models.CheckConstraint(
                condition=Q(status=Status.MERGED, merged_into__isnull=False)
                | (~Q(status=Status.MERGED) & Q(merged_into__isnull=True)),
                name="merged_names_its_main",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(status=Status.CLOSED), name="closed_at_means_closed"
            ),
        ]
        indexes = [
            models.Index(fields=["session", "number_key"], name="suggestion_list"),
            models.Index(fields=["session", "status", "due_on"], name="suggestion_work"),
            models.Index(fields=["session", "open_due_on", "number_key"], name="suggestion_by_due"),
            models.Index(fields=["open_due_on", "number_key"], name="suggestion_all_by_due"),
            models.Index(
                fields=["due_on"], name="suggestion_open_due", condition=Q(status=Status.IN_HANDLING, filed_on=None)
            ),
            models.Index(fields=["session"], name="suggestion_key", condition=Q(is_key=True)),
            models.Index(fields=["feedback_due_on"], name="suggestion_feedback", condition=Q(status=Status.REPLIED)),
        ]

    def __str__(self) -> str:
        return f"{self.number}号 {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("suggestions:detail", args=[self.pk])

    @property
    def proposer(self) -> str:
        name = self.lead_deputy.name if self.lead_deputy_id else ""
        return proposer_words(self.proposer_kind, name, str(self.delegation or ""), self.co_signer_count)

    @property
    def is_replied(self) -> bool:
        """办了: the units have answered (this round)."""
        return self.replied_on is not None

    @property
    def is_resolved(self) -> bool:
        """办成: answered with a class that the office counts as solved."""
        return self.is_replied and self.result_class is not None and self.result_class.counts_as_solved

    @property
    def is_satisfied(self) -> bool:
        """办好: the deputy is satisfied with the result of the last round."""
        return self.grade == Grade.SATISFIED


class CoSigner(models.Model):
    """A deputy who signed with the lead deputy (附议)."""

    suggestion = models.ForeignKey(Suggestion, on_delete=models.CASCADE, related_name="co_signatures")
    deputy = models.ForeignKey("accounts.Deputy", on_delete=models.PROTECT, related_name="co_signatures")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["suggestion", "deputy"], name="co_signer_once")]

    def __str__(self) -> str:
        return str(self.deputy)
