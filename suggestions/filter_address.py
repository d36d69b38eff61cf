"""What a filtered page says about its own address: the query without a name, and a chip for each condition."""

from dataclasses import dataclass

from django.http import QueryDict


@dataclass(frozen=True)
class Chip:
    """One condition that is on, and the address without it."""

    label: str
    value: str
    url: str


class InAddress:
    """For a FilterSet whose conditions are all in the address. `typed`: the address as it came."""

    typed: QueryDict
    several: tuple[str, ...] = ()  # names that may stand more than once

    def query(self, *without: str, **instead: str) -> str:
        """The address of this list as a query, without some names or with others; without the page."""
        wanted = self.typed.copy()
        for name in ("page", *without):
            wanted.pop(name, None)
        for name in [name for name in wanted if not any(wanted.getlist(name))]:
            del wanted[name]
        for name, value in instead.items():
            wanted[name] = value
        return wanted.urlencode()

    def chips(self) -> list[Chip]:
        """The conditions that came with the address, each with the address without it."""
        found = []
        for name in self.filters:
            if name == "o" or not self.typed.get(name):
                continue
            field = self.form.fields[name]
            labels = {str(value): label for value, label in getattr(field, "choices", ())}
            for value in self.typed.getlist(name) if name in self.several else [self.typed[name]]:
                found.append(Chip(str(field.label), str(labels.get(value, value)), f"?{self._query_less(name, value)}"))
        return found

    def _query_less(self, name: str, value: str) -> str:
        rest = self.typed.copy()
        rest.pop("page", None)
        rest.setlist(name, [one for one in rest.getlist(name) if one != value])
        return rest.urlencode()
