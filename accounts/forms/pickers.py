"""Long lists chosen by typing (static/js/picker.js)."""

from django import forms


class Picker(forms.Select):
    """A select whose options say in `data-search` what else they are found by."""

    def __init__(self, *, search=(), **kwargs):
        super().__init__(**kwargs)
        self.search = search
        self.attrs["data-picker"] = True

    def create_option(self, name, value, label, selected, index, subindex=None, attrs=None):
        option = super().create_option(name, value, label, selected, index, subindex, attrs)
        instance = getattr(value, "instance", None)
        words = [str(getattr(instance, attribute)) for attribute in self.search] if instance is not None else []
        if any(words):
            option["attrs"]["data-search"] = " ".join(word for word in words if word)
        return option
