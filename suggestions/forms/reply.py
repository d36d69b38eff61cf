"""The reply editor (domain.md 6.5)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from suggestions.choices import Delivery
from suggestions.forms._base import DateField, FilesField, TidyField
from suggestions.forms._letter_rows import (
    ANSWER_PARTS,
    MOST_PROMISES,
    PROMISE_PARTS,
    answer_fields,
    is_row_field,
    promise_fields,
    promise_rows,
)
from suggestions.models import Ask, ResultClass


class _ClassField(forms.ModelChoiceField):
    """Each class with its meaning: the same letter means different things in different places."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.RadioSelect(attrs={"class": "form-check-input"}), **kwargs)

    def label_from_instance(self, found: ResultClass) -> str:
        return f"{found}：{found.meaning}" if found.meaning else str(found)


@dataclass(frozen=True)
class Row:
    """The fields of one ask's answer or of one promise, for the template."""

    number: int
    fields: dict[str, forms.BoundField]
    ask: Ask | None = None


class ReplyForm(forms.Form):
    """`asks`: answered one by one. `missing`: names of the assisting units whose opinion is not in. `kept_files`:
    files of the version before. `may_explain_contact`: a reason will do for want of a contact. `is_shared`: several
    deputies are answered. `further`: empty rows for promises, beyond those written in.
    """

    title = forms.CharField(label=_("答复标题"), required=False, max_length=200)
    text = TidyField(
        label=_("答复全文"),
        required=False,
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("答复函的正文。从 Word 粘贴时只保留文字和段落。"),
    )
    files = FilesField(label=_("答复文件"))
    document_number = forms.CharField(
        label=_("文号"),
        max_length=60,
        help_text=_("例如“教函〔2026〕8号”。括号、空格不规范的，系统会统一写法。"),
    )
    dated_on = DateField(label=_("答复日期"))
    signatory = forms.CharField(label=_("签发人"), max_length=50, help_text=_("在答复函上署名的单位负责人。"))
    result_class = _ClassField(label=_("办理结果"), queryset=ResultClass.objects.none(), empty_label=None)
    unsolved_reason = TidyField(
        label=_("未能解决的理由"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )
    without_opinions_reason = forms.CharField(
        label=_("不再等待协办意见的理由"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    without_contact_reason = forms.CharField(
        label=_("答复前未联系代表的理由"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    delivery = forms.ChoiceField(label=_("答复方式"), choices=Delivery.choices, widget=forms.RadioSelect)
    consent_note = forms.CharField(
        label=_("领衔代表同意情况"), required=False, max_length=300, help_text=_("何时、以何种方式征得领衔代表同意。")
    )

    def __init__(
        self,
        *args,
        asks: Sequence[Ask] = (),
        missing: Sequence[str] = (),
        kept_files: int = 0,
        may_explain_contact: bool = False,
        is_shared: bool = False,
        further: int = 0,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.asks = list(asks)
        for ask in self.asks:
            self.fields |= answer_fields(ask.pk)
        names = self.data if self.is_bound else self.initial
        self.rows = promise_rows(names, further=further)
        for row in self.rows:
            self.fields |= promise_fields(row)
        self.fields["result_class"].queryset = ResultClass.objects.filter(is_active=True)
        if kept_files:
            self.fields["files"].help_text = _("上一版的%(n)d个文件会沿用；重新选择文件则以新文件代替。") % {
                "n": kept_files
            }
        self._keep("without_opinions_reason", bool(missing))
        if missing:
            self.fields["without_opinions_reason"].help_text = _("尚未提交协办意见：%(units)s。") % {
                "units": "、".join(missing)
            }
        self._keep("without_contact_reason", may_explain_contact)
        self._keep("delivery", is_shared)
        self._keep("consent_note", is_shared)

    def _keep(self, name: str, is_needed: bool) -> None:
        if not is_needed:
            del self.fields[name]

    def clean(self) -> dict:
        for row in self.rows:
            if (self._of_row(row, "responsible") or self._of_row(row, "due_on")) and not self._of_row(row, "matter"):
                self.add_error(f"promise-{row}-matter", _("请写明承诺事项的内容。"))
            elif self._of_row(row, "matter") and not self._of_row(row, "due_on"):
                self._add_missing(f"promise-{row}-due_on", _("请填写完成日期：承诺要有期限。"))
        return self.cleaned_data  # what remains is the rule's: actions/_letter.py

    def _add_missing(self, name: str, sentence: str) -> None:
        if name not in self.errors:  # a date that is none has been named already
            self.add_error(name, sentence)

    def _of_row(self, row: int, part: str):
        return self.cleaned_data.get(f"promise-{row}-{part}")

    # What was written, for the view

    def plain(self) -> dict:
        """The fields that a letter has once."""
        return {name: value for name, value in self.cleaned_data.items() if name != "files" and not is_row_field(name)}

    def answers(self) -> list[dict]:
        """Of the asks that something was said to."""
        found = []
        for ask in self.asks:
            words = {part: self.cleaned_data[f"answer-{ask.pk}-{part}"] for part in ANSWER_PARTS}
            if words["outcome"]:
                found.append({"ask": ask, **words})
        return found

    def promises(self) -> dict[int, dict]:
        """By row; rows that were left empty are none."""
        found = {row: {part: self._of_row(row, part) for part in PROMISE_PARTS} for row in self.rows}
        return {row: words for row, words in found.items() if words["matter"]}

    # What is drawn

    def answer_rows(self) -> list[Row]:
        return [
            Row(number, {part: self[f"answer-{ask.pk}-{part}"] for part in ANSWER_PARTS}, ask)
            for number, ask in enumerate(self.asks, 1)
        ]

    def promise_rows(self) -> list[Row]:
        return [Row(row, {part: self[f"promise-{row}-{part}"] for part in PROMISE_PARTS}) for row in self.rows]

    @property
    def most_promises(self) -> int:
        return MOST_PROMISES

    def reason_classes(self) -> str:
        """The classes that need a reason, for data-show-when."""
        classes = self.fields["result_class"].queryset
        return ",".join(str(found.pk) for found in classes if found.needs_reason) or "none"


# What a draft keeps: everything typed; files cannot be kept by a draft.
_DRAFTED = frozenset(name for name in ReplyForm.base_fields if name != "files")


def drafted(names: Iterable[str]) -> list[str]:
    """Those of `names` that a draft of a reply keeps."""
    return [name for name in names if name in _DRAFTED or is_row_field(name)]
