"""How the filters of the list are drawn: the usual ones in the bar, the others one click away."""

from html import escape

from django import forms
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

USUAL = ("status", "light", "unit", "unit_role")
MORE = (
    "session",
    "system",
    "committee",
    "category",
    "delegation",
    "period",
    "fact",
    "plan",
    "contact",
    "urged",
    "card",
    "result_class",
    "grade",
    "key",
    "instructed",
    "todo",
    "assigned_from",
    "assigned_to",
    "due_from",
    "due_to",
)


class PlainSelect(forms.Select):
    """A select drawn in one go: Django renders a template per option, and an office has two hundred units.

    `search` (value → words) becomes data-search, which static/js/picker.js looks through as one types.
    """

    search: dict[str, str] = {}

    def render(self, name, value, attrs=None, renderer=None):
        chosen = {str(one) for one in (value if isinstance(value, list | tuple) else [value])}
        attrs = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        if self.allow_multiple_selected:
            attrs["multiple"] = True
        options = "".join(self._option(key, label, str(key) in chosen) for key, label in self.choices)
        return format_html("<select{}>{}</select>", forms.utils.flatatt(attrs), mark_safe(options))

    def _option(self, key, label, is_chosen: bool) -> str:
        found_by = self.search.get(key)
        data = f' data-search="{escape(found_by)}"' if found_by else ""
        selected = " selected" if is_chosen else ""
        return f'<option value="{escape(str(key))}"{selected}{data}>{escape(str(label))}</option>'


class PlainSelectMultiple(PlainSelect, forms.SelectMultiple):
    pass


class FilterForm(forms.Form):
    """The form of SuggestionFilter: sent by GET, so that an address is the whole question."""

    typed: frozenset[str] = frozenset()  # the names that came in the address; the default session is not one

    def usual(self) -> list[forms.BoundField]:
        return [self[name] for name in USUAL]

    def more(self) -> list[forms.BoundField]:
        """A deputy has not all of them."""
        return [self[name] for name in MORE if name in self.fields]

    @property
    def is_more_open(self) -> bool:
        """The further conditions stay open while one of them is on, or wrong."""
        return any(name in self.typed or name in self.errors for name in MORE)

    def clean(self):
        data = super().clean()
        for first, last in (("assigned_from", "assigned_to"), ("due_from", "due_to")):
            if data.get(first) and data.get(last) and data[first] > data[last]:
                self.add_error(last, _("结束日期不能早于开始日期。"))
        return data
