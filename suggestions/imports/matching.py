"""Which line is which suggestion. Stable: the same file again finds the same rows, doubles included."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from suggestions import numbering
from suggestions.imports.ledger_rows import Facts
from suggestions.models import Suggestion

UNNUMBERED = "待编号"


class Matches:
    """`existing` of a line, or the `number` under which its new suggestion comes in."""

    def __init__(self, rows: Sequence[Facts], suggestions: Sequence[Suggestion]):
        self.existing: dict[int, Suggestion] = {}
        self.numbers: dict[int, str] = {}
        self._taken = {suggestion.number for suggestion in suggestions}
        self._match_numbers(rows, suggestions)
        self._match_titles(rows, suggestions)
        for row in rows:
            if row.line not in self.existing:
                self.numbers[row.line] = self._new_number(row)

    def is_double(self, row: Facts) -> bool:
        return row.line in self.numbers and self.numbers[row.line] != row.number and bool(row.number)

    def _match_numbers(self, rows: Sequence[Facts], suggestions: Sequence[Suggestion]) -> None:
        """Lines and suggestions of one number pair by title first, then in their order."""
        candidates: dict[str, list[Suggestion]] = defaultdict(list)
        for suggestion in suggestions:
            for number in {suggestion.number, suggestion.source_number} - {""}:
                candidates[number].append(suggestion)
        groups: dict[str, list[Facts]] = defaultdict(list)
        for row in rows:
            if row.number:
                groups[row.number].append(row)
        for number, group in groups.items():
            free = sorted(candidates[number], key=lambda s: (s.is_number_provisional, s.number_key, s.pk))
            for row in group:
                self._pair(row, (s for s in free if s.title == row.title), free)
            for row in group:
                if row.line not in self.existing:
                    self._pair(row, free[:1], free)

    def _match_titles(self, rows: Sequence[Facts], suggestions: Sequence[Suggestion]) -> None:
        """A line without a number is known by its title."""
        unnumbered = [row for row in rows if not row.number]
        if not unnumbered:
            return
        used = {suggestion.pk for suggestion in self.existing.values()}
        free: dict[str, list[Suggestion]] = defaultdict(list)
        for suggestion in suggestions:
            if suggestion.pk not in used:
                free[suggestion.title].append(suggestion)
        for row in unnumbered:
            self._pair(row, free[row.title][:1], free[row.title])

    def _pair(self, row: Facts, found: Iterable[Suggestion], free: list[Suggestion]) -> None:
        suggestion = next(iter(found), None)
        if suggestion is not None:
            self.existing[row.line] = suggestion
            free.remove(suggestion)

    def _new_number(self, row: Facts) -> str:
        number = row.number or self._unnumbered()
        if number in self._taken:
            number = numbering.provisional(number, self._taken)
        self._taken.add(number)
        return number

    def _unnumbered(self) -> str:
        n = 1
        while f"{UNNUMBERED}{n}" in self._taken:
            n += 1
        return f"{UNNUMBERED}{n}"
