"""Fields and helpers that forms share, here and on the floor above. A form checks the shape of what was typed; actions
check the rules."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Deputy, Unit
from suggestions import files, typed_text


class DateInput(forms.DateInput):
    """The browser's own date picker, which is also typed into."""

    input_type = "date"

    def __init__(self, **attrs):
        super().__init__(format="%Y-%m-%d", attrs=attrs)


class DateField(forms.DateField):
    widget = DateInput


class TidyField(forms.CharField):
    """Words of some length, which may come from Word: cleaned of what no reader sees (suggestions/typed_text.py)."""

    def to_python(self, value) -> str:
        return super().to_python(typed_text.tidy(value) if isinstance(value, str) else value)


class ReasonField(forms.CharField):
    """Words that go into the record; never only blanks."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("理由"))
        kwargs.setdefault("max_length", 2000)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(**kwargs)


class _ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; cleaned to a list, which may be empty. Their kind is judged by suggestions/files.py."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("附件"))
        kwargs.setdefault("required", False)
        kwargs.setdefault("help_text", _("PDF、Word、Excel、WPS、JPG 或 PNG，每个不超过 20 MB，可以选择多个。"))
        attrs = {"accept": files.ACCEPT, "data-max-bytes": files.MAX_BYTES}
        kwargs.setdefault("widget", _ManyFilesInput(attrs=attrs))
        super().__init__(**kwargs)

    def clean(self, data, initial=None) -> list:
        """Empty files are let through: suggestions/files.py names them."""
        uploads = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if not uploads and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return uploads


class _SearchableSelect(forms.Select):
    """A select whose options say what else they can be found by (short name, pinyin): static/js/picker.js."""

    def create_option(self, name, value, label, selected, index, subindex=None, attrs=None):
        option = super().create_option(name, value, label, selected, index, subindex, attrs)
        search = self.search_words(getattr(value, "instance", None))
        if search:
            option["attrs"]["data-search"] = search
        return option

    def search_words(self, instance) -> str:
        return ""


class UnitSelect(_SearchableSelect):
    def search_words(self, instance) -> str:
        return unit_search(instance) if instance is not None else ""


class UnitSelectMultiple(UnitSelect, forms.SelectMultiple):
    pass


class DeputySelect(_SearchableSelect):
    def search_words(self, instance) -> str:
        return str(instance.delegation) if instance is not None else ""


class DeputySelectMultiple(DeputySelect, forms.SelectMultiple):
    pass


def unit_search(unit: Unit) -> str:
    return " ".join(word for word in (unit.short_name, unit.initials) if word)


def assignable_units():
    """Units that can take an assignment: headings of the tree and closed units cannot."""
    return Unit.objects.filter(is_active=True, is_group=False)


def active_deputies():
    return Deputy.objects.filter(is_active=True).select_related("delegation").order_by("name", "pk")


class UnitField(forms.ModelChoiceField):
    """One handling unit, found by name, short name or pinyin initials. The list is read when the form is made."""

    widget = UnitSelect

    def __init__(self, **kwargs):
        kwargs.setdefault("queryset", assignable_units())
        kwargs.setdefault("empty_label", _("输入名称、简称或拼音首字母查找"))
        super().__init__(**kwargs)
        self.widget.attrs["data-picker"] = True


class UnitsField(forms.ModelMultipleChoiceField):
    widget = UnitSelectMultiple

    def __init__(self, **kwargs):
        kwargs.setdefault("queryset", assignable_units())
        super().__init__(**kwargs)
        self.widget.attrs |= {"data-picker": True, "data-placeholder": _("输入名称、简称或拼音首字母查找")}


class _NamedDeputies:
    """Two deputies of one name are told apart by their delegation."""

    def label_from_instance(self, deputy) -> str:
        return f"{deputy.name}（{deputy.delegation}）"


class DeputyField(_NamedDeputies, forms.ModelChoiceField):
    widget = DeputySelect

    def __init__(self, **kwargs):
        kwargs.setdefault("queryset", active_deputies())
        kwargs.setdefault("empty_label", _("输入姓名或代表团查找"))
        super().__init__(**kwargs)
        self.widget.attrs["data-picker"] = True


class DeputiesField(_NamedDeputies, forms.ModelMultipleChoiceField):
    widget = DeputySelectMultiple

    def __init__(self, **kwargs):
        kwargs.setdefault("queryset", active_deputies())
        super().__init__(**kwargs)
        self.widget.attrs |= {"data-picker": True, "data-placeholder": _("输入姓名或代表团查找")}


class ReasonForm(forms.Form):
    """For actions that need nothing but words."""

    reason = ReasonField()


def layout_helper(*parts) -> FormHelper:
    """A crispy helper that draws `parts` inside the page's own form tag."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = Layout(*parts)
    return helper
