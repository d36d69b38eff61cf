"""What a rate is: a numerator, a denominator and the sentence beside it; and the one rate of the commitments ledger.

Counts stand beside every percentage, and out of nothing comes “—”: never 0 %, never 100 %.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext_lazy as _

NOTHING = "—"


@dataclass(frozen=True)
class Definition:
    """A number's name, what is counted and, for a rate, out of what; `sentence` explains it to a reader."""

    label: str
    numerator: str
    denominator: str
    sentence: str


@dataclass(frozen=True)
class Rate:
    """So many of so many. ValueError when the part is larger than the whole, or either is negative."""

    numerator: int
    denominator: int

    def __post_init__(self):
        if not 0 <= self.numerator <= self.denominator:
            raise ValueError(f"{self.numerator} of {self.denominator} is not a share")

    def rounded(self, decimals: int) -> Decimal | None:
        """In per cent, halves up; None out of nothing."""
        if self.denominator == 0:
            return None
        return (Decimal(100 * self.numerator) / self.denominator).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)

    @property
    def percent(self) -> Decimal | None:
        """Two decimals."""
        return self.rounded(2)

    def shown(self, decimals: int = 2) -> str:
        found = self.rounded(decimals)
        return NOTHING if found is None else f"{found}%"

    __str__ = shown


def points(now: Rate, before: Rate, decimals: int = 2) -> str:
    """The change between two rates in percentage points (百分点), of the rounded values that stand beside it; “—” when
    one of them is out of nothing."""
    new, old = now.rounded(decimals), before.rounded(decimals)
    return NOTHING if new is None or old is None else f"{new - old:+}"


KEPT_RATE = Definition(
    _("落实率"),
    _("已兑现的承诺事项"),
    _("已到期的，加上提前兑现和届末书面说明的承诺事项"),
    _(
        "已兑现÷应兑现。应兑现：现承诺期限已过的（含已报完成、尚待确认的），已经兑现的，以及届末以书面说明销号的；"
        "由新答复代替的不计。期限经调整的以调整后的为准，调整次数另列。"
    ),
)
