"""When a task earns a warning card (黄牌, 红牌): plain counting over the facts, by the days the office sets."""

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from suggestions.choices import CardColour
from suggestions.deadlines import days_left


class Cause(TextChoices):
    OVERDUE = "overdue", _("逾期未答复")
    URGED = "urged", _("多次催办未提交")


@dataclass(frozen=True)
class CardRules:
    """0 switches a rule off."""

    yellow_days: int = 0
    yellow_urgings: int = 0
    red_days: int = 0

    @property
    def are_on(self) -> bool:
        return any((self.yellow_days, self.yellow_urgings, self.red_days))


def due_card(due_on: date, urgings: int, rules: CardRules, today: date) -> tuple[CardColour, Cause] | None:
    """The one card that a task still owed has earned by today, the higher of two; None when it has earned none.

    So days lost to an outage are made up for by the card that is due now, not by all in between.
    """
    overdue = -days_left(due_on, today)
    if rules.red_days and overdue >= rules.red_days:
        return CardColour.RED, Cause.OVERDUE
    if rules.yellow_days and overdue >= rules.yellow_days:
        return CardColour.YELLOW, Cause.OVERDUE
    if rules.yellow_urgings and urgings >= rules.yellow_urgings:
        return CardColour.YELLOW, Cause.URGED
    return None
