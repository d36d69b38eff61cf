from django import forms
from django.utils.translation import gettext_lazy as _

from suggestions import calendar_lines

MOST_BYTES = 200_000
EXAMPLE = "2027-01-01至2027-01-03,休,元旦\n2027-02-06,班,春节调休"


class YearForm(forms.Form):
    """A year's notice, pasted or as a small text file."""

    year = forms.IntegerField(label=_("年份"), min_value=2000, max_value=2100)
    source = forms.CharField(
        label=_("依据"), max_length=200, help_text=_("例如：国务院办公厅关于2027年部分节假日安排的通知")
    )
    lines = forms.CharField(
        label=_("放假和调休日"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, "placeholder": EXAMPLE}),
        help_text=_("每行一天或一段：日期，休或班，名称。普通周末不用写。"),
    )
    file = forms.FileField(
        label=_("或者选择文件"),
        required=False,
        help_text=_("CSV 或文本文件，每行的写法相同。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt", "data-max-bytes": MOST_BYTES}),
    )

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload and upload.size > MOST_BYTES:
            raise forms.ValidationError(_("文件太大，一年的放假安排只有几十行，请核对是否选错文件。"))
        return upload

    def clean(self):
        """The file's lines take the place of the box's, so that the page shows what will be read."""
        data = super().clean()
        text = _text_of(data.get("file")) if data.get("file") else data.get("lines", "")
        if data.get("file"):
            self.data = {**self.data.dict(), "lines": text}
        entries, problems = calendar_lines.parse(text, year=data.get("year"))
        for problem in problems[:20]:
            self.add_error("lines", _("第%(line)d行：%(message)s") % {"line": problem.line, "message": problem.message})
        if not entries and not problems and "file" not in self.errors:
            self.add_error("lines", _("请粘贴放假安排，或选择文件。"))
        data["lines"], data["entries"] = text, tuple(entries)
        return data


class DayForm(forms.Form):
    """One day: a rest day, worked in its stead, or as the week has it."""

    REST, WORK, WEEK = "rest", "work", "week"

    kind = forms.ChoiceField(
        label=_("这一天"),
        choices=[(REST, _("休假")), (WORK, _("调休上班")), (WEEK, _("按星期（不作特别安排）"))],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label=_("名称"), max_length=50, required=False, help_text=_("例如：春节、州庆日。"))
    source = forms.CharField(label=_("依据"), max_length=200, help_text=_("例如通知的文号；写入变更记录。"))


def _text_of(upload) -> str:
    """UTF-8, else the encoding of Chinese Excel; what fits neither is shown as marks and named line by line."""
    raw = upload.read()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")
