"""A reply written in Word fills the editor: what was read is laid over what was typed, in the draft on the server."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suggestions.letters.reading import ReadLetter
from suggestions.models import ResultClass

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


def told(name: str, fields: dict[str, str]) -> str:
    """What was read, and what was not found."""
    read = "、".join(str(label) for field, label in _LABELS.items() if field in fields)
    sentence = _("已从《%(name)s》读入：%(read)s。请核对。") % {"name": name, "read": read}
    missing = "、".join(str(label) for field, label in _LABELS.items() if field not in fields)
    return sentence + (_("没有找到：%(missing)s。") % {"missing": missing} if missing else "")


def question(typed: dict, fields: dict[str, str], later) -> str:
    """What would be lost by laying `fields` over `typed`; `later`: a draft saved since by another hand."""
    if later is not None:
        return _("%(who)s在%(when)s保存了更新的草稿。读入的内容只在本页，还没有保存；确认后将代替那份草稿。") % {
            "who": later.saved_by.name if later.saved_by else _("同事"),
            "when": date_format(timezone.localtime(later.saved_at), "H:i"),
        }
    old = str(typed.get("text") or "").strip()
    if old and old != fields.get("text", old).strip():
        return _("原来的正文（%(n)d字）将被文件中的正文代替。读入的内容还没有保存。") % {"n": len(old)}
    return ""
