"""A reply written in Word fills the editor: what was read is laid over what was typed, in the draft on the server."""

import re
from collections.abc import Collection

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suggestions.letters.reading import ReadLetter
from suggestions.models import ResultClass, Suggestion

_LABELS = {
    "title": gettext_lazy("标题"),
    "document_number": gettext_lazy("文号"),
    "dated_on": gettext_lazy("日期"),
    "signatory": gettext_lazy("签发人"),
    "result_class": gettext_lazy("类别"),
    "text": gettext_lazy("正文"),
}


def fields_of(letter: ReadLetter) -> dict[str, str]:
    """What was found, as the form names it; a class that this office does not have is not found."""
    found = ResultClass.objects.filter(code=letter.class_code, is_active=True).first() if letter.class_code else None
    fields = {
        "title": letter.title,
        "document_number": letter.document_number,
        "dated_on": letter.dated_on.isoformat() if letter.dated_on else "",
        "signatory": letter.signatory,
        "result_class": str(found.pk) if found else "",
        "text": letter.text,
    }
    return {name: value for name, value in fields.items() if value}


def told(name: str, letter: ReadLetter, fields: dict[str, str]) -> str:
    """What was read, what was not found, and what was not taken over."""
    read = _("已从《%(name)s》读入：%(read)s。请核对。") % {"name": name, "read": _named(fields)}
    return read + not_found(fields) + left_out(letter)


def taken(found: str) -> str:
    """After the question: what was taken over; `found`: names of fields, apart by commas, as the page kept them."""
    fields = set(found.split(",")) & set(_LABELS)
    if not fields:
        return _("已读入并存为草稿。请核对。")
    return _("已读入并存为草稿：%(read)s。请核对。") % {"read": _named(fields)} + not_found(fields)


def not_found(fields: Collection[str]) -> str:
    missing = _named(set(_LABELS) - set(fields))
    return _("没有找到：%(missing)s。") % {"missing": missing} if missing else ""


def left_out(letter: ReadLetter) -> str:
    """The unit, the contact and the like under the letter, which the letter made here says by itself."""
    if not letter.left_out:
        return ""
    return _("文末的落款由系统写在答复函上，没有读入正文：%(lines)s。") % {"lines": "；".join(letter.left_out)}


def _named(fields: Collection[str]) -> str:
    return "、".join(str(label) for field, label in _LABELS.items() if field in fields)


def question(typed: dict, letter: ReadLetter, fields: dict[str, str], suggestion: Suggestion, later) -> str:
    """What speaks against laying `fields` over `typed` unasked: another suggestion's letter, or words that would be
    lost; `later`: a draft saved since by another hand."""
    doubts = [_of_another(letter, suggestion)]
    old = str(typed.get("text") or "").strip()
    if later is not None:
        doubts.append(
            _("%(who)s在%(when)s保存了更新的草稿，确认后将被代替。")
            % {
                "who": later.saved_by.name if later.saved_by else _("同事"),
                "when": date_format(timezone.localtime(later.saved_at), "H:i"),
            }
        )
    elif old and old != fields.get("text", old).strip():
        doubts.append(_("原来的正文（%(n)d字）将被文件中的正文代替。") % {"n": len(old)})
    if not any(doubts):
        return ""
    lines = [*doubts, _("读入的内容只在本页，还没有保存。"), not_found(fields), left_out(letter)]
    return "\n".join(filter(None, lines))


def _of_another(letter: ReadLetter, suggestion: Suggestion) -> str:
    """The letter says it answers another suggestion; one that was merged into this one is answered with it."""
    numbers = [suggestion.number, *suggestion.merged_from.values_list("number", flat=True)]
    own = {int(run) for number in numbers for run in re.findall(r"\d{1,18}", number)}
    if not letter.answered or letter.answered & own:
        return ""
    return _("文件写的是第%(other)s号建议，本件是第%(own)s号，请核对是否选错了文件。") % {
        "other": "、".join(str(n) for n in sorted(letter.answered)),
        "own": suggestion.number,
    }
