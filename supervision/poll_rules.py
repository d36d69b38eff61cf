"""What is asked of a satisfaction test (满意度测评), and what its counts come to. Pure: numbers in, sentences out.

Percentages are of the ballots returned, two decimals (沾益 2019); bands 80 and 60, below 60 handled again (汝州, 五峰):
domain.md 1.8.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from suggestions.definitions import Rate
from suggestions.errors import RuleViolation
from supervision.choices import Band, Mark, PollKind

LEAST_BALLOTS = 3  # of two ballots, each voter knows the other's


@dataclass(frozen=True)
class Limits:
    """The office's limits as they stood when the test was prepared; in per cent, on the rate `counts_basic` names."""

    good: int = 80
    passed: int = 60
    counts_basic: bool = True  # 满意 and 基本满意 together; else 满意 alone


@dataclass(frozen=True)
class Counts:
    """The ballots about one suggestion."""

    issued: int
    returned: int
    satisfied: int
    basic: int
    dissatisfied: int
    void: int

    def of(self, mark: str) -> Rate:
        """How many ballots say `mark`, out of those returned."""
        return Rate(getattr(self, mark), self.returned)

    @property
    def satisfied_rate(self) -> Rate:
        return Rate(self.satisfied, self.returned)

    @property
    def content_rate(self) -> Rate:
        return Rate(self.satisfied + self.basic, self.returned)

    def judged_by(self, limits: Limits) -> Rate:
        """The rate that the band is read from."""
        return self.content_rate if limits.counts_basic else self.satisfied_rate


def check_counts(counts: Counts, number: str) -> None:
    """RuleViolation, naming the suggestion, for counts of paper ballots that do not add up."""
    words = {"number": number}
    if counts.issued < 1:
        raise RuleViolation(_("%(number)s号：发出票数应大于零。") % words)
    if counts.returned > counts.issued:
        raise RuleViolation(
            _("%(number)s号：收回%(returned)d张，多于发出的%(issued)d张，请核对。")
            % {**words, "returned": counts.returned, "issued": counts.issued}
        )
    total = counts.satisfied + counts.basic + counts.dissatisfied + counts.void
    if total != counts.returned:
        raise RuleViolation(
            _("%(number)s号：满意、基本满意、不满意和弃权（废票）合计%(total)d张，与收回的%(returned)d张不符，请核对。")
            % {**words, "total": total, "returned": counts.returned}
        )


def check_arrangement(*, kind: str, minimum: int | None, voters: int, closes_at: datetime | None) -> None:
    """RuleViolation for an electronic vote without roll or closing time, or with a minimum that protects nobody."""
    if kind == PollKind.PAPER:
        return
    if voters < LEAST_BALLOTS:
        raise RuleViolation(
            _("无记名投票至少要有%(n)d位成员，否则从结果就能推出各人的意见。") % {"n": LEAST_BALLOTS}, field="voters"
        )
    if minimum is None or minimum < LEAST_BALLOTS:
        raise RuleViolation(
            _("最低收回票数不能少于%(n)d张，否则从结果就能推出各人的意见。") % {"n": LEAST_BALLOTS}, field="minimum"
        )
    if minimum > voters:
        raise RuleViolation(
            _("最低收回票数%(minimum)d张，多于投票成员%(voters)d人。") % {"minimum": minimum, "voters": voters},
            field="minimum",
        )
    if closes_at is None:
        raise RuleViolation(_("请填写投票截止时间。"), field="closes_at")


def check_marks(marks: Mapping[int, str], subjects: Iterable[int]) -> None:
    """RuleViolation unless each subject has exactly one mark. The sentence names no mark."""
    wanted = set(subjects)
    if set(marks) != wanted or not set(marks.values()) <= set(Mark.values):
        missing = len(wanted - {pk for pk, mark in marks.items() if mark in Mark.values})
        raise RuleViolation(_("还有%(n)d件没有选择；不表态的请选“弃权”。") % {"n": missing})


def band(counts: Counts, limits: Limits) -> Band | None:
    """By the rate to two decimals, whatever a page shows; None where no ballot came back."""
    percent = counts.judged_by(limits).percent
    if percent is None:
        return None
    if percent >= Decimal(limits.good):
        return Band.SATISFIED
    return Band.BASIC if percent >= Decimal(limits.passed) else Band.DISSATISFIED


def more_than_half(voters: int) -> int:
    """The usual minimum: more than half of the roll, never below what keeps the ballot secret."""
    return max(LEAST_BALLOTS, voters // 2 + 1)
