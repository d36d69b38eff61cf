"""提交前检查: what a reply still lacks, said while it is written.

Pure: the facts in, the lines out. `MUST` is what actions/_letter.check_letter refuses, worded the same way round;
`ADVISE` is what a reviewer will ask about (domain.md S10: 答复过于简单, 重答复轻办理) and refuses nothing.
Each line names the field of the form where it is mended.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suggestions import documents
from suggestions.choices import AskOutcome, ContactStage

SHORT_TEXT = 150  # characters; below it a letter hardly answers a suggestion point by point
BEFORE_REPLY = frozenset({ContactStage.BEFORE, ContactStage.DURING})


class Level(TextChoices):
    DONE = "done", gettext_lazy("已完成")
    MUST = "must", gettext_lazy("必须完成")
    ADVISE = "advise", gettext_lazy("建议完善")


@dataclass(frozen=True)
class Answered:
    """One ask and what is said to it so far; `field`: where its block of the form begins."""

    number: int
    field: str = ""
    outcome: str = ""
    text: str = ""
    planned_on: date | None = None
    reason: str = ""


@dataclass(frozen=True)
class Promised:
    """A row of the promises; `field`: where it begins."""

    matter: str
    due_on: date | None = None
    field: str = ""


@dataclass(frozen=True)
class Written:
    """What is on the page so far, and what stands around it."""

    text: str = ""
    files: int = 0
    asks: Sequence[Answered] = ()
    unsplit: int = 0  # asks that the suggestion seems to have, while it is not split
    promises: Sequence[Promised] = ()
    document_number: str = ""
    class_label: str = ""  # empty: none chosen
    needs_plan_date: bool = False
    needs_reason: bool = False
    proposed_label: str = ""  # the class proposed from the answers to the asks
    unsolved_reason: str = ""
    is_via_lead: bool = False  # the other deputies are told by the lead deputy
    consent_note: str = ""
    signatory: str = ""
    dated_on: date | None = None
    missing_units: Collection[str] = ()  # assisting units whose opinion is not in
    opinions: int = 0  # assisting units whose opinion is in
    without_opinions_reason: str = ""
    circulated: int = 0  # how often the draft went round for countersigning; the rest is about the last time
    is_changed_since: bool = False
    asked_to_sign: int = 0
    unsigned_units: Collection[str] = ()
    objecting_units: Collection[str] = ()
    contact_stages: Collection[str] = ()
    is_contact_required: bool = True
    may_explain_contact: bool = False  # a reason will do instead
    without_contact_reason: str = ""


@dataclass(frozen=True)
class Check:
    key: str
    level: Level
    text: str
    field: str = ""

    @property
    def is_open(self) -> bool:
        return self.level != Level.DONE


def checks(written: Written) -> list[Check]:
    """Every line of the list, in the order of the page."""
    lines = [_contact(written), _opinions(written), *_asks(written), _text(written), _files(written)]
    lines += [*_promises(written), _number(written), _date(written), _signatory(written)]
    lines += [_consent(written), _class(written), _class_and_parts(written), _reason(written)]
    lines.append(_countersigned(written))
    return [line for line in lines if line is not None]


def _contact(written: Written) -> Check:
    if BEFORE_REPLY & set(written.contact_stages):
        return Check("contact", Level.DONE, _("已记录答复前与代表的联系"))
    wanting = _("还没有答复前与代表沟通的记录，请先联系代表并记录")
    if not written.is_contact_required:
        return Check("contact", Level.ADVISE, wanting)
    if not written.may_explain_contact:
        return Check("contact", Level.MUST, wanting)
    if written.without_contact_reason.strip():
        return Check("contact", Level.ADVISE, _("答复前没有联系代表，已说明理由"), "without_contact_reason")
    return Check("contact", Level.MUST, _("还没有答复前与代表沟通的记录：先联系，或说明理由"), "without_contact_reason")


def _opinions(written: Written) -> Check | None:
    field = "without_opinions_reason"
    if written.missing_units:
        units = "、".join(written.missing_units)
        if written.without_opinions_reason.strip():
            words = _("不再等待%(units)s的协办意见，已说明理由") % {"units": units}
            return Check("opinions", Level.ADVISE, words, field)
        words = _("%(units)s的协办意见未到：等待，或说明不再等待的理由") % {"units": units}
        return Check("opinions", Level.MUST, words, field)
    if written.opinions:
        return Check("opinions", Level.DONE, _("%(n)d个协办单位的意见已到齐") % {"n": written.opinions})
    return None


def _asks(written: Written) -> list[Check]:
    if not written.asks:
        words = _("建议正文似有%(n)d项诉求，还没有拆分；拆分后可以逐条答复") % {"n": written.unsplit}
        return [Check("split", Level.ADVISE, words)] if written.unsplit > 1 else []
    lines = [_ask(ask, written.dated_on) for ask in written.asks]
    found = [line for line in lines if line is not None]
    return found or [Check("asks", Level.DONE, _("%(n)d项诉求均已答复") % {"n": len(written.asks)})]


def _ask(ask: Answered, dated_on: date | None) -> Check | None:
    n = {"n": ask.number}
    words = ""
    if not ask.outcome or not ask.text.strip():
        words = _("第%(n)d项诉求还没有答复") % n
    elif ask.outcome == AskOutcome.PLANNED and ask.planned_on is None:
        words = _("第%(n)d项诉求“计划办理”，填写计划完成日期：承诺要有期限") % n
    elif ask.outcome == AskOutcome.PLANNED and dated_on and ask.planned_on < dated_on:
        words = _("第%(n)d项诉求的计划完成日期不能早于答复日期") % n
    elif ask.outcome == AskOutcome.CANNOT and not ask.reason.strip():
        words = _("第%(n)d项诉求“暂不能办”，实事求是说明理由") % n
    return Check("asks", Level.MUST, words, ask.field) if words else None


def _text(written: Written) -> Check:
    length = len("".join(written.text.split()))
    if not length and not written.files:
        return Check("text", Level.MUST, _("填写答复全文，或上传答复文件"), "text")
    if not length:
        return Check("text", Level.DONE, _("答复全文见附件（%(n)d个）") % {"n": written.files}, "text")
    if length < SHORT_TEXT and not written.files:
        words = _("正文只有%(n)d字，请核对是否逐条回应了代表的建议") % {"n": length}
        return Check("text", Level.ADVISE, words, "text")
    return Check("text", Level.DONE, _("答复全文%(n)d字") % {"n": length}, "text")


def _files(written: Written) -> Check | None:
    if written.files:
        return Check("files", Level.DONE, _("附件%(n)d个") % {"n": written.files}, "files")
    if "附件" in written.text:
        return Check("files", Level.ADVISE, _("正文提到附件，但没有上传文件"), "files")
    return None


def _promises(written: Written) -> list[Check]:
    planned = [ask.planned_on for ask in written.asks if ask.outcome == AskOutcome.PLANNED and ask.planned_on]
    lines = [_promise(promise, written.dated_on) for promise in written.promises]
    found = [line for line in lines if line is not None]
    days = planned + [promise.due_on for promise in written.promises if promise.due_on]
    if written.needs_plan_date and not days and not found:
        words = _("“%(class)s”至少要有一项写明完成日期的承诺事项：承诺要有期限") % {"class": written.class_label}
        found.append(Check("promises", Level.MUST, words, "promise-0-matter"))
    if days and not found:
        words = _("%(n)d项承诺，最迟%(day)s完成") % {"n": len(days), "day": f"{max(days):%Y-%m-%d}"}
        found.append(Check("promises", Level.DONE, words, "promise-0-matter"))
    return found


def _promise(promise: Promised, dated_on: date | None) -> Check | None:
    words, part = "", "due_on"
    if not promise.matter.strip():
        words, part = _("承诺事项只有日期，填写内容"), "matter"
    elif promise.due_on is None:
        words = _("承诺事项“%(matter)s”还没有完成日期")
    elif dated_on and promise.due_on < dated_on:
        words = _("承诺事项“%(matter)s”的完成日期不能早于答复日期")
    if not words:
        return None
    field = promise.field and f"{promise.field}-{part}"
    return Check("promises", Level.MUST, words % {"matter": promise.matter.strip()[:20]}, field)


def _number(written: Written) -> Check:
    if not written.document_number.strip():
        return Check("document_number", Level.MUST, _("填写文号"), "document_number")
    number = documents.normalise(written.document_number)
    if documents.is_complete(number):
        return Check("document_number", Level.DONE, _("文号：%(number)s") % {"number": number}, "document_number")
    return Check(
        "document_number",
        Level.ADVISE,
        _("文号“%(number)s”不完整，通常写作“单位代字〔年份〕序号”，例如“教函〔2026〕8号”") % {"number": number},
        "document_number",
    )


def _date(written: Written) -> Check | None:
    return None if written.dated_on else Check("dated_on", Level.MUST, _("填写答复日期"), "dated_on")


def _signatory(written: Written) -> Check:
    if not written.signatory.strip():
        return Check("signatory", Level.MUST, _("填写签发人"), "signatory")
    return Check("signatory", Level.DONE, _("签发人：%(name)s") % {"name": written.signatory.strip()}, "signatory")


def _consent(written: Written) -> Check | None:
    """商领衔代表同意后由其转复 (domain.md 1.1): when and how it was agreed."""
    if not written.is_via_lead:
        return None
    if not written.consent_note.strip():
        return Check("consent", Level.MUST, _("由领衔代表转复的，填写何时、以何种方式征得其同意"), "consent_note")
    return Check("consent", Level.DONE, _("由领衔代表转复，已填写征得同意的情况"), "consent_note")


def _class(written: Written) -> Check:
    if not written.class_label:
        return Check("result_class", Level.MUST, _("选择办理结果类别"), "result_class_0")
    words = _("办理结果：%(label)s") % {"label": written.class_label}
    return Check("result_class", Level.DONE, words, "result_class_0")


def _class_and_parts(written: Written) -> Check | None:
    if not written.class_label or not written.proposed_label or written.class_label == written.proposed_label:
        return None
    words = _("办理结果选了“%(chosen)s”，而按逐条答复应为“%(proposed)s”，请核对") % {
        "chosen": written.class_label,
        "proposed": written.proposed_label,
    }
    return Check("parts", Level.ADVISE, words, "result_class_0")


def _reason(written: Written) -> Check | None:
    if not written.needs_reason:
        return None
    if not written.unsolved_reason.strip():
        return Check("unsolved_reason", Level.MUST, _("实事求是说明未能解决的理由"), "unsolved_reason")
    return Check("unsolved_reason", Level.DONE, _("已说明未能解决的理由"), "unsolved_reason")


def _countersigned(written: Written) -> Check | None:
    """会签: nothing forbids to file without; a reviewer will ask who objected, and to which words."""
    if not written.circulated:
        return None
    given = written.asked_to_sign - len(written.unsigned_units)
    words = _("第%(number)d次会签 %(n)d/%(total)d") % {
        "number": written.circulated,
        "n": given,
        "total": written.asked_to_sign,
    }
    more = []
    if written.objecting_units:
        more.append(_("%(units)s有意见") % {"units": "、".join(written.objecting_units)})
    if written.unsigned_units:
        more.append(_("%(units)s未会签") % {"units": "、".join(written.unsigned_units)})
    if written.is_changed_since:
        more.append(_("会签后文稿又有改动"))
    level = Level.ADVISE if more else Level.DONE
    return Check("countersigned", level, "；".join([words, *more]))
