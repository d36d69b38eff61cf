"""When a promise may be struck off with words instead of deeds: only as the term ends (上海 art 22, domain.md 1.6)."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from suggestions.errors import RuleViolation

# The last session of a term is prepared in its last quarter: by then it shows what will not be kept.
EXPLAINED_IN_LAST = timedelta(days=90)


def may_explain(term_ends_on: date | None, today: date) -> bool:
    """Whether a written explanation may end the promise: in the last 90 days of the term it was made in, and after."""
    return term_ends_on is not None and term_ends_on - EXPLAINED_IN_LAST <= today


def require_end_of_term(term_ends_on: date | None, today: date) -> None:
    """RuleViolation with the sentence for the unit while the promise is to be kept, not explained."""
    if term_ends_on is None:
        raise RuleViolation(_("本届的届满日期尚未设定，不能以书面说明销号；请代表工作机构在“设置 · 届”中填写。"))
    if not may_explain(term_ends_on, today):
        raise RuleViolation(
            _("本届于%(end)s届满，自%(first)s起才能以书面说明销号；在此之前请继续落实，或说明理由调整期限。")
            % {"end": f"{term_ends_on:%Y-%m-%d}", "first": f"{term_ends_on - EXPLAINED_IN_LAST:%Y-%m-%d}"}
        )
