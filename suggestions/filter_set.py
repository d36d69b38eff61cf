"""The FilterSet of this site: made anew for every page, so its parts are not copied deeper than a page changes them.

Upstream copies every filter with its choices word by word, then every form field once more: with two hundred units
that is most of what it costs to read an address.
"""

from copy import copy

import django_filters


class Filters(dict):
    """What a class declares. Each FilterSet gets its own filters, which may then be given other choices."""

    def __deepcopy__(self, memo: dict) -> dict:
        return {name: _own(declared) for name, declared in self.items()}


def _own(declared: django_filters.Filter) -> django_filters.Filter:
    own = copy(declared)
    own.extra = dict(declared.extra)
    own.method = declared.method  # bound again, to the copy
    return own


class Fields(dict):
    """The fields of a form class that is made for one form only."""

    def __deepcopy__(self, memo: dict) -> dict:
        return self


class FilterSet(django_filters.FilterSet):
    @classmethod
    def get_filters(cls) -> Filters:
        return Filters(super().get_filters())

    def get_form_class(self) -> type:
        made = super().get_form_class()
        made.base_fields = Fields(made.base_fields)
        return made
