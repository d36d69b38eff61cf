"""How a session stood at the end of a day, kept as rows with the names that the living rows have.

The conditions of suggestions/querysets.py and supervision/rates.py are asked of these rows as of the living ones, so a
figure is defined once. Names of units, categories and delegations are words: renaming them later changes nothing.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.code_field import CodeField
from accounts.roles import HandlingSystem
from suggestions.choices import AssignmentState, CardColour, CommitmentState, Grade, Period, Publicity, Status, UnitRole
from suggestions.models.event import AppendOnly
from suggestions.querysets import AssignmentQuerySet

SEVERAL_SYSTEMS = "several"  # handled separately by units of two systems: a line of its own, so that lines add up


class _Kept:
    """Rows of a snapshot are never changed; only a snapshot that nothing stands on is taken away as a whole."""

    def update(self, **kwargs):
        raise AppendOnly("快照只能重新生成，不能修改。")

    def delete(self):
        raise AppendOnly("快照只能整体替换，不能逐行删除。")


class KeptQuerySet(_Kept, models.QuerySet):
    pass


class KeptTasks(_Kept, AssignmentQuerySet):
    pass


class _Row(models.Model):
    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise AppendOnly("快照只能重新生成，不能修改。")
        super().save(*args, **kwargs)


class Snapshot(_Row):
    """One session as of the end of one day. `actions/snapshot.py` takes it; a report stands on it for good."""

    session = models.ForeignKey(
        "suggestions.Session", verbose_name=_("会议"), on_delete=models.PROTECT, related_name="snapshots"
    )
    as_of = models.DateField(_("截止日期"))
    taken_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(_("生成时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("数据快照")
        ordering = ["-as_of", "-pk"]
        indexes = [models.Index(fields=["session", "as_of"], name="snapshot_of_day")]

    def __str__(self) -> str:
        return f"{self.session} {self.as_of:%Y-%m-%d}"


class SnapshotClass(_Row):
    """A result class as the office had it that day: whether it counted as solved is part of the figure."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="classes")
    code = models.CharField(max_length=10)
    label = models.CharField(max_length=40)
    order = models.PositiveIntegerField(default=0)
    counts_as_solved = models.BooleanField()
    needs_plan_date = models.BooleanField()

    objects = KeptQuerySet.as_manager()

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return f"{self.code}类 {self.label}"


class SnapshotUnit(_Row):
    """A handling unit as it was called when the snapshot was taken; `source` leads to the unit of today."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="units")
    source = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    order = models.PositiveIntegerField(default=0)
    handling_system = CodeField(max_length=20, choices=HandlingSystem)
    committee = models.ForeignKey("accounts.Committee", on_delete=models.SET_NULL, null=True, related_name="+")

    objects = KeptQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class SnapshotSuggestion(_Row):
    """One suggestion; the columns are called as the copies on Suggestion, and what those ask of other rows follows."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="suggestions")
    source = models.ForeignKey("suggestions.Suggestion", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(_("编号"), max_length=40)
    number_key = models.CharField(max_length=120)
    title = models.CharField(_("标题"), max_length=200)
    period = CodeField(_("提出时间"), max_length=20, choices=Period)
    proposer = models.CharField(_("提出人"), max_length=120)
    delegation = models.CharField(_("代表团"), max_length=100, blank=True)
    category = models.CharField(_("类别"), max_length=50, blank=True)
    publicity = CodeField(_("公开意见"), max_length=20, choices=Publicity)
    submitted_on = models.DateField(_("收到日期"))

    status = CodeField(_("状态"), max_length=20, choices=Status)
    round = models.PositiveSmallIntegerField(_("办理轮次"))
    merged_into_number = models.CharField(_("并入"), max_length=40, blank=True)
    lead_unit_names = models.CharField(_("主办单位"), max_length=300, blank=True)
    assisting_unit_names = models.CharField(_("协办单位"), max_length=600, blank=True)
    lead_system = models.CharField(_("办理系统"), max_length=20, blank=True)  # or SEVERAL_SYSTEMS; empty: no unit yet
    assigned_on = models.DateField(_("交办日期"), null=True)
    due_on = models.DateField(_("答复期限"), null=True)
    filed_on = models.DateField(_("提交答复日期"), null=True)
    replied_on = models.DateField(_("答复日期"), null=True)
    first_replied_on = models.DateField(_("首次答复日期"), null=True)
    result_class = models.ForeignKey(
        SnapshotClass, verbose_name=_("办理结果"), on_delete=models.CASCADE, null=True, related_name="+"
    )
    grade = CodeField(_("代表评价"), max_length=20, choices=Grade, blank=True)
    attitude = CodeField(_("办理态度"), max_length=20, choices=Grade, blank=True)
    first_grade = CodeField(_("首次评价"), max_length=20, choices=Grade, blank=True)
    is_faced = models.BooleanField(_("已面商"))
    is_key = models.BooleanField(_("重点督办"))
    is_instructed = models.BooleanField(_("有领导批示"), default=False)

    objects = KeptQuerySet.as_manager()

    class Meta:
        ordering = ["number_key", "pk"]

    def __str__(self) -> str:
        return f"{self.number}号 {self.title}"


class SnapshotTask(_Row):
    """One unit's task in one round. `plan`: the day its handling plan was filed, called as the relation it repeats."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="tasks")
    suggestion = models.ForeignKey(SnapshotSuggestion, on_delete=models.CASCADE, related_name="tasks")
    unit = models.ForeignKey(SnapshotUnit, on_delete=models.CASCADE, related_name="tasks")
    role = CodeField(_("分工"), max_length=20, choices=UnitRole)
    round = models.PositiveSmallIntegerField(_("办理轮次"))
    state = CodeField(_("状态"), max_length=20, choices=AssignmentState)
    assigned_on = models.DateField(_("交办日期"))
    original_due_on = models.DateField(_("原定期限"))
    due_on = models.DateField(_("期限"))
    done_on = models.DateField(_("完成日期"), null=True)
    plan_due_on = models.DateField(_("办理方案期限"), null=True)
    plan = models.DateField(_("方案填报日期"), null=True)
    card = CodeField(_("警示牌"), max_length=10, choices=CardColour, blank=True)
    urged_times = models.PositiveSmallIntegerField(_("催办次数"))
    promised_on = models.DateField(_("最早承诺提交日期"), null=True)
    is_faced = models.BooleanField(_("已面商"))
    is_extended = models.BooleanField(_("已延期"))
    is_extension_open = models.BooleanField(_("延期申请待决定"))
    result_class = models.ForeignKey(
        SnapshotClass, verbose_name=_("办理结果"), on_delete=models.CASCADE, null=True, related_name="+"
    )

    objects = KeptTasks.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.unit}（{self.get_role_display()}）"


class SnapshotPromise(_Row):
    """One promise on the ledger that day; the columns are called as on Commitment."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="promises")
    suggestion = models.ForeignKey(SnapshotSuggestion, on_delete=models.CASCADE, related_name="promises")
    unit = models.ForeignKey(SnapshotUnit, on_delete=models.CASCADE, related_name="promises")
    matter = models.CharField(_("承诺事项"), max_length=500)
    responsible = models.CharField(_("责任人"), max_length=50, blank=True)
    state = CodeField(_("状态"), max_length=20, choices=CommitmentState)
    original_due_on = models.DateField(_("原承诺期限"))
    due_on = models.DateField(_("承诺期限"))
    opened_on = models.DateField(_("列入台账日期"))
    done_on = models.DateField(_("完成日期"), null=True)
    closed_on = models.DateField(_("销号日期"), null=True)

    objects = KeptQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.matter
