"""提交前检查: what a reply still lacks, said while it is written.

Pure: the facts in, the lines out. `MUST` is what actions/reply.check_letter refuses, worded the same way round;
`ADVISE` is what a reviewer will ask about (domain.md S10: 答复过于简单, 重答复轻办理) and refuses nothing.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suggestions import documents
from suggestions.choices import ContactStage

SHORT_TEXT = 150  # characters; below it a letter hardly answers a suggestion point by point
BEFORE_REPLY = frozenset({ContactStage.BEFORE, ContactStage.DURING})


class Level(TextChoices):
    DONE = "done", gettext_lazy("已完成")
    MUST = "must", gettext_lazy("必须完成")
    ADVISE = "advise", gettext_lazy("建议完善")


@dataclass(frozen=True)
class Written:
    """What is on the page so far, and what stands around it."""

    text: str = ""
    files: int = 0
    document_number: str = ""
    class_label: str = ""  # empty: none chosen
    needs_plan_date: bool = False
    needs_reason: bool = False
    plan_due_on: date | None = None
    unsolved_reason: str = ""
    signatory: str = ""
    dated_on: date | None = None
    missing_units: Collection[str] = ()  # assisting units whose opinion is not in
    opinions: int = 0  # assisting units whose opinion is in
    without_opinions_reason: str = ""
    contact_stages: Collection[str] = ()


@dataclass(frozen=True)
class Check:
    key: str
    level: Level
    text: str


def checks(written: Written) -> list[Check]:
    """Every line of the list, in the order of the page."""
    lines = [_contact(written), _opinions(written), _text(written), _number(written), _class(written)]
    lines += [_plan(written), _reason(written), _signatory(written), _date(written)]
    return [line for line in lines if line is not None]


def _contact(written: Written) -> Check:
    if BEFORE_REPLY & set(written.contact_stages):
        return Check("contact", Level.DONE, _("已记录答复前与代表的联系"))
    return Check("contact", Level.ADVISE, _("还没有答复前与代表沟通的记录，请先联系代表并记录"))


def _opinions(written: Written) -> Check | None:
    if written.missing_units:
        units = "、".join(written.missing_units)
        if written.without_opinions_reason.strip():
            return Check("opinions", Level.ADVISE, _("不再等待%(units)s的协办意见，已说明理由") % {"units": units})
        return Check(
            "opinions", Level.MUST, _("%(units)s的协办意见未到：等待，或说明不再等待的理由") % {"units": units}
        )
    if written.opinions:
        return Check("opinions", Level.DONE, _("%(n)d个协办单位的意见已到齐") % {"n": written.opinions})
    return None


def _text(written: Written) -> Check:
    length = len("".join(written.text.split()))
    if not length and not written.files:
        return Check("text", Level.MUST, _("填写答复全文，或上传答复文件"))
    if not length:
        return Check("text", Level.DONE, _("答复全文见附件(%(n)d个)") % {"n": written.files})
    if length < SHORT_TEXT and not written.files:
        return Check("text", Level.ADVISE, _("正文只有%(n)d字，请核对是否逐条回应了代表的建议") % {"n": length})
    return Check("text", Level.DONE, _("答复全文%(n)d字") % {"n": length})


def _number(written: Written) -> Check:
    if not written.document_number.strip():
        return Check("document_number", Level.MUST, _("填写文号"))
    number = documents.normalise(written.document_number)
    if documents.is_complete(number):
        return Check("document_number", Level.DONE, _("文号：%(number)s") % {"number": number})
    return Check(
        "document_number",
        Level.ADVISE,
        _("文号“%(number)s”不完整，通常写作“单位代字〔年份〕序号”，例如“教函〔2026〕8号”") % {"number": number},
    )


def _class(written: Written) -> Check:
    if not written.class_label:
        return Check("result_class", Level.MUST, _("选择办理结果类别"))
    return Check("result_class", Level.DONE, _("办理结果：%(label)s") % {"label": written.class_label})


def _plan(written: Written) -> Check | None:
    if not written.needs_plan_date:
        return None
    if written.plan_due_on is None:
        return Check("plan_due_on", Level.MUST, _("填写计划完成日期：承诺要有期限"))
    if written.dated_on and written.plan_due_on < written.dated_on:
        return Check("plan_due_on", Level.MUST, _("计划完成日期不能早于答复日期"))
    return Check("plan_due_on", Level.DONE, _("计划%(day)s完成") % {"day": f"{written.plan_due_on:%Y-%m-%d}"})


def _reason(written: Written) -> Check | None:
    if not written.needs_reason:
        return None
    if not written.unsolved_reason.strip():
        return Check("unsolved_reason", Level.MUST, _("实事求是说明未能解决的理由"))
    return Check("unsolved_reason", Level.DONE, _("已说明未能解决的理由"))


def _signatory(written: Written) -> Check:
    if not written.signatory.strip():
        return Check("signatory", Level.MUST, _("填写签发人"))
    return Check("signatory", Level.DONE, _("签发人：%(name)s") % {"name": written.signatory.strip()})


def _date(written: Written) -> Check | None:
    return None if written.dated_on else Check("dated_on", Level.MUST, _("填写答复日期"))
