"""The numbers of a dashboard, and how many rows the list has that each of them opens."""

from django.http import QueryDict

from suggestions.filter_set import FilterSet
from suggestions.filters import SuggestionFilter
from suggestions.ledger_filter import LedgerFilter
from supervision.selectors.figures import PROMISES


def all_figures(page):
    return [
        *page.heads.values(),
        *(share.figure for share in (*page.funnel, *page.shares)),
        *page.lights,
        *page.statuses,
        *page.grades,
        *(unit.figure for unit in page.late_units),
        *(page.promises.figures.values() if page.promises else ()),
        *(page.promises.slipping if page.promises else ()),
    ]


def counted(query: str, user, today, references, page: str = "") -> int:
    """How many rows the list has that a number opens."""
    of = LedgerFilter if page == PROMISES else SuggestionFilter
    filtered = of(QueryDict(query), user=user, today=today, references=references)
    assert filtered.form.is_valid(), query
    return filtered.qs.count()


def one_form_a_reader(monkeypatch) -> None:
    """With the same references it has the same fields each time: made once, not for each of hundreds of questions."""
    make_anew, made = FilterSet.get_form_class, {}

    def form_class(self):
        of = type(self), self.user.pk
        if of not in made:
            made[of] = make_anew(self)
        return made[of]

    monkeypatch.setattr(FilterSet, "get_form_class", form_class)
