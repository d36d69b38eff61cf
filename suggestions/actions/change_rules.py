"""The office's date rules (domain.md 8): each change is a new version, the newest is in force."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.actions.keep import differences
from accounts.roles import Permission
from suggestions.clocks import newest_regulation, rule_of
from suggestions.errors import NotAllowed, RuleViolation
from suggestions.models import Regulation
from suggestions.models.regulation import WindowUnit

WINDOWS = (
    "return",
    "receipt",
    "plan",
    "assisting",
    "second_opinion",
    "countersign",
    "rehandling",
    "assignment",
    "feedback",
    "internal_target",
)
COUNTS_BACK = frozenset({"assisting", "internal_target"})  # the others may run where there is no reply's due date
MOST_MONTHS = 6
NOT_RULES = frozenset({"id", "note", "changed_by", "changed_at"})


def in_force() -> Regulation:
    """The newest version; the statute's defaults where the office never set any (an unsaved row)."""
    return newest_regulation() or Regulation()


def change_rules(regulation: Regulation, *, by, at: datetime) -> Regulation:
    """Put a new version in force. Dates already set stay.

    NotAllowed unless `by` is the office's head. RuleViolation, at its field, when nothing changes, when no reason is
    given, or when the numbers do not keep the statute (代表法 art 51).
    """
    if not by.may(Permission.CHANGE_RULES):
        raise NotAllowed(_("办理规则只能由代表工作机构负责人修改。"))
    if not regulation.note.strip():
        raise RuleViolation(_("请填写修改依据，例如哪次会议决定、依据哪个文件。"), field="note")
    for window in WINDOWS:
        _check_window(regulation, window)
    if regulation.longest_months < regulation.reply_months:
        raise RuleViolation(_("最长期限不能短于答复期限。"), field="longest_months")
    if regulation.red_days and regulation.red_days <= regulation.yellow_days:
        raise RuleViolation(_("红牌的逾期天数应多于黄牌。"), field="red_days")
    if regulation.poll_good_percent <= regulation.poll_pass_percent:
        raise RuleViolation(_("“满意”等次的下限应高于“基本满意”等次。"), field="poll_good_percent")
    try:
        rule_of(regulation)
    except ValueError as error:
        raise RuleViolation(_("这组期限不符合《代表法》第五十一条：答复期限1至6个月，最长期限不超过6个月。")) from error
    if not what_changed(in_force(), regulation):
        raise RuleViolation(_("各项规则与现行规则相同，没有需要保存的修改。"))
    regulation.pk, regulation.changed_by, regulation.changed_at = None, by, at
    regulation._state.adding = True
    try:
        regulation.full_clean()
    except ValidationError as error:
        name, found = next(iter(error.message_dict.items()))
        raise RuleViolation(found[0], field=None if name == "__all__" else name) from error
    regulation.save()
    return regulation


def what_changed(before: Regulation, after: Regulation) -> list[str]:
    """One line per setting that differs, old and new in words."""
    return differences(before, after, leave_out=NOT_RULES).splitlines()


def _check_window(regulation: Regulation, window: str) -> None:
    amount, unit = getattr(regulation, f"{window}_amount"), getattr(regulation, f"{window}_unit")
    if not amount:
        return
    if unit == WindowUnit.DAYS_BEFORE_DUE and window not in COUNTS_BACK:
        raise RuleViolation(_("只有协办意见期限和内部目标期限可以按“主办期限前若干日”计算。"), field=f"{window}_unit")
    if unit == WindowUnit.MONTHS and amount > MOST_MONTHS:
        raise RuleViolation(_("按月计算的期限不能超过6个月。"), field=f"{window}_amount")
